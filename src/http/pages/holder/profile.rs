//! What profiles on other sites ask for, and what to do there.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::form::HolderForm;
use super::{held, own, refuse};
use crate::framework::Framework;
use crate::http::error::ApiError;
use crate::http::language::Speaks;
use crate::http::pages::{Page, day, drawn};
use crate::http::router::App;
use crate::i18n::{Language, text};
use crate::verification::AttestedFacts;

#[derive(Template)]
#[template(path = "holder/profile.html", config = "src/http/askama.toml")]
struct Profiles {
    page: Page,
    token: String,
    chosen: String,
    code: String,
    profile: Profile,
}

/// What profiles on other sites ask for.
struct Profile {
    name: String,
    organisation: String,
    month: String,
    url: String,
    /// Opens the form of that site, filled in; it holds nothing of the person.
    linkedin: String,
}

/// `POST /c/profile`
pub(super) async fn show(
    State(app): State<App>,
    Speaks(language): Speaks,
    form: HolderForm,
) -> Result<Response, ApiError> {
    let Some(held) = held(&app, &form).await? else {
        return refuse(&app, language);
    };
    let verification = own::verified(&app, &held.certificate).await?;
    let Some(attested) = &verification.certificate else {
        return refuse(&app, language);
    };
    let framework = app.service.framework_named(&attested.framework).ok();
    let framework = framework.map(AsRef::as_ref);
    let page = Page::new(&app, language, text(language, "own-profile-title"));
    let profiles = Profiles {
        page: page.at("/c", "holder"),
        code: held.certificate.code.grouped(),
        profile: profile(&app, attested, framework, language),
        token: held.token,
        chosen: held.chosen,
    };
    drawn(StatusCode::OK, &profiles)
}

fn profile(
    app: &App,
    attested: &AttestedFacts,
    framework: Option<&Framework>,
    language: Language,
) -> Profile {
    let config = &app.service.config;
    let issued = attested
        .issued_at
        .with_timezone(&config.service.time_zone)
        .date_naive();
    let title = framework.map_or(attested.framework.as_str(), |it| it.title.get(language));
    let level = framework.and_then(|framework| framework.global_level(attested.score));
    let name = level.map_or_else(
        || title.to_owned(),
        |level| format!("{title}, {}", level.label.get(language)),
    );
    let url = format!("{}/{}", config.service.public_url, language.tag());
    let year = issued.format("%Y").to_string();
    let month = issued.format("%-m").to_string();
    let linkedin = query(&[
        ("startTask", "CERTIFICATION_NAME"),
        ("name", &name),
        ("organizationName", &attested.issuer),
        ("issueYear", &year),
        ("issueMonth", &month),
        ("certUrl", &url),
    ]);
    Profile {
        linkedin: format!("https://www.linkedin.com/profile/add?{linkedin}"),
        month: day(language, issued),
        organisation: attested.issuer.clone(),
        name,
        url,
    }
}

/// Names and values as an address takes them (RFC 3986 §2.1).
fn query(values: &[(&str, &str)]) -> String {
    let encoded = |value: &str| -> String {
        value
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(byte).to_string()
                }
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_leaves_its_place_in_an_address() {
        assert_eq!(
            query(&[("name", "Débutant & 2"), ("b", "x/y")]),
            "name=D%C3%A9butant%20%26%202&b=x%2Fy"
        );
    }
}
