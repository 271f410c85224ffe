//! The holder's page as a whole: the certificate, its files, links, checks, corrections.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use chrono_tz::Tz;
use secrecy::{ExposeSecret, SecretString};

use super::checks::{CheckRow, check_rows};
use super::correction::{Corrections, corrections};
use super::form::{Faults, HolderForm};
use super::sharing::{Sharing, sharing};
use super::{Held, archived, drawing};
use crate::credential::{CertificateFacts, SealedBytes};
use crate::document;
use crate::framework::Framework;
use crate::holder::{self, Checks};
use crate::http::error::ApiError;
use crate::http::pages::verdict::{self, Headline};
use crate::http::pages::{Page, day, drawn};
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::store::{Certificate, Force};
use crate::verification::{self, Asked, AttestedFacts, Input, Verification};

/// Checks on this page; all are on a page of their own.
const CHECKS: u32 = 3;

#[derive(Template)]
#[template(path = "holder/own.html", config = "src/http/askama.toml")]
struct Own {
    page: Page,
    token: String,
    chosen: String,
    state: Headline,
    lead: String,
    notice: Option<String>,
    /// A link that was just made: it is told once.
    made: Option<String>,
    /// What is wrong with the form that was sent.
    wrong: Vec<(&'static str, String)>,
    specimen: bool,
    drawing: Option<String>,
    code: String,
    /// Size of the document in kilobytes.
    size: usize,
    /// Whether the document carries a standard credential.
    portable: bool,
    in_force: bool,
    sharing: Sharing,
    checks: Vec<CheckRow>,
    checks_count: u64,
    others: Vec<Other>,
    corrections: Corrections,
}

impl Own {
    fn has_more_checks(&self) -> bool {
        self.checks_count > u64::from(CHECKS)
    }
}

/// Another certificate of the same person.
struct Other {
    id: String,
    title: String,
    exam: String,
    result: String,
    class: &'static str,
    state: String,
}

/// What the page says besides.
pub(super) enum Said {
    Nothing,
    /// The secret of the link that was made.
    ShareMade(SecretString),
    ShareMadeBefore,
    ShareWithdrawn,
    ShareRefused(HolderForm, Faults),
    CorrectionAsked,
    CorrectionRefused(HolderForm, Faults),
}

/// A form that was refused, to be shown again.
type Again = Option<(HolderForm, Faults)>;

impl Said {
    /// Id of the sentence; the refused form about links; the one about corrections; the secret.
    fn parts(self) -> (Option<&'static str>, Again, Again, Option<SecretString>) {
        match self {
            Self::Nothing => (None, None, None, None),
            Self::ShareMade(secret) => (None, None, None, Some(secret)),
            Self::ShareMadeBefore => (Some("own-share-made-before"), None, None, None),
            Self::ShareWithdrawn => (Some("own-share-withdrawn"), None, None, None),
            Self::ShareRefused(form, faults) => (None, Some((form, faults)), None, None),
            Self::CorrectionAsked => (Some("own-correction-asked"), None, None, None),
            Self::CorrectionRefused(form, faults) => (None, None, Some((form, faults)), None),
        }
    }
}

/// The certificate as it is now, by its own seal.
pub(super) async fn verified(
    app: &App,
    certificate: &Certificate,
) -> Result<Verification, ApiError> {
    let presented = match (&certificate.seal, recorded(certificate)) {
        (Some(seal), Some(facts)) => {
            Input::SealText(SealedBytes(seal.clone()).to_qr_text(&facts.verify_url))
        }
        _ => Input::Code(certificate.code.as_str().to_owned()),
    };
    let at = app.service.clock.now();
    let verifier = app.service.verifier();
    Ok(verification::verify(&verifier, presented, &Asked::default(), at).await?)
}

fn recorded(certificate: &Certificate) -> Option<CertificateFacts> {
    serde_json::from_slice(&certificate.facts).ok()
}

/// Draws the page.
pub(super) async fn show(
    app: &App,
    language: Language,
    held: &Held,
    said: Said,
) -> Result<Response, ApiError> {
    let certificate = &held.certificate;
    let service = &app.service;
    let zone = service.config.service.time_zone;
    let now = service.clock.now();
    let verification = verified(app, certificate).await?;
    let attested = verification.certificate.as_ref();
    let framework = attested.and_then(|facts| service.framework_named(&facts.framework).ok());
    let framework = framework.map(AsRef::as_ref);
    let state = verdict::state(&verification, language);
    let document = archived(app, certificate).await?;
    let checks = Checks::of(service, certificate.id, CHECKS).await?;
    let store = &service.store;
    let shares = store.shares_of(certificate.id).await?;
    let requests = store.corrections_of(certificate.id).await?;
    let (notice, share_again, correction_again, secret) = said.parts();
    let refused = share_again.as_ref().or(correction_again.as_ref());
    let wrong = refused.map_or_else(Vec::new, |(_, faults)| faults.0.clone());
    let own = Own {
        page: page(app, language, !wrong.is_empty(), state.tag),
        token: held.token.clone(),
        chosen: held.chosen.clone(),
        lead: attested.map_or_else(String::new, |it| lead(it, framework, language, zone)),
        notice: notice.map(|id| text(language, id)),
        made: secret.map(|secret| {
            let (url, tag) = (&service.config.service.public_url, language.tag());
            format!("{url}/{tag}/s#{}", secret.expose_secret())
        }),
        drawing: attested
            .zip(framework)
            .map(|(attested, framework)| picture(held, attested, framework, language)),
        in_force: certificate.force() == Force::InForce,
        state,
        specimen: attested.is_some_and(|facts| facts.specimen),
        code: certificate.code.grouped(),
        size: document.len().div_ceil(1000),
        portable: document::credential_in(&document).is_some(),
        sharing: sharing(held, shares, framework, (language, now, zone), share_again),
        checks_count: checks.count,
        checks: check_rows(checks, language, zone),
        others: others(app, certificate, language).await?,
        corrections: corrections(requests, language, zone, correction_again),
        wrong,
    };
    let status = if own.wrong.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    drawn(status, &own)
}

fn page(app: &App, language: Language, wrong: bool, tag: &str) -> Page {
    let title = text(language, "pages-holder-title");
    let title = if wrong {
        format!("{} {title}", text(language, "pages-error-prefix"))
    } else {
        title
    };
    Page::new(app, language, title)
        .at("/c", "holder")
        .with_icons(&[tag, "ok", "warn", "bad", "none"])
}

/// Level, score and day in one sentence.
fn lead(
    attested: &AttestedFacts,
    framework: Option<&Framework>,
    language: Language,
    zone: Tz,
) -> String {
    let issued = attested.issued_at.with_timezone(&zone).date_naive();
    let result = result(framework, attested.score, language);
    let values = [
        ("result", FluentValue::from(result)),
        ("date", day(language, issued).into()),
    ];
    text_with(language, "own-lead", &values)
}

/// `Indépendant 2, score 487 sur 895`
fn result(framework: Option<&Framework>, score: u32, language: Language) -> String {
    let level = framework.and_then(|framework| framework.global_level(score));
    let max = framework.map_or(0, |framework| framework.max_score);
    let mut values = vec![("score", FluentValue::from(score)), ("max", max.into())];
    match level {
        Some(level) => {
            values.push(("level", level.label.get(language).into()));
            text_with(language, "own-result", &values)
        }
        None => text_with(language, "own-result-without-level", &values),
    }
}

fn picture(
    held: &Held,
    attested: &AttestedFacts,
    framework: &Framework,
    language: Language,
) -> String {
    let certificate = &held.certificate;
    let recorded = recorded(certificate);
    let seal = certificate.seal.clone().zip(recorded.as_ref());
    let qr = seal.and_then(|(seal, facts)| {
        document::qr_picture(&SealedBytes(seal).to_qr_text(&facts.verify_url)).ok()
    });
    drawing::certificate(&drawing::Sheet {
        attested,
        recorded: recorded.as_ref(),
        framework,
        code: &certificate.code.grouped(),
        qr: qr.as_deref().unwrap_or_default(),
        label: &text(language, "own-drawing-label"),
        void: certificate.force() != Force::InForce,
    })
}

async fn others(
    app: &App,
    certificate: &Certificate,
    language: Language,
) -> Result<Vec<Other>, ApiError> {
    let own = holder::own_certificates(&app.service, certificate).await?;
    let row = |own: &holder::OwnCertificate| {
        let framework = app.service.framework_named(&own.claims.framework).ok();
        let framework = framework.map(AsRef::as_ref);
        let (class, state) = match own.certificate.force() {
            Force::InForce => ("ok", "own-force-in-force"),
            Force::Suspended => ("warn", "own-force-suspended"),
            Force::Superseded => ("warn", "own-force-superseded"),
            Force::Revoked => ("bad", "own-force-revoked"),
        };
        Other {
            id: own.certificate.id.to_string(),
            title: framework.map_or_else(
                || own.claims.framework.clone(),
                |framework| framework.title.get(language).to_owned(),
            ),
            exam: day(language, own.claims.exam_date),
            result: result(framework, own.claims.score, language),
            class,
            state: text(language, state),
        }
    };
    let others = own
        .iter()
        .filter(|own| own.certificate.id != certificate.id);
    Ok(others.map(row).collect())
}
