//! The signed status lists, as last published: one address a list, the form as the asker accepts
//! it, and each form under an address of its own, as in the tree of static files.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::description::File;
use super::published_bytes;
use crate::http::accept;
use crate::http::error::ApiError;
use crate::http::router::App;
use crate::status::{Form, StatusPurpose, aggregation};

/// How long a list may be kept; when we can't be reached, caches go on with the list they have,
/// which says itself until when it is good.
const KEPT: &str = "public, max-age=300, stale-if-error=86400";

/// A form, and what it is called by those who ask for it.
type Offer = (Form, &'static str);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(token_list))
}

/// A status list (W3C Bitstring Status List)
///
/// Signed; tells which certificates of the list are revoked or suspended now. The address without
/// `.json` or `.jwt` answers in the form that `Accept` prefers.
#[utoipa::path(
    get,
    path = "/status/{purpose}/{list}",
    operation_id = "show_status_list",
    tag = "status",
    params(
        ("purpose" = String, Path, description = "`revocation` or `suspension`"),
        ("list" = String, Path, description = "Number of the list, and the form if wanted: `1`, `1.json`, `1.jwt`"),
    ),
    responses(
        (status = 200, description = "The list", content(
            (Object = "application/vc"),
            (Object = "application/ld+json"),
            (Object = "application/json"),
            (String = "application/vc+jwt"),
        )),
        (status = 404, description = "Nothing there"),
        (status = 406, description = "None of the forms that are accepted"),
    )
)]
async fn list(
    State(app): State<App>,
    Path((purpose, list)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let purpose = StatusPurpose::from_name(&purpose).ok_or(ApiError::NotFound)?;
    let offers = [
        (
            Form::Document(purpose),
            Form::Document(purpose).media_type(),
        ),
        // What this form is for programs that know JSON-LD, or JSON, but not its own name.
        (Form::Document(purpose), "application/ld+json"),
        (Form::Document(purpose), "application/json"),
        (Form::Jwt(purpose), Form::Jwt(purpose).media_type()),
    ];
    answer(&app, &list, query.as_deref(), &headers, &offers).await
}

/// A status list (IETF Token Status List)
///
/// Signed, as JWT or CWT. `lists.json` in the place of a number names all lists.
#[utoipa::path(
    get,
    path = "/tsl/{list}",
    operation_id = "show_token_status_list",
    tag = "status",
    params(
        ("list" = String, Path, description = "`lists.json`, or the number of the list, and the form if wanted: `1`, `1.jwt`, `1.cwt`"),
    ),
    responses(
        (status = 200, description = "The list", content(
            (String = "application/statuslist+jwt"),
            (File = "application/statuslist+cwt"),
            (Object = "application/json"),
        )),
        (status = 404, description = "Nothing there"),
        (status = 406, description = "None of the forms that are accepted"),
    )
)]
async fn token_list(
    State(app): State<App>,
    Path(list): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if list == AGGREGATION {
        return named(&app, &headers).await;
    }
    let offers = [Form::TokenJwt, Form::TokenCwt].map(|form| (form, form.media_type()));
    answer(&app, &list, query.as_deref(), &headers, &offers).await
}

/// Last part of the address where all Token Status Lists are named.
const AGGREGATION: &str = "lists.json";

async fn named(app: &App, headers: &HeaderMap) -> Result<Response, ApiError> {
    let lists = app.service.store.publications().await?;
    let numbers: Vec<u32> = lists.iter().map(|published| published.list).collect();
    let names = aggregation(&app.service.config.service.public_url, &numbers);
    let mut response = published_bytes(headers, "application/json", serde_json::to_vec(&names)?);
    kept(&mut response);
    Ok(response)
}

async fn answer(
    app: &App,
    list: &str,
    query: Option<&str>,
    headers: &HeaderMap,
    offers: &[Offer],
) -> Result<Response, ApiError> {
    // What a list said earlier is not kept: it would tell when a place was set.
    if query.is_some_and(asks_for_the_past) {
        return Err(ApiError::NotFound);
    }
    let (number, suffix) = list.split_once('.').unwrap_or((list, ""));
    let number = number_of(number).ok_or(ApiError::NotFound)?;
    let negotiated = suffix.is_empty();
    // That there is no such list is the better answer than that it has another form.
    if negotiated && !app.service.store.status_lists().await?.contains(&number) {
        return Err(ApiError::NotFound);
    }
    let offer = if negotiated {
        let kinds: Vec<&str> = offers.iter().map(|(_, kind)| *kind).collect();
        let place = accept::best(headers, &kinds).ok_or(ApiError::NotAcceptable)?;
        offers.get(place)
    } else {
        let name = format!("/{list}");
        let mut offers = offers.iter();
        offers.find(|(form, _)| form.path(number).ends_with(&name))
    };
    let (form, kind) = *offer.ok_or(ApiError::NotFound)?;
    let found = app.service.store.published_form(number, form).await?;
    let document = found.ok_or(ApiError::NotFound)?.document;
    let mut response = published_bytes(headers, kind, document);
    kept(&mut response);
    if negotiated {
        let vary = HeaderValue::from_static("accept");
        response.headers_mut().insert(VARY, vary);
    }
    Ok(response)
}

fn kept(response: &mut Response) {
    let kept = HeaderValue::from_static(KEPT);
    response.headers_mut().insert(CACHE_CONTROL, kept);
}

/// One way to write a number: an address more is a copy more in every cache.
fn number_of(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// W3C Bitstring Status List §3.2 asks with `timestamp`, Token Status List §8.4 with `time`.
fn asks_for_the_past(query: &str) -> bool {
    query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .any(|name| matches!(name, "timestamp" | "time"))
}
