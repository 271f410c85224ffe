//! One candidate of a session: added, changed, taken out of the list.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use super::field::{Field, Form, Kind};
use super::{find, outdated, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, Candidate, Entry, Error};
use crate::store::{CentreKind, Session};

pub(super) fn routes() -> Router<App> {
    let one = "/console/sessions/{id}/candidates/{place}";
    let remove = "/console/sessions/{id}/candidates/{place}/remove";
    localised(
        "/console/sessions/{id}/candidates/new",
        get(ask_new).post(add),
    )
    .merge(localised(one, get(ask).post(change)))
    .merge(localised(remove, get(ask_removal).post(remove_one)))
}

#[derive(Template)]
#[template(path = "console/candidate.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    id: String,
    number: String,
    /// The place of a candidate who exists.
    place: Option<u32>,
    version: String,
    heading: String,
    button: String,
    form: Form,
}

/// What was typed, with the form's own fields.
struct Typed {
    entry: Entry,
    version: u32,
}

impl Typed {
    fn read(mut fields: BTreeMap<String, String>, signed: &Signed) -> Result<Self, ApiError> {
        signed.check(&fields.remove("csrf").unwrap_or_default())?;
        signed.require(Role::Issuer)?;
        let version = fields.remove("version").unwrap_or_default();
        let mut entry = Entry::default();
        for (field, value) in fields {
            if !entry.set(&field, value) {
                return Err(ApiError::Malformed);
            }
        }
        Ok(Self {
            entry,
            version: version.parse().map_err(|_| ApiError::Malformed)?,
        })
    }
}

/// A session whose candidates may change.
async fn standing(app: &App, id: &str) -> Result<Session, ApiError> {
    let session = find(app, id).await?;
    if session.cancelled_at.is_some() {
        return Err(Error::Cancelled.into());
    }
    Ok(session)
}

async fn candidate(app: &App, session: &Session, place: u32) -> Result<Candidate, ApiError> {
    let candidates = sessions::candidates(&app.service, session).await?;
    let mut candidates = candidates.into_iter();
    let found = candidates.find(|candidate| candidate.place == place);
    found.ok_or(ApiError::NotFound)
}

/// `GET /console/sessions/{id}/candidates/new`
async fn ask_new(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = standing(&app, &id).await?;
    let form = form(language, &session, &Entry::default());
    let sheet = sheet(&app, language, &signed, (&session, None), form);
    drawn(StatusCode::OK, &sheet)
}

