//! How a file was understood, and what its owner says instead.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::files::{named, own, place};
use super::{Membership, OrganisationPage};
use crate::http::api::refused;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::drawn;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::results::Format;
use crate::store::VerificationBatch;
use crate::verification::bulk::{
    self, APPENDED, Bulk, ColumnsError, Field, FileQuestion, Preview, Told, letters,
};

/// Columns with one header that are named beside each other.
const MOST_SAME: usize = 5;

#[derive(Template)]
#[template(path = "organisation/columns.html", config = "src/http/askama.toml")]
struct Sheet {
    page: OrganisationPage,
    id: Uuid,
    name: String,
    read: String,
    rows: u64,
    columns: Vec<Column>,
    fields: Vec<(&'static str, String)>,
    requirement: String,
    wrong: Vec<Wrong>,
}

/// Id of a field, and what is wrong with it.
type Wrong = (String, String);

/// A column of the file.
struct Column {
    number: usize,
    /// What spreadsheets call it.
    letters: String,
    header: String,
    /// Those of other columns with the same header.
    same: String,
    samples: Vec<String>,
    /// Name of what it holds; empty if it is passed through.
    chosen: String,
}

impl Sheet {
    fn fault(&self, field: &str) -> Option<&str> {
        let mut of = self.wrong.iter().filter(|(at, _)| *at == field);
        of.next().map(|(_, message)| message.as_str())
    }

    /// What is wrong with the columns.
    fn columns_fault(&self) -> Option<&str> {
        let mut of = self
            .wrong
            .iter()
            .filter(|(at, _)| at.starts_with("column-"));
        of.next().map(|(_, message)| message.as_str())
    }

    /// Whether the choice for this column is to be mended.
    fn is_wrong(&self, number: usize) -> bool {
        self.fault(&format!("column-{number}")).is_some()
    }
}

/// What was chosen in the form, or is to be mended.
struct Choices {
    /// By place of the column.
    fields: Vec<Option<Field>>,
    requirement: String,
    wrong: Vec<Wrong>,
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

async fn look(app: &App, id: Uuid, told: &BTreeMap<Field, Told>) -> Result<Preview, ApiError> {
    let bytes = bulk::received(&app.service.store, id).await?;
    let preview = bulk::preview(&app.service.reader, bytes, told).await;
    // It could be read when it came.
    preview.map_err(|_| ApiError::NotFound)
}

/// What the headers mean by themselves; if they can't be used, what can be told all the same.
fn understood(preview: &Preview, language: Language) -> (Vec<Option<Field>>, Vec<Wrong>) {
    match &preview.columns {
        Ok(readings) => {
            let fields = readings.iter().map(|reading| reading.understood);
            (fields.collect(), Vec::new())
        }
        Err(error) => {
            let wrong = vec![mended_by(error, language)];
            (bulk::guessed(&preview.headers), wrong)
        }
    }
}

/// What is to be chosen where headers do not tell.
fn mended_by(error: &ColumnsError, language: Language) -> Wrong {
    let ColumnsError::Twice {
        field,
        first,
        second,
    } = error
    else {
        let message = text(language, "organisation-no-code");
        return ("column-1".to_owned(), message);
    };
    let values = [
        ("first", FluentValue::from(letters(first.0))),
        ("second", letters(second.0).into()),
        ("field", label(*field, language).into()),
    ];
    let message = text_with(language, "organisation-columns-alike", &values);
    (format!("column-{}", second.0 + 1), message)
}

/// What a column holds, for people.
fn label(field: Field, language: Language) -> String {
    let id = format!("organisation-field-{}", field.name().replace('_', "-"));
    text(language, &id)
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
    let fields = Field::ALL.map(|field| (field.name(), label(field, language)));
    let sheet = Sheet {
        page: OrganisationPage::new(app, language, title, member)
            .at(place(id), "files")
            .with_icons(&["ok", "bad"]),
        id,
        name: named(question, language),
        read: read(&preview, language),
        rows: preview.rows,
        columns: columns(&preview, &choices.fields),
        fields: fields.to_vec(),
        requirement: choices.requirement,
        wrong: choices.wrong,
    };
    drawn(status, &sheet)
}

fn columns(preview: &Preview, chosen: &[Option<Field>]) -> Vec<Column> {
    let headers = &preview.headers;
    let column = |(place, header): (usize, &String)| {
        let others = (0..headers.len()).filter(|other| *other != place);
        let same = others.filter(|other| headers[*other].trim() == header.trim());
        let same: Vec<String> = same.take(MOST_SAME).map(letters).collect();
        let field = chosen.get(place).copied().flatten();
        Column {
            number: place + 1,
            letters: letters(place),
            header: header.trim().to_owned(),
            same: same.join(", "),
            samples: preview.samples.get(place).cloned().unwrap_or_default(),
            chosen: field.map_or_else(String::new, |field| field.name().to_owned()),
        }
    };
    // What the file has of an earlier answer is written anew.
    let theirs = headers.iter().enumerate();
    let theirs = theirs.filter(|(_, header)| !APPENDED.contains(&header.trim()));
    theirs.map(column).collect()
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
    match told(&chosen, language) {
        Ok(columns) => question.columns = columns,
        Err(fault) => wrong.push(fault),
    }
    if !requirement.is_empty() {
        let engine = Bulk::new(&app.service.verifier()).ok_or(ApiError::NotFound)?;
        match engine.requiring(&requirement) {
            Ok(_) => question.requirement = Some(requirement.clone()),
            Err(error) => {
                let message = error.reason().sentence(language);
                wrong.push(("requirement".to_owned(), message));
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

/// Each field with the place of its column, or that the file has none.
fn told(chosen: &[Option<Field>], language: Language) -> Result<BTreeMap<Field, Told>, Wrong> {
    let mut told = BTreeMap::new();
    for field in Field::ALL {
        let mut places = (0..chosen.len()).filter(|place| chosen[*place] == Some(field));
        let (first, second) = (places.next(), places.next());
        if let Some(second) = second {
            let values = [("field", label(field, language).into())];
            let message = text_with(language, "organisation-field-twice", &values);
            return Err((format!("column-{}", second + 1), message));
        }
        if first.is_none() && field == Field::Code {
            let message = text(language, "organisation-no-code");
            return Err(("column-1".to_owned(), message));
        }
        told.insert(field, first.map_or_else(|| Told::from(""), Told::Place));
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_places_and_what_is_not_there_is_told_too() {
        let told = |chosen: [Option<Field>; 3]| told(&chosen, Language::English);
        let good = told([None, Some(Field::LastName), Some(Field::Code)]).unwrap();
        assert_eq!(good[&Field::Code], Told::Place(2));
        assert_eq!(good[&Field::LastName], Told::Place(1));
        assert_eq!(good[&Field::FirstName], Told::from(""));
        for (bad, field) in [
            ([None, Some(Field::LastName), None], "column-1"),
            ([Some(Field::Code), None, Some(Field::Code)], "column-3"),
        ] {
            assert_eq!(told(bad).unwrap_err().0, field, "{bad:?}");
        }
    }
}
