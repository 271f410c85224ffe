//! One centre: its form, whether it is added or changed.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::field::{Field, Form, Kind};
use super::{outdated, refused_title};
use crate::accounts::Role;
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::sessions::{self, CentreDraft, Error, Fault};
use crate::store::{Centre, CentreId, CentreKind};

pub(super) fn routes() -> Router<App> {
    let remove = "/console/sessions/centres/{id}/remove";
    localised("/console/sessions/centres/{id}", get(ask).post(change))
        .merge(localised(remove, post(self::remove)))
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Typed {
    pub(super) csrf: String,
    version: String,
    name: String,
    kind: String,
    address: String,
}

impl Typed {
    fn of(centre: &Centre) -> Self {
        Self {
            csrf: String::new(),
            version: centre.version.to_string(),
            name: centre.name.clone(),
            kind: centre.kind.name().to_owned(),
            address: centre.address.clone().unwrap_or_default(),
        }
    }

    /// The centre that was typed.
    pub(super) fn draft(&self) -> Result<CentreDraft, ApiError> {
        Ok(CentreDraft {
            name: self.name.clone(),
            kind: CentreKind::from_name(&self.kind).ok_or(ApiError::Malformed)?,
            address: self.address.clone(),
        })
    }

    /// The form with what is wrong with it.
    pub(super) fn form(&self, language: Language, faults: &[Fault]) -> Form {
        let kinds = CentreKind::ALL.map(|kind| {
            let label = text(language, &format!("sessions-kind-{}", kind.name()));
            (kind.name().to_owned(), label)
        });
        let kind = match self.kind.as_str() {
            "" => CentreKind::School.name(),
            kind => kind,
        };
        let label = |name: &str| text(language, &format!("sessions-field-{name}"));
        let mut form: Form = vec![
            Field::new("name", label("name"), &self.name, Kind::Line).required(),
            Field::new("kind", label("kind"), kind, Kind::Radio(kinds.into())),
            Field::new("address", label("address"), &self.address, Kind::Text)
                .hint(language, "sessions-field-address-hint"),
        ]
        .into();
        for fault in faults {
            form.tell(fault.field, &fault.message(language));
        }
        form
    }
}

#[derive(Template)]
#[template(path = "console/centre.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    id: String,
    name: String,
    version: String,
    form: Form,
    /// It has no session.
    may_go: bool,
}

/// What a form without fields posts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    csrf: String,
    version: String,
}

async fn find(app: &App, id: &str) -> Result<Centre, ApiError> {
    let id = id.parse().map_err(|_| ApiError::NotFound)?;
    let centre = app.service.store.centre(CentreId(id)).await?;
    centre.ok_or(ApiError::NotFound)
}

/// `GET /console/sessions/centres/{id}`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    signed.require(Role::Issuer)?;
    let centre = find(&app, &id).await?;
    let form = Typed::of(&centre).form(language, &[]);
    let sheet = sheet(&app, language, &signed, (&centre, form)).await?;
    drawn(StatusCode::OK, &sheet)
}

/// `POST /console/sessions/centres/{id}/remove`
async fn remove(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Posted(bare): Posted<Bare>,
) -> Result<Response, ApiError> {
    signed.check(&bare.csrf)?;
    signed.require(Role::Issuer)?;
    let centre = find(&app, &id).await?;
    let version = bare.version.parse().map_err(|_| ApiError::Malformed)?;
    let operator = signed.account.operator();
    match sessions::remove_centre(&app.service, &centre, version, &operator).await {
        Ok(()) => Ok(listed(language)),
        Err(Error::Invalid(faults)) => {
            let form = Typed::of(&centre).form(language, &faults);
            let mut sheet = sheet(&app, language, &signed, (&centre, form)).await?;
            sheet.refuse(language);
            drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
        }
        Err(Error::Outdated) => {
            let centre = find(&app, &id).await?;
            let mut form = Typed::of(&centre).form(language, &[]);
            form.notice = Some(outdated(&app, language, centre.changed.as_ref()).await?);
            let mut sheet = sheet(&app, language, &signed, (&centre, form)).await?;
            sheet.refuse(language);
            drawn(StatusCode::CONFLICT, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

fn listed(language: Language) -> Response {
    Redirect::to(&format!("/{language}/console/sessions/centres")).into_response()
}

/// `POST /console/sessions/centres/{id}`
async fn change(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    signed.check(&typed.csrf)?;
    signed.require(Role::Issuer)?;
    let centre = find(&app, &id).await?;
    let version = typed.version.parse().map_err(|_| ApiError::Malformed)?;
    let (draft, operator) = (typed.draft()?, signed.account.operator());
    match sessions::change_centre(&app.service, &centre, version, draft, &operator).await {
        Ok(()) => Ok(listed(language)),
        Err(Error::Invalid(faults)) => {
            let form = typed.form(language, &faults);
            let mut sheet = sheet(&app, language, &signed, (&centre, form)).await?;
            sheet.version = typed.version;
            sheet.refuse(language);
            drawn(StatusCode::UNPROCESSABLE_ENTITY, &sheet)
        }
        Err(Error::Outdated) => {
            let centre = find(&app, &id).await?;
            let mut form = typed.form(language, &[]);
            let now = Typed::of(&centre);
            form.compare(|field| match field {
                "name" => &now.name,
                "kind" => &now.kind,
                _ => &now.address,
            });
            form.notice = Some(outdated(&app, language, centre.changed.as_ref()).await?);
            let mut sheet = sheet(&app, language, &signed, (&centre, form)).await?;
            sheet.refuse(language);
            drawn(StatusCode::CONFLICT, &sheet)
        }
        Err(error) => Err(error.into()),
    }
}

impl Sheet {
    fn refuse(&mut self, language: Language) {
        self.page.page.title = refused_title(language, &self.page.page.title);
    }
}

async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    (centre, form): (&Centre, Form),
) -> Result<Sheet, ApiError> {
    let title = text(language, "sessions-page-centre-edit");
    Ok(Sheet {
        page: ConsolePage::new(app, language, title, signed)
            .at(
                format!("/console/sessions/centres/{}", centre.id),
                "sessions",
            )
            .with_icons(&["bad"]),
        id: centre.id.to_string(),
        name: centre.name.clone(),
        version: centre.version.to_string(),
        form,
        may_go: !app.service.store.has_sessions(centre.id).await?,
    })
}
