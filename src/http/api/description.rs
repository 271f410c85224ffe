//! The API's description (OpenAPI 3.1), generated from the handlers.

use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, Content, OpenApi, PathItem, Ref, RefOr, Response};
use utoipa::{OpenApi as _, PartialSchema, ToSchema};

use super::{for_clients, look_ups, published};
use crate::http::problem::{FieldError, Problem};

/// What stands before the operations.
const INTRODUCTION: &str = "Sceau issues and attests certificates. This API answers whether one is \
    authentic, publishes what is needed to find out without it, and lets registered clients act on \
    certificates.\n\nThe rules that hold everywhere (errors, lists in pages, limits, repeated \
    requests, what may change within version 1) are written in `docs/api.md`.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Sceau", version = "1.0.0", description = INTRODUCTION),
    components(schemas(Problem, FieldError)),
    tags(
        (name = "verifications", description = "Is this certificate authentic, and in force?"),
        (name = "certificates", description = "List, show, hand out and put out of force what was issued"),
        (name = "batches", description = "Issue a whole file of results"),
        (name = "audit", description = "Who did what"),
        (name = "keys", description = "Who the issuer is, and its public keys"),
        (name = "status", description = "Signed lists of what is no longer in force"),
        (name = "achievements", description = "What the certificates certify"),
        (name = "clients", description = "Who may call this API: clients, their keys and tokens"),
        (name = "description", description = "This description"),
    )
)]
struct Base;

/// Name of the security scheme in the description: a client's API key, or an access token.
pub(super) const BEARER: &str = "bearer";

/// Bytes that are no JSON.
pub(super) struct File;

impl PartialSchema for File {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .min_length(Some(1))
            .into()
    }
}

impl ToSchema for File {}

/// The whole description as JSON for people and programs.
pub fn text() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&openapi())?;
    text.push('\n');
    Ok(text)
}

fn openapi() -> OpenApi {
    let mut openapi = Base::openapi();
    // The package has none of its own to tell, and an empty name says nothing.
    openapi.info.license = None;
    for part in [look_ups(), published(), for_clients()] {
        openapi.merge(part.into_openapi());
    }
    let components = openapi.components.get_or_insert_with(Components::new);
    components.add_security_scheme(
        BEARER,
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    for item in openapi.paths.paths.values_mut() {
        for operation in operations(item) {
            complete(operation);
        }
    }
    openapi
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}

/// What every operation can answer besides what its own description says.
fn complete(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    let mut can_answer = |status: &str, words: &str| {
        responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::T(Response::new(words)));
    };
    if operation.security.is_some() {
        can_answer("401", "No key or token, or one that is not good (any more)");
        can_answer("403", "The client lacks the scope");
        can_answer("429", "Too many requests: `Retry-After` says when to go on");
    }
    if operation.request_body.is_some() {
        can_answer("400", "The body could not be read");
        can_answer("413", "The body is larger than configured");
        can_answer("415", "A body of another media type");
        can_answer("422", "A value breaks a rule; `errors` names each");
    }
    can_answer("default", "Another problem");
    for (status, response) in responses {
        if let RefOr::T(response) = response
            && !status.starts_with(['2', '3'])
            && response.content.is_empty()
        {
            let content = Content::new(Some(Ref::from_schema_name("Problem")));
            let kind = "application/problem+json".to_owned();
            response.content.insert(kind, RefOr::T(content));
        }
    }
}
