//! "Report a suspicious document": a form for anybody, read by the operators.

use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{Extension, Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::limits;
use crate::http::observe::ClientAddress;
use crate::http::pages::{Page, drawn, granted};
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::reports::{self, Fault, Part, Taken, Written};
use crate::store::REPORT_CONTACT_DAYS;

/// Seconds after which a day's reports are fewer again, as far as it can be said.
const LATER: u64 = 3600;

#[derive(Template)]
#[template(path = "report.html", config = "src/http/askama.toml")]
struct Ask {
    page: Page,
    written: Written,
    faults: Vec<Message>,
    contact_days: i64,
}

/// A fault in words, for the field with this id.
struct Message {
    field: &'static str,
    label: String,
    text: String,
}

impl Ask {
    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        let mut faults = self.faults.iter();
        let found = faults.find(|fault| fault.field == field)?;
        Some(&found.text)
    }
}

#[derive(Template)]
#[template(path = "report-sent.html", config = "src/http/askama.toml")]
struct Sent {
    page: Page,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Fields {
    what: String,
    origin: String,
    contact: String,
    code: String,
}

impl From<reports::Error> for ApiError {
    fn from(error: reports::Error) -> Self {
        match error {
            reports::Error::Store(error) => error.into(),
            reports::Error::Verification(error) => error.into(),
        }
    }
}

/// `GET /report`
pub(super) async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let title = text(language, "public-report-title");
    let page = Page::new(&app, language, title).at("/report", "").indexed();
    let ask = Ask {
        page,
        written: Written::default(),
        faults: Vec::new(),
        contact_days: REPORT_CONTACT_DAYS,
    };
    Ok(granted(drawn(StatusCode::OK, &ask)?, Grants::Indexed))
}

/// `POST /report`
pub(super) async fn send(
    State(app): State<App>,
    Speaks(language): Speaks,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    fields: Result<Form<Fields>, FormRejection>,
) -> Result<Response, ApiError> {
    let Form(fields) = fields.map_err(|_| ApiError::Malformed)?;
    let written = Written {
        what: fields.what,
        origin: fields.origin,
        contact: fields.contact,
        code: fields.code,
    };
    if !written.faults().is_empty() {
        return mend(&app, language, written);
    }
    limits::take_report(&app, address).await?;
    match reports::take(&app.service, &written).await? {
        Taken::Kept => Ok(Redirect::to(&format!("/{language}/report/sent")).into_response()),
        Taken::Faulty(_) => mend(&app, language, written),
        Taken::TooMany => Err(ApiError::TooManyRequests { retry_after: LATER }),
    }
}

/// The form again, with what was written and what is wrong with it.
fn mend(app: &App, language: Language, written: Written) -> Result<Response, ApiError> {
    let title = text(language, "public-report-title");
    let title = format!("{} {title}", text(language, "pages-error-prefix"));
    let page = Page::new(app, language, title)
        .at("/report", "")
        .with_icons(&["bad"]);
    let faults = written.faults();
    let faults = faults.iter().map(|fault| message(*fault, language));
    let ask = Ask {
        page,
        faults: faults.collect(),
        written,
        contact_days: REPORT_CONTACT_DAYS,
    };
    drawn(StatusCode::UNPROCESSABLE_ENTITY, &ask)
}

fn message(fault: Fault, language: Language) -> Message {
    let part = match fault {
        Fault::NoWhat => Part::What,
        Fault::NoOrigin => Part::Origin,
        Fault::TooLong(part) => part,
    };
    let (field, label) = match part {
        Part::What => ("what", "public-report-what"),
        Part::Origin => ("origin", "public-report-origin"),
        Part::Contact => ("contact", "public-report-contact"),
        Part::Code => ("code", "public-report-code"),
    };
    let most = [("most", FluentValue::from(part.most()))];
    Message {
        field,
        label: text(language, label),
        text: match fault {
            Fault::NoWhat => text(language, "public-report-no-what"),
            Fault::NoOrigin => text(language, "public-report-no-origin"),
            Fault::TooLong(_) => text_with(language, "public-report-too-long", &most),
        },
    }
}

/// `GET /report/sent`
pub(super) async fn sent(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let title = text(language, "public-report-sent-title");
    let page = Page::new(&app, language, title).at("/report/sent", "");
    drawn(StatusCode::OK, &Sent { page })
}
