//! The prescriber's page: the results of a session's candidates. Its link is a secret behind a `#`; it
//! is only ever posted, and opens for some weeks.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};

use super::holder::download;
use super::{Page, day, drawn};
use crate::credential::CertificateFacts;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::router::App;
use crate::http::uploads::Submission;
use crate::i18n::{Language, text};
use crate::results::inert;
use crate::store::{Certificate, ResultsLink, State as Progress};

#[derive(Template)]
#[template(path = "results-link.html", config = "src/http/askama.toml")]
struct Link {
    page: Page,
    refused: bool,
}

#[derive(Template)]
#[template(path = "results.html", config = "src/http/askama.toml")]
struct Results {
    page: Page,
    session: String,
    until: String,
    token: String,
    rows: Vec<Row>,
}

/// A candidate's result as it is now.
struct Row {
    name: String,
    last_name: String,
    first_name: String,
    birth_date: String,
    exam_date: String,
    score: u32,
    level: String,
    code: String,
    state: String,
}

/// `GET /r`: the script posts the token that the address carries behind its `#`.
pub(in crate::http) async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let page = Page::new(&app, language, text(language, "pages-results-title")).at("/r", "");
    let refused = false;
    drawn(StatusCode::OK, &Link { page, refused })
}

/// `POST /r`
pub(in crate::http) async fn open(
    State(app): State<App>,
    Speaks(language): Speaks,
    submission: Submission,
) -> Result<Response, ApiError> {
    let token = submission.link_token();
    let Some(link) = link(&app, token).await? else {
        let title = text(language, "pages-results-refused-title");
        let page = Page::new(&app, language, title).at("/r", "");
        let refused = true;
        return drawn(StatusCode::NOT_FOUND, &Link { page, refused });
    };
    let zone = app.service.config.service.time_zone;
    let until = link.expires_at.unwrap_or(link.changed_at);
    let results = Results {
        page: Page::new(&app, language, text(language, "pages-results-title")).at("/r", ""),
        rows: rows(&app, &link, language).await?,
        session: link.session,
        until: day(language, until.with_timezone(&zone).date_naive()),
        token: token.to_owned(),
    };
    drawn(StatusCode::OK, &results)
}

/// `POST /r/results.csv`
pub(in crate::http) async fn table(
    State(app): State<App>,
    Speaks(language): Speaks,
    submission: Submission,
) -> Result<Response, ApiError> {
    let link = link(&app, submission.link_token()).await?;
    let link = link.ok_or(ApiError::LinkUnknown)?;
    let rows = rows(&app, &link, language).await?;
    let bytes = csv(&rows, language).into_bytes();
    let name = text(language, "pages-results-name");
    Ok(download(
        &format!("{name}.csv"),
        "text/csv; charset=utf-8",
        bytes,
    ))
}

/// The link that a token opens. Unknown, not yet sent and expired are one.
async fn link(app: &App, token: &str) -> Result<Option<ResultsLink>, ApiError> {
    let Some(id) = app.service.keyring.open_results(token) else {
        return Ok(None);
    };
    let found = app.service.store.results_link(id).await?;
    let now = app.service.clock.now();
    Ok(found.filter(|link| is_open(link, now)))
}

fn is_open(link: &ResultsLink, now: DateTime<Utc>) -> bool {
    link.expires_at.is_some_and(|until| now < until)
}

async fn rows(app: &App, link: &ResultsLink, language: Language) -> Result<Vec<Row>, ApiError> {
    let certificates = app.service.store.results_of_link(link.id).await?;
    let mut rows = certificates
        .iter()
        .filter(|certificate| certificate.state == Progress::Issued)
        .map(|certificate| row(app, certificate, language))
        .collect::<Result<Vec<Row>, ApiError>>()?;
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

fn row(app: &App, certificate: &Certificate, language: Language) -> Result<Row, ApiError> {
    let facts: CertificateFacts = serde_json::from_slice(&certificate.facts)?;
    let framework = app.service.framework_named(&facts.framework).ok();
    let level = framework.and_then(|framework| framework.global_level(facts.score));
    let state = match certificate {
        it if it.revoked_at.is_some() => "revoked",
        it if it.superseded_at.is_some() => "superseded",
        it if it.suspended_at.is_some() => "suspended",
        _ => "valid",
    };
    let holder = facts.holder;
    Ok(Row {
        name: format!("{} {}", holder.last_name, holder.first_name),
        last_name: holder.last_name,
        first_name: holder.first_name,
        birth_date: holder.birth_date.to_string(),
        exam_date: facts.exam_date.to_string(),
        score: facts.score,
        level: level.map_or_else(String::new, |level| level.label.get(language).to_owned()),
        code: facts.code.grouped(),
        state: text(language, &format!("pages-results-{state}")),
    })
}

/// UTF-8 with a mark and `;`, which spreadsheets in French open as a table.
fn csv(rows: &[Row], language: Language) -> String {
    let headers = [
        "last-name",
        "first-name",
        "birth-date",
        "exam-date",
        "score",
        "level",
        "code",
        "state",
    ];
    let mut out = String::from('\u{feff}');
    let mut line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    };
    let headers = headers.map(|name| text(language, &format!("pages-results-{name}")));
    line(&headers.each_ref().map(String::as_str));
    for row in rows {
        line(&[
            &row.last_name,
            &row.first_name,
            &row.birth_date,
            &row.exam_date,
            &row.score.to_string(),
            &row.level,
            &row.code,
            &row.state,
        ]);
    }
    out
}

/// A cell of a table: never a formula, always in quotation marks.
pub(super) fn quoted(cell: &str) -> String {
    format!("\"{}\"", inert(cell).replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_from_its_letter_to_its_last_moment() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let link = |expires_at| ResultsLink {
            id: uuid::Uuid::nil(),
            session: "S".into(),
            changed_at: at(0),
            expires_at,
        };
        assert!(!is_open(&link(None), at(1)));
        assert!(is_open(&link(Some(at(9))), at(8)));
        assert!(!is_open(&link(Some(at(9))), at(9)));
    }

    #[test]
    fn a_name_is_one_cell_and_never_a_formula() {
        assert_eq!(quoted("O\"Neil; Ada"), "\"O\"\"Neil; Ada\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("-Aubrac"), "\"'-Aubrac\"");
    }
}
