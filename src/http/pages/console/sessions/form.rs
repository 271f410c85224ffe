//! The form of a session, whether it is made or changed.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::field::{Field, Form, Kind};
use super::refused_title;
use crate::http::error::ApiError;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::drawn;
use crate::http::router::App;
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::results;
use crate::sessions::{self, Fault, SessionDraft};
use crate::store::{CentreId, Session};

#[derive(Template)]
#[template(path = "console/session_form.html", config = "src/http/askama.toml")]
struct Sheet {
    page: ConsolePage,
    /// Where the form goes, behind `/console/sessions/`.
    action: String,
    /// The session that is changed, and its number.
    of: Option<(String, String)>,
    version: String,
    heading: String,
    button: String,
    form: Form,
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Typed {
    pub(super) csrf: String,
    pub(super) version: String,
    number: String,
    centre: String,
    framework: String,
    site: String,
    date: String,
    time: String,
    minutes: String,
    rooms: String,
    notes: String,
}

/// What is wrong with the form.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) faults: Vec<Fault>,
    /// Somebody else was faster: what is said about it.
    pub(super) outdated: Option<String>,
}

impl Typed {
    /// What has to be typed to get a session again.
    pub(super) fn of(session: &Session) -> Self {
        Self {
            csrf: String::new(),
            version: session.version.to_string(),
            number: session.number.clone(),
            centre: session.centre.id.to_string(),
            framework: session.framework.clone(),
            site: session.site.clone().unwrap_or_default(),
            date: session.exam_date.to_string(),
            time: session.starts_at.format("%H:%M").to_string(),
            minutes: session
                .minutes
                .map_or_else(String::new, |minutes| minutes.to_string()),
            rooms: sessions::write_rooms(&session.rooms),
            notes: session.notes.clone().unwrap_or_default(),
        }
    }

    /// The session that was typed.
    pub(super) fn draft(&self) -> SessionDraft {
        let minutes = self.minutes.trim();
        // What can't be read as a number is no number of minutes.
        let minutes = (!minutes.is_empty()).then(|| minutes.parse().unwrap_or(0));
        SessionDraft {
            number: self.number.clone(),
            centre: self.centre.parse().ok().map(CentreId),
            framework: Some(self.framework.clone()).filter(|id| !id.is_empty()),
            site: self.site.clone(),
            exam_date: results::date(&self.date),
            starts_at: sessions::read_time(&self.time),
            minutes,
            rooms: sessions::read_rooms(&self.rooms).unwrap_or_default(),
            notes: self.notes.clone(),
        }
    }

    /// Rooms that can't be read are none, for another reason than that none is given.
    pub(super) fn explain(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        for fault in &mut faults {
            if fault.field == "rooms" && sessions::read_rooms(&self.rooms).is_none() {
                fault.rule = "bad-rooms";
            }
        }
        faults
    }

    fn get(&self, field: &str) -> &str {
        match field {
            "number" => &self.number,
            "centre" => &self.centre,
            "framework" => &self.framework,
            "site" => &self.site,
            "date" => &self.date,
            "time" => &self.time,
            "minutes" => &self.minutes,
            "rooms" => &self.rooms,
            _ => &self.notes,
        }
    }
}

/// The form, of a session that exists or of a new one.
pub(super) async fn sheet(
    app: &App,
    language: Language,
    signed: &Signed,
    (session, typed): (Option<&Session>, Typed),
    wrong: Wrong,
) -> Result<Response, ApiError> {
    let mut form: Form = fields(app, language, &typed).await?.into();
    for fault in &wrong.faults {
        form.tell(fault.field, &fault.message(language));
    }
    let mut version = typed.version.clone();
    if let Some(session) = session.filter(|_| wrong.outdated.is_some()) {
        // Sent again, it is a change of what is shown beside the fields.
        version = session.version.to_string();
        let now = Typed::of(session);
        form.compare(|field| now.get(field));
    }
    let (action, title, button) = match session {
        Some(session) => (
            format!("{}/edit", session.id),
            text(language, "sessions-page-edit"),
            text(language, "sessions-page-save"),
        ),
        None => (
            "new".to_owned(),
            text(language, "sessions-page-new"),
            text(language, "sessions-page-make"),
        ),
    };
    let (status, page_title) = if wrong.outdated.is_some() {
        (StatusCode::CONFLICT, refused_title(language, &title))
    } else if wrong.faults.is_empty() {
        (StatusCode::OK, title.clone())
    } else {
        let title = refused_title(language, &title);
        (StatusCode::UNPROCESSABLE_ENTITY, title)
    };
    let sheet = Sheet {
        page: ConsolePage::new(app, language, page_title, signed)
            .at(format!("/console/sessions/{action}"), "sessions")
            .with_icons(&["bad"]),
        action,
        of: session.map(|session| (session.id.to_string(), session.number.clone())),
        version,
        heading: title,
        button,
        form: Form {
            notice: wrong.outdated,
            ..form
        },
    };
    drawn(status, &sheet)
}

async fn fields(app: &App, language: Language, typed: &Typed) -> Result<Vec<Field>, ApiError> {
    let service = &app.service;
    let field = |name: &'static str, kind| {
        let label = text(language, &format!("sessions-field-{name}"));
        Field::new(name, label, typed.get(name), kind)
    };
    let hinted = |name: &'static str, kind| {
        field(name, kind).hint(language, &format!("sessions-field-{name}-hint"))
    };
    let mut centres = vec![(String::new(), text(language, "sessions-field-choose"))];
    for centre in service.store.centres().await? {
        centres.push((centre.id.to_string(), centre.name));
    }
    let mut fields = vec![
        hinted("number", Kind::Line).required(),
        hinted("centre", Kind::Select(centres)).required(),
    ];
    if service.frameworks.len() > 1 {
        let frameworks = service.frameworks.iter().map(|framework| {
            let title = framework.title.get(language).to_owned();
            (framework.id.clone(), title)
        });
        let label = text(language, "sessions-field-framework");
        let chosen = match typed.framework.as_str() {
            "" => &service.config.framework.default,
            framework => framework,
        };
        let kind = Kind::Select(frameworks.collect());
        fields.push(Field::new("framework", label, chosen, kind));
    }
    fields.extend([
        field("date", Kind::Date).required(),
        hinted("time", Kind::Time).required(),
        hinted("minutes", Kind::Number),
        hinted("rooms", Kind::Text).required(),
        hinted("site", Kind::Line),
        hinted("notes", Kind::Text),
    ]);
    Ok(fields)
}
