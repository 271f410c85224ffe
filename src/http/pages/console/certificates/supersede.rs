//! Correcting a certificate: its data in a form, what would change, and what the public would read of
//! the wrong one.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};

use super::acts::{NOTE, back, refused};
use super::confirm::confirms;
use super::preview::Seen;
use super::{find, holder};
use crate::accounts::Role;
use crate::credential::CertificateFacts;
use crate::desk::{self, About, Act, Correction, CorrectionError, CorrectionForm, Fault};
use crate::framework::Framework;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::console::ConsolePage;
use crate::http::pages::{day, drawn};
use crate::http::router::{App, localised};
use crate::http::session::Signed;
use crate::i18n::{Language, text};
use crate::store::{By, Certificate};

pub(super) fn routes() -> Router<App> {
    localised(
        "/console/certificates/{id}/supersede",
        get(ask).post(correct),
    )
    .merge(localised(
        "/console/certificates/{id}/supersede/check",
        post(check),
    ))
}

#[derive(Template)]
#[template(
    path = "console/certificate_correct.html",
    config = "src/http/askama.toml"
)]
struct Edit {
    page: ConsolePage,
    id: String,
    name: String,
    fields: Vec<FieldLine>,
    levels: Vec<FieldLine>,
    pronounced: bool,
    /// Field and sentence; `main` for what is about no field.
    errors: Vec<(String, String)>,
}

struct FieldLine {
    name: String,
    label: String,
    value: String,
    is_date: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(
    path = "console/certificate_replace.html",
    config = "src/http/askama.toml"
)]
struct Confirm {
    page: ConsolePage,
    id: String,
    name: String,
    /// What is posted again.
    hidden: Vec<(String, String)>,
    changes: Vec<Change>,
    degraded: bool,
    seen: Seen,
    note: String,
    errors: Vec<(&'static str, String)>,
}

struct Change {
    about: String,
    before: String,
    after: String,
}

impl Confirm {
    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }
}

/// What was typed, by the fields' names.
type Typed = BTreeMap<String, String>;

/// A certificate to be corrected, with what is asked about it.
struct Editor<'a> {
    app: &'a App,
    language: Language,
    signed: &'a Signed,
    certificate: Certificate,
    facts: CertificateFacts,
}

/// `GET /console/certificates/{id}/supersede`
async fn ask(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let editor = Editor::open(&app, language, &signed, &id).await?;
    let form = editor.form().await?;
    let standing = desk::stands_against(&editor.certificate, Act::Supersede);
    let errors = standing.map(|refusal| ("main".to_owned(), refused(refusal, language)));
    editor.edit(&form, errors.as_slice())
}

