//! Who is signed in: the cookie of a session, the extractor that pages ask for, and the token that
//! every form carries.

use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;

use super::error::ApiError;
use super::language::language;
use super::router::App;
use crate::access::{ClientId, SecretDigest, SessionSecret, same_secret};
use crate::accounts::{self, Account, Role};
use crate::i18n::Language;

/// Pages that one is sent back to after signing in begin with one of these.
const INSIDE: [&str; 2] = ["/console", "/organisation"];

/// A person who is signed in. A handler that takes one answers nobody else: whoever asks for a page
/// is sent to the sign-in first.
pub(in crate::http) struct Signed {
    /// Who it is.
    pub(in crate::http) account: Account,
    /// What every form of this session carries in its field `csrf`.
    pub(in crate::http) csrf: String,
    /// What is kept of the cookie.
    pub(in crate::http) session: SecretDigest,
}

impl Signed {
    /// Goes on only if the person has this role.
    pub(in crate::http) fn require(&self, role: Role) -> Result<(), ApiError> {
        self.require_any(alone(role))
    }

    /// Goes on only if the person has one of these roles.
    pub(in crate::http) fn require_any(&self, roles: &'static [Role]) -> Result<(), ApiError> {
        if roles.iter().any(|role| self.account.is(*role)) {
            Ok(())
        } else {
            Err(ApiError::RoleMissing(roles))
        }
    }

    /// Goes on only if a form is one of this session's: every `POST` asks.
    pub(in crate::http) fn check(&self, form_token: &str) -> Result<(), ApiError> {
        if same_secret(form_token, &self.csrf) {
            Ok(())
        } else {
            Err(ApiError::FormNotOurs)
        }
    }

    /// The organisation that a member acts for.
    pub(in crate::http) fn organisation(&self) -> Result<ClientId, ApiError> {
        self.require(Role::Member)?;
        let organisation = self.account.organisation;
        organisation.ok_or(ApiError::RoleMissing(&[Role::Member]))
    }
}

/// One role as a list.
fn alone(role: Role) -> &'static [Role] {
    match role {
        Role::Issuer => &[Role::Issuer],
        Role::Revoker => &[Role::Revoker],
        Role::Auditor => &[Role::Auditor],
        Role::Administrator => &[Role::Administrator],
        Role::Member => &[Role::Member],
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match signed(app, &parts.headers).await {
            Ok(Some(signed)) => Ok(signed),
            Ok(None) if parts.method == Method::GET => {
                let language = language(&parts.uri, &parts.headers);
                Err(Redirect::to(&sign_in_address(language, parts.uri.path())).into_response())
            }
            Ok(None) => Err(ApiError::SignedOut.into_response()),
            Err(error) => Err(error.into_response()),
        }
    }
}

/// Who is signed in, if somebody is.
pub(in crate::http) async fn signed(
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<Signed>, ApiError> {
    let Some(secret) = cookie(app, headers, SESSION) else {
        return Ok(None);
    };
    let who = accounts::who(&app.service, &secret).await?;
    Ok(who.map(|who| Signed {
        account: who.account,
        csrf: who.form_token,
        session: who.session,
    }))
}

/// `/fr/sign-in?next=/fr/console/keys`
fn sign_in_address(language: Language, from: &str) -> String {
    let tag = language.tag();
    match way_back(from) {
        Some(path) => format!("/{tag}/sign-in?next={path}"),
        None => format!("/{tag}/sign-in"),
    }
}

/// The page to go back to, if it is one of ours: nobody is led elsewhere by a link.
pub(in crate::http) fn way_back(path: &str) -> Option<&str> {
    let bare = Language::ALL
        .into_iter()
        .find_map(|language| path.strip_prefix('/')?.strip_prefix(language.tag()))
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(path);
    let inside = INSIDE.iter().any(|beginning| {
        let rest = bare.strip_prefix(beginning);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let good = inside && path.len() <= 200 && path.bytes().all(known) && !path.contains("//");
    good.then_some(path)
}

/// The cookie of a session.
pub(in crate::http) const SESSION: &str = "sceau-session";

/// The name that browsers keep for this site alone, which takes encryption.
fn named(app: &App, name: &str) -> String {
    if is_encrypted(app) {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn is_encrypted(app: &App) -> bool {
    let url = &app.service.config.service.public_url;
    url.starts_with("https://")
}

/// A secret of ours that the browser keeps.
pub(in crate::http) fn cookie(app: &App, headers: &HeaderMap, name: &str) -> Option<SessionSecret> {
    let name = named(app, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .and_then(|(_, value)| SessionSecret::parse(value))
}

/// Gives the browser a secret to keep until it is closed, or for so many seconds.
pub(in crate::http) fn keep(
    app: &App,
    response: &mut Response,
    name: &str,
    secret: &SessionSecret,
    seconds: Option<u32>,
) {
    let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let value = secret.reveal();
    set(app, response, name, value.expose_secret(), &age);
}

/// Has the browser forget a secret.
pub(in crate::http) fn forget(app: &App, response: &mut Response, name: &str) {
    set(app, response, name, "", "; Max-Age=0");
}

// Lax, not Strict: links from letters lead to signed-in pages. What changes anything is posted, and
// carries the session's form token.
fn set(app: &App, response: &mut Response, name: &str, value: &str, age: &str) {
    let name = named(app, name);
    let secure = if is_encrypted(app) { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(mut value) = HeaderValue::from_str(&cookie) {
        value.set_sensitive(true);
        response.headers_mut().append(SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_pages_of_ours_only() {
        for good in ["/console", "/fr/console/keys", "/en/organisation/files"] {
            assert_eq!(way_back(good), Some(good));
        }
        for bad in [
            "",
            "/",
            "/consoles",
            "/fr/verify",
            "//evil.example/console",
            "/console//evil.example",
            "/console?next=x",
            "/console\r\nset-cookie: a=b",
            "https://evil.example/console",
            "/de/console",
        ] {
            assert_eq!(way_back(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_way_to_the_sign_in_is_in_the_same_language() {
        let address = sign_in_address(Language::French, "/fr/console/keys");
        assert_eq!(address, "/fr/sign-in?next=/fr/console/keys");
        let address = sign_in_address(Language::English, "/c");
        assert_eq!(address, "/en/sign-in");
    }
}
