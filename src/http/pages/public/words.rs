//! How verification works, the accessibility statement and the privacy notice: prose, with what is
//! configured here in it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use crate::credential::KeyId;
use crate::http::error::ApiError;
use crate::http::headers::Grants;
use crate::http::language::Speaks;
use crate::http::pages::{Page, day, drawn, granted};
use crate::http::router::App;
use crate::i18n::{FluentValue, Language, text, text_with};
use crate::jobs::{ACCESS_DAYS, CORRECTION_DAYS, REFUSED_MAIL_DAYS};
use crate::keys::TrustedKeys;
use crate::store::{REPORT_CONTACT_DAYS, REPORT_DAYS};

#[derive(Template)]
#[template(path = "how.html", config = "src/http/askama.toml")]
struct How {
    page: Page,
    public_url: String,
    keys: Vec<Key>,
}

struct Key {
    id: String,
    purpose: String,
    algorithm: &'static str,
    fingerprint: String,
    dates: Vec<String>,
}

#[derive(Template)]
#[template(path = "accessibility.html", config = "src/http/askama.toml")]
struct Accessibility {
    page: Page,
    contact: Option<Contact>,
}

#[derive(Template)]
#[template(path = "privacy.html", config = "src/http/askama.toml")]
struct Privacy {
    page: Page,
    contact: Option<Contact>,
    kept: Vec<(String, String, String)>,
}

/// Where people write.
struct Contact {
    shown: String,
    address: String,
}

fn contact(app: &App) -> Option<Contact> {
    let shown = app.service.config.service.contact.clone()?;
    let address = if shown.contains("://") {
        shown.clone()
    } else {
        format!("mailto:{shown}")
    };
    Some(Contact { shown, address })
}

fn page(app: &App, language: Language, title: &str, path: &'static str) -> Page {
    Page::new(app, language, text(language, title))
        .at(path, "")
        .indexed()
}

/// `GET /how`
pub(super) async fn how(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let config = &app.service.config.service;
    let how = How {
        page: page(&app, language, "public-how-title", "/how"),
        public_url: config.public_url.clone(),
        keys: keys(&app.service.trusted(), language, config.time_zone),
    };
    Ok(granted(drawn(StatusCode::OK, &how)?, Grants::Indexed))
}

fn keys(trusted: &TrustedKeys, language: Language, zone: Tz) -> Vec<Key> {
    let seals = trusted.seals.iter().map(|key| {
        // RFC 7638 §3: the thumbprint that JOSE libraries compute.
        let x = URL_SAFE_NO_PAD.encode(key.key.as_bytes());
        let form = format!("{{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"{x}\"}}");
        let dates = Dates {
            from: key.not_before,
            retired: key.retired_at,
            compromised: key.compromised_at,
            specimen: key.specimen,
        };
        let purpose = "public-how-key-seal";
        of(
            &key.id,
            (purpose, "Ed25519"),
            form.as_bytes(),
            &dates,
            (language, zone),
        )
    });
    let documents = trusted.documents.iter().map(|key| {
        // What PDF readers show of a certificate.
        let certificate = key.chain.first().map_or(&[][..], Vec::as_slice);
        let dates = Dates {
            from: key.not_before,
            retired: key.retired_at,
            compromised: key.compromised_at,
            specimen: key.specimen,
        };
        let purpose = "public-how-key-document";
        of(
            &key.id,
            (purpose, "ECDSA P-256"),
            certificate,
            &dates,
            (language, zone),
        )
    });
    seals.chain(documents).collect()
}

/// During which time a key's signatures count.
struct Dates {
    from: DateTime<Utc>,
    retired: Option<DateTime<Utc>>,
    compromised: Option<DateTime<Utc>>,
    specimen: bool,
}

fn of(
    id: &KeyId,
    (purpose, algorithm): (&str, &'static str),
    digested: &[u8],
    dates: &Dates,
    (language, zone): (Language, Tz),
) -> Key {
    let told = |id: &str, at: DateTime<Utc>| {
        let date = day(language, at.with_timezone(&zone).date_naive());
        text_with(language, id, &[("date", FluentValue::from(date))])
    };
    let mut lines = vec![told("public-how-key-since", dates.from)];
    lines.extend(dates.retired.map(|at| told("public-how-key-retired", at)));
    lines.extend(
        dates
            .compromised
            .map(|at| told("public-how-key-compromised", at)),
    );
    if dates.specimen {
        lines.push(text(language, "public-how-key-specimen"));
    }
    let digits = hex::encode_upper(Sha256::digest(digested));
    let groups: Vec<&str> = (0..digits.len())
        .step_by(4)
        .filter_map(|at| digits.get(at..at + 4))
        .collect();
    Key {
        id: id.0.clone(),
        purpose: text(language, purpose),
        algorithm,
        fingerprint: groups.join(" "),
        dates: lines,
    }
}

/// `GET /accessibility`
pub(super) async fn accessibility(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let title = "public-accessibility-title";
    let statement = Accessibility {
        page: page(&app, language, title, "/accessibility"),
        contact: contact(&app),
    };
    Ok(granted(drawn(StatusCode::OK, &statement)?, Grants::Indexed))
}

/// `GET /privacy`
pub(super) async fn privacy(
    State(app): State<App>,
    Speaks(language): Speaks,
) -> Result<Response, ApiError> {
    let notice = Privacy {
        page: page(&app, language, "public-privacy-title", "/privacy"),
        contact: contact(&app),
        kept: kept(&app, language),
    };
    Ok(granted(drawn(StatusCode::OK, &notice)?, Grants::Indexed))
}

/// What is kept, who sees it, and how long: as it is configured here.
fn kept(app: &App, language: Language) -> Vec<(String, String, String)> {
    let config = &app.service.config;
    let days = |count: i64| {
        let values = [("days", FluentValue::from(count))];
        text_with(language, "public-privacy-days", &values)
    };
    let word = |name: &str| text(language, &format!("public-privacy-{name}"));
    let who = |name: &str| text(language, &format!("public-privacy-{name}-who"));
    let row = |name: &str, long: String| (word(name), who(name), long);
    vec![
        row("presented", word("not-kept")),
        row("address", word("minutes")),
        row("certificates", word("as-long-as-verifiable")),
        row("checks", days(ACCESS_DAYS)),
        row("corrections", days(CORRECTION_DAYS)),
        row("results", days(config.batches.keep_days.into())),
        row("candidates", days(config.sessions.keep_days.into())),
        row("accounts", word("as-long-as-open")),
        row("jobs", days(config.jobs.keep_days.into())),
        row("files", days(config.verification.keep_days.into())),
        row("links", days(config.mail.results_days.into())),
        row("letters", days(REFUSED_MAIL_DAYS)),
        row("interests", days(config.partners.interest_days.into())),
        row("messages", days(config.partners.deliveries_days.into())),
        row("reporter", days(REPORT_CONTACT_DAYS)),
        row("reports", days(REPORT_DAYS)),
    ]
}
