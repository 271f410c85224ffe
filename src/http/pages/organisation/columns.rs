//! How a file was understood, and what its owner says instead.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::files::{named, number, own, place};
use super::{Membership, OrganisationPage};
use crate::http::api::refused;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::results::{Format, normalise};
use crate::store::VerificationBatch;
use crate::verification::bulk::{self, Bulk, Field, FileQuestion, Preview};

#[derive(Template)]
#[template(path = "organisation/columns.html", config = "src/http/askama.toml")]
struct Sheet {
    page: OrganisationPage,
    id: Uuid,
    name: String,
    read: String,
    rows: String,
    columns: Vec<Column>,
    fields: Vec<(&'static str, String)>,
    requirement: String,
    /// What is wrong, each with the id of its field.
    wrong: Vec<(&'static str, String)>,
}

/// A column of the file.
struct Column {
    number: usize,
    header: String,
    examples: String,
    /// Name of what it holds; empty if it is passed through.
    chosen: String,
}

impl Sheet {
    fn fault(&self, field: &str) -> Option<&str> {
        let mut of = self.wrong.iter().filter(|(at, _)| *at == field);
        of.next().map(|(_, message)| message.as_str())
    }
}

/// What was chosen in the form, or is to be mended.
struct Choices {
    /// By place of the column.
    fields: Vec<Option<Field>>,
    requirement: String,
    wrong: Vec<(&'static str, String)>,
}

/// The page of a file that waits for its owner.
pub(super) async fn show(
    app: &App,
    language: Language,
    member: &Membership,
    batch: &VerificationBatch,
) -> Result<Response, ApiError> {
    let question = bulk::held(batch).ok_or(ApiError::NotFound)?;
    let preview = look(app, batch.id, &question.columns).await?;
    let (fields, wrong) = understood(&preview, language);
    let choices = Choices {
        fields,
        requirement: String::new(),
        wrong,
    };
    let file = (batch.id, &question, preview);
    draw(app, language, member, file, (StatusCode::OK, choices))
}

async fn look(app: &App, id: Uuid, told: &BTreeMap<Field, String>) -> Result<Preview, ApiError> {
    let bytes = bulk::received(&app.service.store, id).await?;
    let preview = bulk::preview(&app.service.reader, bytes, told).await;
    // It could be read when it came.
    preview.map_err(|_| ApiError::NotFound)
}

/// What the headers mean by themselves; if they can't be used, what can be told all the same.
fn understood(
    preview: &Preview,
    language: Language,
) -> (Vec<Option<Field>>, Vec<(&'static str, String)>) {
    match &preview.columns {
        Ok(readings) => {
            let fields = readings.iter().map(|reading| reading.understood);
            (fields.collect(), Vec::new())
        }
        Err(error) => {
            let wrong = vec![("column-1", error.message(language))];
            (bulk::guessed(&preview.headers), wrong)
        }
    }
}

fn draw(
    app: &App,
    language: Language,
    member: &Membership,
    (id, question, preview): (Uuid, &FileQuestion, Preview),
    (status, choices): (StatusCode, Choices),
) -> Result<Response, ApiError> {
    let title = text(language, "organisation-columns-title");
    let title = if status == StatusCode::UNPROCESSABLE_ENTITY {
        format!("{} {title}", text(language, "pages-error-prefix"))
    } else {
        title
    };
    let fields = Field::ALL.map(|field| {
        let name = field.name();
        let label = format!("organisation-field-{}", name.replace('_', "-"));
        (name, text(language, &label))
    });
    let sheet = Sheet {
        page: OrganisationPage::new(app, language, title, member)
            .at(place(id), "files")
            .with_icons(&["ok", "bad"]),
        id,
        name: named(question, language),
        read: read(&preview, language),
        rows: number(preview.rows, language),
        columns: columns(&preview, &choices.fields),
        fields: fields.to_vec(),
        requirement: choices.requirement,
        wrong: choices.wrong,
    };
    drawn(status, &sheet)
}

fn columns(preview: &Preview, chosen: &[Option<Field>]) -> Vec<Column> {
    let column = |(place, header): (usize, &String)| {
        let cells = preview.first.iter().filter_map(|row| row.get(place));
        let examples: Vec<&str> = cells
            .map(String::as_str)
            .filter(|cell| !cell.trim().is_empty())
            .collect();
        let field = chosen.get(place).copied().flatten();
        Column {
            number: place + 1,
            header: header.clone(),
            examples: examples.join(" · "),
            chosen: field.map_or_else(String::new, |field| field.name().to_owned()),
        }
    };
    preview.headers.iter().enumerate().map(column).collect()
}

/// Form, encoding and separator, in one sentence.
fn read(preview: &Preview, language: Language) -> String {
    let delimiter = match preview.delimiter {
        Some('\t') => text(language, "organisation-tab"),
        Some(sign) => sign.to_string(),
        None => String::new(),
    };
    let encoding = preview.encoding.unwrap_or_default();
    let values = [
        ("columns", FluentValue::from(preview.headers.len())),
        ("encoding", encoding.into()),
        ("delimiter", delimiter.into()),
    ];
    let id = match preview.format {
        Format::Csv => "organisation-read-csv",
        Format::Json => "organisation-read-json",
        Format::Xlsx => "organisation-read-xlsx",
        Format::Ods => "organisation-read-ods",
    };
    text_with(language, id, &values)
}

/// `POST /organisation/files/{id}/start`
pub(super) async fn start(
    State(app): State<App>,
    Speaks(language): Speaks,
    Path(id): Path<String>,
    signed: Signed,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, ApiError> {
    let field = |name: &str| {
        let mut pairs = form.iter().filter(|(key, _)| key == name);
        pairs.next().map_or("", |(_, value)| value.as_str())
    };
    signed.check(field("csrf"))?;
    let member = Membership::of(&app, signed).await?;
    let batch = own(&app, &member, &id).await?;
    let id = batch.id;
    let to_page = || Redirect::to(&format!("/{language}{}", place(id))).into_response();
    let Some(mut question) = bulk::held(&batch) else {
        // Started before.
        return Ok(to_page());
    };
    let preview = look(&app, id, &BTreeMap::new()).await?;
    let chosen: Vec<Option<Field>> = (1..=preview.headers.len())
        .map(|number| field(&format!("column_{number}")).parse().ok())
        .collect();
    let requirement: String = field("requirement").trim().chars().take(200).collect();
    let mut wrong = Vec::new();
    match told(&preview.headers, &chosen, language) {
        Ok(columns) => question.columns = columns,
        Err(message) => wrong.push(("column-1", message)),
    }
    if !requirement.is_empty() {
        let engine = Bulk::new(&app.service.verifier()).ok_or(ApiError::NotFound)?;
        match engine.requiring(&requirement) {
            Ok(_) => question.requirement = Some(requirement.clone()),
            Err(error) => {
                wrong.push(("requirement", error.reason().sentence(language)));
            }
        }
    }
    if !wrong.is_empty() {
        let choices = Choices {
            fields: chosen,
            requirement,
            wrong,
        };
        let wrong = (StatusCode::UNPROCESSABLE_ENTITY, choices);
        return draw(&app, language, &member, (id, &question, preview), wrong);
    }
    question.language = language;
    let keep_days = app.service.config.verification.keep_days;
    let (store, at) = (&app.service.store, app.service.clock.now());
    bulk::submit(store, id, &question, keep_days, at)
        .await
        .map_err(refused)?;
    Ok(to_page())
}

/// Each field with the header of its column; an empty one for what the file does not have.
fn told(
    headers: &[String],
    chosen: &[Option<Field>],
    language: Language,
) -> Result<BTreeMap<Field, String>, String> {
    let mut told = BTreeMap::new();
    for field in Field::ALL {
        let mut places = (0..headers.len()).filter(|place| chosen[*place] == Some(field));
        let (first, second) = (places.next(), places.next());
        let label = || {
            let id = format!("organisation-field-{}", field.name().replace('_', "-"));
            FluentValue::from(text(language, &id))
        };
        if second.is_some() {
            let values = [("field", label())];
            return Err(text_with(language, "organisation-field-twice", &values));
        }
        let Some(place) = first else {
            if field == Field::Code {
                return Err(text(language, "organisation-no-code"));
            }
            told.insert(field, String::new());
            continue;
        };
        // A column is told by its header: the first of two with the same is meant.
        let same = |header: &String| normalise(header) == normalise(&headers[place]);
        let header = headers[place].trim();
        if header.is_empty() || headers[..place].iter().any(same) {
            let values = [("number", FluentValue::from(place + 1))];
            return Err(text_with(
                language,
                "organisation-header-not-its-own",
                &values,
            ));
        }
        told.insert(field, header.to_owned());
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_headers_and_what_is_not_there_is_told_too() {
        let headers = ["a", "b", "A", ""].map(str::to_owned);
        let told = |chosen: [Option<Field>; 4]| told(&headers, &chosen, Language::English);
        let good = told([Some(Field::Code), Some(Field::LastName), None, None]).unwrap();
        assert_eq!(good[&Field::Code], "a");
        assert_eq!(good[&Field::LastName], "b");
        assert_eq!(good[&Field::FirstName], "");
        for bad in [
            [None, Some(Field::LastName), None, None],
            [Some(Field::Code), Some(Field::Code), None, None],
            [None, None, Some(Field::Code), None],
            [None, None, None, Some(Field::Code)],
        ] {
            assert!(told(bad).is_err(), "{bad:?}");
        }
    }
}
