//! What is certified and what each level means: the reading grid of every framework as pages, with an
//! address for each competence and level.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::framework::{Competence, Framework};
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::{Page, drawn, figure, granted};
use crate::http::router::App;
use crate::i18n::{Language, text};

#[derive(Template)]
#[template(path = "grid.html", config = "src/http/askama.toml")]
struct Grid {
    page: Page,
    id: String,
    title: String,
    framework: String,
    address: Option<String>,
    /// The other frameworks: id and title.
    others: Vec<(String, String)>,
    max_level: u8,
    max_score: u32,
    scale: Vec<(String, String)>,
    levels: Vec<Global>,
    domains: Vec<Domain>,
}

struct Global {
    number: u8,
    label: String,
    from: u32,
    to: u32,
    summary: String,
    description: String,
}

struct Domain {
    code: String,
    name: String,
    competences: Vec<Entry>,
}

struct Entry {
    /// `2-2`
    anchor: String,
    code: String,
    name: String,
}

#[derive(Template)]
#[template(path = "competence.html", config = "src/http/askama.toml")]
struct One {
    page: Page,
    id: String,
    /// What the framework certifies.
    title: String,
    domain: String,
    code: String,
    name: String,
    max_level: u8,
    rows: Vec<Row>,
    before: Option<Entry>,
    after: Option<Entry>,
}

struct Row {
    level: u8,
    bar: String,
    can_do: String,
}

fn entry(competence: &Competence, language: Language) -> Entry {
    Entry {
        anchor: competence.code.replace('.', "-"),
        code: competence.code.clone(),
        name: competence.name.get(language).to_owned(),
    }
}

/// `GET /levels`: of the framework that certificates have unless another is named.
pub(super) async fn all(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    of(&app, app.service.framework()?, language, "/levels".into())
}

/// `GET /levels/{name}`: of another framework, or one competence of the first.
pub(super) async fn named(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(name): Path<String>,
) -> Result<Response, ApiError> {
    if let Ok(framework) = app.service.framework_named(&name) {
        return of(&app, framework, language, format!("/levels/{name}"));
    }
    let path = format!("/levels/{name}");
    competence(&app, app.service.framework()?, &name, language, path)
}

/// `GET /levels/{framework}/{code}`: one competence, each level with an anchor of its own.
pub(super) async fn one(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path((name, code)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let framework = app.service.framework_named(&name);
    let framework = framework.map_err(|_| ApiError::NotFound)?;
    let path = format!("/levels/{name}/{code}");
    competence(&app, framework, &code, language, path)
}

fn of(
    app: &App,
    framework: &Framework,
    language: Language,
    path: String,
) -> Result<Response, ApiError> {
    let page = Page::new(app, language, text(language, "public-levels-title"))
        .at(path, "levels")
        .indexed();
    let known = app.service.frameworks.iter();
    let others = known.filter(|other| other.id != framework.id);
    let others = others.map(|it| (it.id.clone(), it.title.get(language).to_owned()));
    let grid = Grid {
        others: others.collect(),
        ..grid(framework, language, page)
    };
    let response = drawn(StatusCode::OK, &grid)?;
    Ok(granted(response, Grants::Indexed))
}

fn grid(framework: &Framework, language: Language, page: Page) -> Grid {
    let scale = framework.scale.iter();
    let levels = framework.global_levels.iter();
    let domains = framework.domains.iter();
    Grid {
        page,
        id: framework.id.clone(),
        others: Vec::new(),
        title: framework.title.get(language).to_owned(),
        framework: framework.name.get(language).to_owned(),
        address: framework.url.clone(),
        max_level: framework.max_level,
        max_score: framework.max_score,
        scale: scale
            .map(|step| (step.levels.clone(), step.meaning.get(language).to_owned()))
            .collect(),
        levels: levels
            .map(|level| Global {
                number: level.number,
                label: level.label.get(language).to_owned(),
                from: level.from_score,
                to: level.to_score,
                summary: level.summary.third_party.get(language).to_owned(),
                description: level.description.third_party.get(language).to_owned(),
            })
            .collect(),
        domains: domains
            .map(|domain| Domain {
                code: domain.code.clone(),
                name: domain.name.get(language).to_owned(),
                competences: domain
                    .competences
                    .iter()
                    .map(|competence| entry(competence, language))
                    .collect(),
            })
            .collect(),
    }
}

fn competence(
    app: &App,
    framework: &Framework,
    code: &str,
    language: Language,
    path: String,
) -> Result<Response, ApiError> {
    let competences: Vec<&Competence> = framework.competences().collect();
    let place = competences.iter().position(|it| it.code == code);
    let place = place.ok_or(ApiError::NotFound)?;
    let competence = competences.get(place).ok_or(ApiError::NotFound)?;
    let domain = framework
        .domains
        .iter()
        .find(|domain| domain.competences.iter().any(|it| it.code == code));
    let neighbour = |place: Option<usize>| {
        let found = place.and_then(|place| competences.get(place));
        found.map(|found| entry(found, language))
    };
    let name = competence.name.get(language);
    let one = One {
        page: Page::new(app, language, format!("{code} {name}"))
            .at(path, "levels")
            .indexed(),
        id: framework.id.clone(),
        title: framework.title.get(language).to_owned(),
        domain: domain.map_or_else(String::new, |domain| {
            format!("{}. {}", domain.code, domain.name.get(language))
        }),
        name: name.to_owned(),
        max_level: framework.max_level,
        rows: rows(competence, framework.max_level, language),
        before: neighbour(place.checked_sub(1)),
        after: neighbour(Some(place + 1)),
        code: code.to_owned(),
    };
    let response = drawn(StatusCode::OK, &one)?;
    Ok(granted(response, Grants::Indexed))
}

fn rows(competence: &Competence, max_level: u8, language: Language) -> Vec<Row> {
    let texts = (1..=max_level).zip(&competence.can_do);
    texts
        .map(|(level, can_do)| Row {
            level,
            bar: figure::squares(level, max_level),
            can_do: can_do.get(language).to_owned(),
        })
        .collect()
}