/// `POST /console/certificates/{id}/supersede/check`
async fn check(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, ApiError> {
    let editor = Editor::open(&app, language, &signed, &id).await?;
    signed.check(value(&typed, "csrf"))?;
    let form = editor.form().await?.filled(&typed);
    // The way back from the confirmation.
    if typed.contains_key("edit") {
        return editor.edit(&form, &[]);
    }
    match editor.correction(&form)? {
        Ok(correction) => {
            let nothing = Typed::new();
            editor
                .confirm(&form, &correction, &nothing, Vec::new())
                .await
        }
        Err(errors) => editor.edit(&form, &errors),
    }
}

/// `POST /console/certificates/{id}/supersede`
async fn correct(
    State(app): State<App>,
    Speaks(language): Speaks,
    signed: Signed,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, ApiError> {
    let editor = Editor::open(&app, language, &signed, &id).await?;
    signed.check(value(&typed, "csrf"))?;
    let form = editor.form().await?.filled(&typed);
    let correction = match editor.correction(&form)? {
        Ok(correction) => correction,
        Err(errors) => return editor.edit(&form, &errors),
    };
    let mut errors = Vec::new();
    if value(&typed, "note").chars().count() > NOTE {
        errors.push(("note", text(language, "console-cert-note-long")));
    }
    if !confirms(&editor.certificate, value(&typed, "last_two")) {
        errors.push(("last-two", text(language, "console-cert-last-two-wrong")));
    }
    if !errors.is_empty() {
        return editor.confirm(&form, &correction, &typed, errors).await;
    }
    let operator = signed.account.operator();
    let by = By {
        operator: &operator,
        note: Some(value(&typed, "note")),
        tell: None,
    };
    let issued = desk::correct(&app.service, correction, by).await?;
    Ok(back(language, &issued.certificate.id.to_string()))
}

fn value<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.get(name).map_or("", String::as_str)
}

impl<'a> Editor<'a> {
    async fn open(
        app: &'a App,
        language: Language,
        signed: &'a Signed,
        id: &str,
    ) -> Result<Self, ApiError> {
        signed.require(Role::Revoker)?;
        let (certificate, facts) = find(app, id).await?;
        Ok(Self {
            app,
            language,
            signed,
            certificate,
            facts,
        })
    }

    fn framework(&self) -> Result<&Framework, ApiError> {
        Ok(self.app.service.framework_named(&self.facts.framework)?)
    }

    async fn form(&self) -> Result<CorrectionForm, ApiError> {
        let (service, framework) = (&self.app.service, self.framework()?);
        let known = CorrectionForm::known(service, &self.certificate, &self.facts, framework);
        Ok(known.await?)
    }

    /// The correction, or what is wrong with the form.
    fn correction(
        &self,
        form: &CorrectionForm,
    ) -> Result<Result<Correction, Vec<(String, String)>>, ApiError> {
        let framework = self.framework()?;
        let told = |faults: &[Fault]| {
            let said = faults.iter().map(|fault| {
                let field = form.field_of(fault).map(desk::Field::name);
                let field = field.unwrap_or_else(|| "main".to_owned());
                (field, fault.message(self.language).to_owned())
            });
            said.collect::<Vec<_>>()
        };
        let result = match form.read(framework) {
            Ok(result) => result,
            Err(faults) => return Ok(Err(told(&faults))),
        };
        let certificate = self.certificate.clone();
        let correction = match Correction::new(&self.app.service, certificate, result, None) {
            Ok(correction) => correction,
            Err(CorrectionError::Faults(faults)) => return Ok(Err(told(&faults))),
            Err(error) => return Err(error.into()),
        };
        if self.changes(&correction)?.is_empty() {
            let same = text(self.language, "console-cert-same");
            return Ok(Err(vec![("main".to_owned(), same)]));
        }
        Ok(Ok(correction))
    }

    fn changes(&self, correction: &Correction) -> Result<Vec<Change>, ApiError> {
        let language = self.language;
        let differences =
            correction.differences(self.framework()?, language, |date| day(language, date));
        let changes = differences.into_iter().map(|difference| Change {
            about: match difference.about {
                About::Column(column) => column.header(language).to_owned(),
                About::GlobalLevel => text(language, "pages-level"),
                About::Competence(code) => code,
            },
            before: difference.before,
            after: difference.after,
        });
        Ok(changes.collect())
    }

    fn page(&self, title: &str, wrong: bool) -> (ConsolePage, StatusCode) {
        let (title, status) = if wrong {
            let prefix = text(self.language, "pages-error-prefix");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            (format!("{prefix} {title}"), status)
        } else {
            (title.to_owned(), StatusCode::OK)
        };
        let path = format!("/console/certificates/{}/supersede", self.certificate.id);
        let page = ConsolePage::new(self.app, self.language, title, self.signed);
        (page.at(path, "certificates"), status)
    }

    fn edit(
        &self,
        form: &CorrectionForm,
        errors: &[(String, String)],
    ) -> Result<Response, ApiError> {
        let title = text(self.language, "console-cert-supersede");
        let (page, status) = self.page(&title, !errors.is_empty());
        let line = |(field, value): &(desk::Field, String)| {
            let name = field.name();
            let mut found = errors.iter().filter(|(wrong, _)| *wrong == name);
            FieldLine {
                label: field.label(self.language),
                value: value.clone(),
                is_date: name.ends_with("-date"),
                error: found.next().map(|(_, sentence)| sentence.clone()),
                name,
            }
        };
        let is_level =
            |(field, _): &&(desk::Field, String)| matches!(field, desk::Field::Competence(_));
        let fields = form.fields.iter().filter(|field| !is_level(field));
        let edit = Edit {
            page: page.with_icons(&["bad"]),
            id: self.certificate.id.to_string(),
            name: holder(&self.facts),
            fields: fields.map(line).collect(),
            levels: form.fields.iter().filter(is_level).map(line).collect(),
            pronounced: form.is_pronounced(),
            errors: errors.to_vec(),
        };
        drawn(status, &edit)
    }

    async fn confirm(
        &self,
        form: &CorrectionForm,
        correction: &Correction,
        typed: &Typed,
        errors: Vec<(&'static str, String)>,
    ) -> Result<Response, ApiError> {
        let title = text(self.language, "console-cert-replace-title");
        let (page, status) = self.page(&title, !errors.is_empty());
        let (act, language) = (Act::Supersede, self.language);
        let seen = Seen::after(self.app, &self.certificate, act, language).await?;
        let hidden = form.fields.iter();
        let hidden = hidden.map(|(field, value)| (field.name(), value.clone()));
        let confirm = Confirm {
            page: page.with_icons(&["bad", seen.state.icon]),
            id: self.certificate.id.to_string(),
            name: holder(&self.facts),
            hidden: hidden.collect(),
            changes: self.changes(correction)?,
            degraded: correction.degraded(),
            seen,
            note: value(typed, "note").to_owned(),
            errors,
        };
        drawn(status, &confirm)
    }
}