/// `GET /console/sessions/{id}/candidates/{place}`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, place)): Path<(String, u32)>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = standing(&app, &id).await?;
    let entry = Entry::of(&candidate(&app, &session, place).await?);
    let form = form(language, &session, &entry);
    let sheet = sheet(&app, language, &signed, (&session, Some(place)), form);
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/{id}/candidates/new`
async fn add(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Posted(fields): Posted<BTreeMap<String, String>>,
) -> Result<Response, ApiError> {
    let typed = Typed::read(fields, &signed)?;
    let session = find(&app, &id).await?;
    let operator = signed.account.operator();
    let (entry, version) = (&typed.entry, typed.version);
    let added = sessions::add_candidate(&app.service, &session, version, entry, &operator).await;
    let refused = (&session, None, typed);
    answer(&app, language, &signed, refused, (added, "added")).await
}

/// `POST /console/sessions/{id}/candidates/{place}`
async fn change(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, place)): Path<(String, u32)>,
    Posted(fields): Posted<BTreeMap<String, String>>,
) -> Result<Response, ApiError> {
    let typed = Typed::read(fields, &signed)?;
    let session = find(&app, &id).await?;
    let operator = signed.account.operator();
    let (seen, entry) = ((place, typed.version), &typed.entry);
    let changed = sessions::change_candidate(&app.service, &session, seen, entry, &operator).await;
    let refused = (&session, Some(place), typed);
    answer(&app, language, &signed, refused, (changed, "candidate")).await
}

/// Back to the session, or the form again with what is wrong.
async fn answer(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, place, typed): (&Session, Option<u32>, Typed),
    (done, what): (Result<(), Error>, &str),
) -> Result<Response, ApiError> {
    let mut form = form(language, session, &typed.entry);
    let status = match done {
        Ok(()) => {
            let id = session.id;
            let address = format!("/{language}/console/sessions/{id}?done={what}");
            return Ok(Redirect::to(&address).into_response());
        }
        Err(Error::Entry(faults)) => {
            for fault in &faults {
                form.tell(fault.field, &fault.message(language));
            }
            let mut sheet = sheet(app, language, signed, (session, place), form);
            sheet.version = typed.version.to_string();
            sheet.refuse(language);
            return drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet);
        }
        Err(Error::Outdated) => StatusCode::CONFLICT,
        Err(error) => return Err(error.into()),
    };
    let session = standing(app, &session.id.to_string()).await?;
    form.notice = Some(outdated(app, language, session.changed.as_ref()).await?);
    if let Some(place) = place {
        let now = Entry::of(&candidate(app, &session, place).await?);
        form.compare(|field| now.get(field));
    }
    let mut sheet = sheet(app, language, signed, (&session, place), form);
    sheet.refuse(language);
    drawn(status, &sheet)
}

impl Sheet {
    fn refuse(&mut self, language: Language) {
        self.page.page.title = refused_title(language, &self.page.page.title);
    }
}

fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, place): (&Session, Option<u32>),
    form: Form,
) -> Sheet {
    let (title, button) = match place {
        Some(_) => ("sessions-page-candidate", "sessions-page-save"),
        None => ("sessions-page-add-candidate", "sessions-page-add-candidate"),
    };
    let title = text(language, title);
    let path = place.map_or_else(|| "new".to_owned(), |place| place.to_string());
    Sheet {
        page: ConsolePage::new(app, language, title.clone(), signed)
            .at(
                format!("/console/sessions/{}/candidates/{path}", session.id),
                "sessions",
            )
            .with_icons(&["bad"]),
        id: session.id.to_string(),
        number: session.number.clone(),
        place,
        version: session.version.to_string(),
        heading: title,
        button: text(language, button),
        form,
    }
}

/// The fields of a candidate; who pays is asked outside of schools only.
fn form(language: Language, session: &Session, entry: &Entry) -> Form {
    let school = session.centre.kind == CentreKind::School;
    let said = |id: &str| text(language, id);
    let shown = |field: &&str| !school || !matches!(*field, "billing" | "prepayment_code");
    let fields = Entry::fields().filter(shown).map(|name| {
        let id = name.replace('_', "-");
        let label = said(&format!("sessions-person-{id}"));
        let none = (String::new(), said("sessions-person-none"));
        let kind = match name {
            "birth_date" => Kind::Date,
            "convocation_mail" | "results_mail" => Kind::Mail,
            "sex" => Kind::Radio(vec![
                ("F".to_owned(), said("sessions-person-female")),
                ("M".to_owned(), said("sessions-person-male")),
            ]),
            "complementary" => {
                let kept = entry.get(name);
                let known = Entry::certifications().iter().copied();
                let other = Some(kept)
                    .filter(|kept| !kept.is_empty() && !Entry::certifications().contains(kept));
                let offered = known.chain(other);
                let offered = offered.map(|label| (label.to_owned(), label.to_owned()));
                Kind::Select([none].into_iter().chain(offered).collect())
            }
            "billing" => Kind::Select(vec![
                none,
                ("Gratuite".to_owned(), said("sessions-person-free")),
                ("Payante".to_owned(), said("sessions-person-paid")),
                ("Prépayée".to_owned(), said("sessions-person-prepaid")),
            ]),
            _ => Kind::Line,
        };
        let field = Field::new(name, label, entry.get(name), kind);
        let field = match name {
            "country" => field.hint(language, "sessions-person-country-hint"),
            "insee" => field.hint(language, "sessions-person-insee-hint"),
            "postal_code" => field.hint(language, "sessions-person-postal-code-hint"),
            "commune" => field.hint(language, "sessions-person-commune-hint"),
            "extra_time" => field.hint(language, "sessions-person-extra-time-hint"),
            "convocation_mail" | "results_mail" | "class" | "local_id" => {
                field.hint(language, "sessions-person-optional")
            }
            _ => field,
        };
        match name {
            "last_name" | "first_name" | "birth_date" | "country" => field.required(),
            _ => field,
        }
    });
    fields.collect::<Vec<_>>().into()
}

#[derive(Template)]
#[template(
    path = "console/candidate_remove.html",
    config = "src/http/askama.toml"
)]
struct Removal {
    page: ConsolePage,
    id: String,
    number: String,
    place: u32,
    version: u32,
    name: String,
    birth_date: String,
    notice: Option<String>,
}

/// `GET /console/sessions/{id}/candidates/{place}/remove`
async fn ask_removal(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, place)): Path<(String, u32)>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let session = standing(&app, &id).await?;
    let removal = removal(&app, language, &signed, (&session, place)).await?;
    drawn(StatusCode::OK, &removal)
}

/// `POST /console/sessions/{id}/candidates/{place}/remove`
async fn remove_one(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path((id, place)): Path<(String, u32)>,
    Posted(fields): Posted<BTreeMap<String, String>>,
) -> Result<Response, ApiError> {
    let typed = Typed::read(fields, &signed)?;
    let session = find(&app, &id).await?;
    let operator = signed.account.operator();
    let seen = (place, typed.version);
    match sessions::remove_candidate(&app.service, &session, seen, &operator).await {
        Ok(()) => {
            let address = format!("/{language}/console/sessions/{id}?done=removed");
            Ok(Redirect::to(&address).into_response())
        }
        Err(Error::Outdated) => {
            let session = standing(&app, &id).await?;
            let said = outdated(&app, language, session.changed.as_ref()).await?;
            let mut removal = removal(&app, language, &signed, (&session, place)).await?;
            removal.notice = Some(said);
            removal.page.page.title = refused_title(language, &removal.page.page.title);
            drawn(StatusCode::CONFLICT, &removal)
        }
        Err(error) => Err(error.into()),
    }
}

async fn removal(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, place): (&Session, u32),
) -> Result<Removal, ApiError> {
    let candidate = candidate(app, session, place).await?;
    let title = text(language, "sessions-page-remove-candidate");
    let id = session.id;
    Ok(Removal {
        page: ConsolePage::new(app, language, title, signed).at(
            format!("/console/sessions/{id}/candidates/{place}/remove"),
            "sessions",
        ),
        id: id.to_string(),
        number: session.number.clone(),
        place,
        version: session.version,
        name: format!("{} {}", candidate.last_name, candidate.first_name),
        birth_date: candidate.birth_date.format("%d/%m/%Y").to_string(),
        notice: None,
    })
}
