//! Where a person opens an account: the link's secret stands behind a `#` and is only ever posted. The
//! second factor's secret is shown until its first code is typed, and never again.

use std::fmt::Write as _;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use qrcodegen::{QrCode, QrCodeEcc};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::sign_in::onwards;
use super::{Page, drawn};
use crate::accounts::{self, NotOpened, Opening, Rejected};
use crate::http::error::ApiError;
use crate::http::form::Posted;
use crate::http::language::Speaks;
use crate::http::router::{App, FORM_BYTES, localised};
use crate::http::session::{self, SESSION};
use crate::i18n::{Language, instant, text};

pub(in crate::http) fn routes() -> Router<App> {
    localised("/invitation", get(ask).post(open))
        .merge(localised("/invitation/accept", post(accept).get(ask)))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
}

#[derive(Template)]
#[template(path = "invitation-link.html", config = "src/http/askama.toml")]
struct Link {
    page: Page,
    refused: bool,
}

#[derive(Template)]
#[template(path = "invitation.html", config = "src/http/askama.toml")]
struct Sheet {
    page: Page,
    token: String,
    name: String,
    login: String,
    until: String,
    /// For typing, in groups of four.
    secret: String,
    /// For the app on the same telephone.
    link: String,
    /// Side and path of the QR code.
    drawing: Option<(i32, String)>,
    /// The field that is wrong, and why.
    wrong: Option<(&'static str, String)>,
}

impl Sheet {
    fn error(&self, field: &str) -> Option<&str> {
        let wrong = self.wrong.as_ref().filter(|(name, _)| *name == field);
        wrong.map(|(_, sentence)| sentence.as_str())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Typed {
    token: String,
    new: String,
    again: String,
    code: String,
}

fn link(app: &App, language: Language, refused: bool) -> Result<Response, ApiError> {
    let (title, status) = if refused {
        ("invitation-refused-title", StatusCode::NOT_FOUND)
    } else {
        ("invitation-title", StatusCode::OK)
    };
    let page = Page::new(app, language, text(language, title)).at("/invitation", "");
    drawn(status, &Link { page, refused })
}

/// `GET /invitation`: the script posts the token that the address carries behind its `#`.
async fn ask(State(app): State<App>, Speaks(language): Speaks) -> Result<Response, ApiError> {
    link(&app, language, false)
}

/// The token of a link, from the whole link or from the part behind the `#`.
fn token(pasted: &str) -> &str {
    let pasted = pasted.trim();
    pasted.rsplit_once('#').map_or(pasted, |(_, token)| token)
}

/// `POST /invitation`
async fn open(
    State(app): State<App>,
    Speaks(language): Speaks,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    show(&app, language, token(&typed.token), None).await
}

async fn show(
    app: &App,
    language: Language,
    token: &str,
    wrong: Option<(&'static str, String)>,
) -> Result<Response, ApiError> {
    let Some(opening) = accounts::opening(&app.service, token).await? else {
        return link(app, language, true);
    };
    let Opening {
        account,
        until,
        enrolment,
    } = opening;
    let mut title = text(language, "invitation-title");
    let mut status = StatusCode::OK;
    if wrong.is_some() {
        title = format!("{} {title}", text(language, "pages-error-prefix"));
        status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    let zone = app.service.config.service.time_zone;
    let uri = enrolment.link.expose_secret();
    let sheet = Sheet {
        page: Page::new(app, language, title)
            .at("/invitation", "")
            .with_icons(&["bad"]),
        token: token.to_owned(),
        name: account.name,
        login: account.login.to_string(),
        until: instant(language, until, zone),
        secret: grouped(enrolment.secret.expose_secret()),
        drawing: drawing(uri),
        link: uri.to_owned(),
        wrong,
    };
    drawn(status, &sheet)
}

/// `POST /invitation/accept`
async fn accept(
    State(app): State<App>,
    Speaks(language): Speaks,
    Posted(typed): Posted<Typed>,
) -> Result<Response, ApiError> {
    let token = token(&typed.token);
    let (new, again) = (SecretString::from(typed.new), typed.again);
    let wrong = if new.expose_secret() == again {
        match accounts::accept(&app.service, token, &new, &typed.code).await? {
            Ok((secret, account)) => {
                let mut response = onwards(language, &account, "");
                session::keep(&app, &mut response, SESSION, &secret, None);
                return Ok(response);
            }
            Err(NotOpened::Link) => return link(&app, language, true),
            Err(NotOpened::Password(Rejected::TooLong)) => ("new", "accounts-too-long"),
            Err(NotOpened::Password(_)) => ("new", "accounts-too-short"),
            Err(NotOpened::Code) => ("code", "invitation-code-wrong"),
        }
    } else {
        ("again", "accounts-not-again")
    };
    let wrong = (wrong.0, text(language, wrong.1));
    show(&app, language, token, Some(wrong)).await
}

/// `ABCD EFGH …`
fn grouped(secret: &str) -> String {
    let mut groups = String::new();
    for (place, symbol) in secret.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            groups.push(' ');
        }
        groups.push(symbol);
    }
    groups
}

/// A QR code as the path of a drawing, with its quiet zone: its side, and a line of boxes for each
/// row of modules.
fn drawing(text: &str) -> Option<(i32, String)> {
    /// Modules around the code that readers need.
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let begin = x;
            while x < code.size() && code.get_module(x, y) {
                x += 1;
            }
            let wide = x - begin;
            if wide > 0 {
                // Writing to a string does not fail.
                let (left, top) = (begin + QUIET, y + QUIET);
                let _ = write!(path, "M{left} {top}h{wide}v1h-{wide}z");
            }
            x += 1;
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_in_groups_and_a_link_by_its_end() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
        assert_eq!(token(" https://sceau.example/fr/invitation#abc "), "abc");
        assert_eq!(token("abc"), "abc");
    }

    #[test]
    fn the_drawing_has_every_dark_module_and_a_quiet_zone() {
        let (side, path) = drawing("otpauth://totp/Sceau:solveig?secret=ABC").unwrap();
        let code = QrCode::encode_text("otpauth://totp/Sceau:solveig?secret=ABC", QrCodeEcc::Low);
        let code = code.unwrap();
        assert_eq!(side, code.size() + 8);
        let dark = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .count();
        let wide = path.split('h').skip(1).filter_map(|part| {
            let number = part.split('v').next()?;
            number.parse::<usize>().ok()
        });
        assert_eq!(wide.sum::<usize>(), dark);
    }
}
