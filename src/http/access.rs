//! Who a request comes from: the client whose API key or access token it shows (RFC 6750).

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::error::{ApiError, causes};
use super::router::App;
use crate::access::{Bearer, Caller};

/// What became of the `Authorization` header of a request.
#[derive(Debug, Clone)]
pub(super) enum Shown {
    /// There is none.
    Nothing,
    /// It shows a key or token that is good.
    Good(Caller),
    /// It shows something else.
    Refused,
    /// The register did not answer.
    Unknown,
}

/// Looks once who asks, for all that needs to know it: limits, repeated requests, handlers.
pub(super) async fn recognise(
    State(app): State<App>,
    mut request: Request,
    next: Next,
) -> Response {
    let shown = look(&app, request.headers()).await;
    request.extensions_mut().insert(shown);
    next.run(request).await
}

async fn look(app: &App, headers: &HeaderMap) -> Shown {
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Shown::Nothing;
    };
    let bearer = header.to_str().ok().and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| Bearer::parse(token.trim()))?
    });
    let Some(bearer) = bearer else {
        return Shown::Refused;
    };
    let at = app.service.clock.now();
    match app.service.store.recognise(&bearer, at).await {
        Ok(Some(caller)) => Shown::Good(caller),
        Ok(None) => Shown::Refused,
        Err(error) => {
            let causes = causes(&error);
            tracing::error!(%error, ?causes, "who asks can't be looked up");
            Shown::Unknown
        }
    }
}

/// A handler that takes a `Caller` answers only to clients; it then asks for a scope with
/// [`Caller::require`].
impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let shown = match parts.extensions.get::<Shown>() {
            Some(shown) => shown.clone(),
            None => look(app, &parts.headers).await,
        };
        match shown {
            Shown::Good(caller) => Ok(caller),
            Shown::Nothing => Err(ApiError::Unauthorized { shown: false }),
            Shown::Refused => Err(ApiError::Unauthorized { shown: true }),
            Shown::Unknown => Err(ApiError::CallerUnknown),
        }
    }
}
