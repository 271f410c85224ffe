//! What can go wrong with a request, and the one place that says so: as a page to people, as
//! problem details (RFC 9457) to programs.

use std::any::Any;

use axum::extract::multipart::MultipartError;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::language::language;
use super::observe::RequestId;
use super::pages;
use super::problem::{Defect, Problem};
use super::router::App;
use crate::access::{MissingScope, Role};
use crate::credential::proof::ProofError;
use crate::i18n::text;
use crate::issuance::ExportError;
use crate::{
    accounts, archive, issuance, partners, receipts, revocation, service, sessions, store,
    verification,
};

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    /// No such address, or nothing there.
    #[error("not found")]
    NotFound,
    /// The address exists, for other methods.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// More bytes than configured.
    #[error("too large")]
    TooLarge,
    /// None of the forms that are accepted is one that we have.
    #[error("not acceptable")]
    NotAcceptable,
    /// A body that is none of the accepted kinds.
    #[error("unsupported type")]
    UnsupportedType,
    /// A body that breaks the rules of its kind.
    #[error("malformed")]
    Malformed,
    /// No code, no seal, no file; or several of them.
    #[error("nothing presented")]
    NothingPresented,
    /// Not a date.
    #[error("bad birth date")]
    BadBirthDate,
    /// A form of another site.
    #[error("cross-site")]
    CrossSite,
    /// A private link that is not, or no longer, one of ours.
    #[error("unknown link")]
    LinkUnknown,
    /// Only for clients, and the request shows no key or token that is good.
    #[error("not a known client")]
    Unauthorized {
        /// Whether it shows one at all.
        shown: bool,
    },
    /// The client may not do this.
    #[error(transparent)]
    Forbidden(#[from] MissingScope),
    /// Only for people who are signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The person has none of the roles that this takes.
    #[error("none of the roles that this takes")]
    RoleMissing(&'static [Role]),
    /// A form that is none of this session's.
    #[error("not a form of this session")]
    FormNotOurs,
    /// Nobody could be signed in.
    #[error("sign-in")]
    Accounts(#[source] accounts::Error),
    /// The register did not say who asks.
    #[error("who asks is not known")]
    CallerUnknown,
    /// An `Idempotency-Key` that is none, or too long.
    #[error("not an idempotency key")]
    IdempotencyKeyMalformed,
    /// The `Idempotency-Key` came before, with another request.
    #[error("the idempotency key came with another request")]
    IdempotencyKeyReused,
    /// The same request is being worked on.
    #[error("the same request is being worked on")]
    InProgress,
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[source] getrandom::Error),
    /// Another client has this name.
    #[error("the client's name is taken")]
    ClientExists,
    /// Parts of the request break rules.
    #[error("parts of the request break rules")]
    Invalid(Vec<Defect>),
    /// What is asked for does not fit the state of things.
    #[error("does not fit the state of things")]
    Conflict(Vec<Defect>),
    /// A search in none of the forms that it can have.
    #[error("a search that breaks a rule")]
    BadSearch(Vec<Defect>),
    /// Certificates of more than one person answer a search.
    #[error("more than one person")]
    SeveralPersons,
    /// A search could not be made.
    #[error("a search")]
    Search(#[from] partners::Error),
    /// Done and recorded, but the signed lists do not tell yet.
    #[error("recorded, but not published")]
    NotPublished(#[source] revocation::Error),
    /// Nothing can be signed at this moment.
    #[error("nothing can be signed now")]
    NotNow(#[source] issuance::Error),
    /// Too many requests from one address or client.
    #[error("too many requests")]
    TooManyRequests {
        /// Seconds until the next one is answered.
        retry_after: u64,
    },
    /// Not finished in the configured time.
    #[error("timeout")]
    Timeout,
    /// The register does not answer.
    #[error("unavailable")]
    Unavailable(#[source] store::Error),
    /// A handler panicked.
    #[error("a handler panicked")]
    Panicked,
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The archive.
    #[error("the archive")]
    Archive(#[from] archive::Error),
    /// The archive lacks a document that the register names.
    #[error("a document is missing from the archive")]
    DocumentMissing,
    /// A part of a credential could not be written.
    #[error("a part of a credential")]
    Achievement(#[from] ProofError),
    /// A credential can't be handed out.
    #[error("a credential can't be handed out")]
    Export(#[source] ExportError),
    /// Verification itself.
    #[error("verification")]
    Verification(#[from] verification::Error),
    /// A certificate could not be put out of force.
    #[error("revocation")]
    Revocation(#[source] revocation::Error),
    /// How a certificate would look can't be shown.
    #[error("a preview")]
    Preview(#[source] issuance::PreviewError),
    /// A certificate could not be issued.
    #[error("issuance")]
    Issuance(#[source] issuance::Error),
    /// Something about an exam session could not be done.
    #[error("an exam session")]
    Session(#[source] sessions::Error),
    /// The house lacks something that the register names.
    #[error("the house")]
    House(#[from] service::Error),
    /// A receipt can't be had.
    #[error("a receipt")]
    Receipt(#[from] receipts::Error),
    /// A worker thread died.
    #[error("a thread stopped")]
    Thread(#[from] tokio::task::JoinError),
    /// A page could not be drawn.
    #[error("a page")]
    Page(#[from] askama::Error),
    /// The API's description could not be written.
    #[error("the API's description")]
    Description,
    /// Answers to a file of codes could not be read or written again.
    #[error("the answers to a file")]
    Answers(#[source] verification::bulk::AnswersError),
    /// JSON could not be written.
    #[error("JSON")]
    Json(#[from] serde_json::Error),
}

impl ApiError {
    /// Stable name, last part of the problem's type; and the status it is answered with.
    fn kind(&self) -> (&'static str, StatusCode) {
        match self {
            Self::NotFound => ("not-found", StatusCode::NOT_FOUND),
            Self::MethodNotAllowed => ("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED),
            Self::NotAcceptable => ("not-acceptable", StatusCode::NOT_ACCEPTABLE),
            Self::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE),
            Self::UnsupportedType => ("unsupported-type", StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::Malformed => ("malformed", StatusCode::BAD_REQUEST),
            Self::NothingPresented => ("nothing-presented", StatusCode::UNPROCESSABLE_ENTITY),
            Self::BadBirthDate => ("bad-birth-date", StatusCode::UNPROCESSABLE_ENTITY),
            Self::CrossSite => ("cross-site", StatusCode::FORBIDDEN),
            Self::LinkUnknown => ("link-unknown", StatusCode::NOT_FOUND),
            Self::Unauthorized { .. } => ("unauthorized", StatusCode::UNAUTHORIZED),
            Self::Forbidden(_) => ("forbidden", StatusCode::FORBIDDEN),
            Self::SignedOut => ("signed-out", StatusCode::UNAUTHORIZED),
            Self::RoleMissing(_) => ("role-missing", StatusCode::FORBIDDEN),
            Self::FormNotOurs => ("form-not-ours", StatusCode::FORBIDDEN),
            Self::IdempotencyKeyMalformed => ("idempotency-key-malformed", StatusCode::BAD_REQUEST),
            Self::IdempotencyKeyReused => {
                ("idempotency-key-reused", StatusCode::UNPROCESSABLE_ENTITY)
            }
            Self::InProgress => ("in-progress", StatusCode::CONFLICT),
            Self::BadSearch(_) => ("bad-search", StatusCode::BAD_REQUEST),
            Self::SeveralPersons => ("several-persons", StatusCode::CONFLICT),
            Self::Conflict(_) => ("conflict", StatusCode::CONFLICT),
            Self::NotPublished(_) => ("not-published", StatusCode::SERVICE_UNAVAILABLE),
            Self::Invalid(_) => ("bad-value", StatusCode::UNPROCESSABLE_ENTITY),
            Self::ClientExists => ("client-exists", StatusCode::CONFLICT),
            Self::TooManyRequests { .. } => ("too-many-requests", StatusCode::TOO_MANY_REQUESTS),
            Self::Timeout => ("timeout", StatusCode::SERVICE_UNAVAILABLE),
            Self::CallerUnknown | Self::Unavailable(_) | Self::NotNow(_) => {
                ("unavailable", StatusCode::SERVICE_UNAVAILABLE)
            }
            Self::Receipt(error) => pages::receipts::kind(error),
            Self::Panicked
            | Self::Randomness(_)
            | Self::Store(_)
            | Self::Archive(_)
            | Self::DocumentMissing
            | Self::Achievement(_)
            | Self::Export(_)
            | Self::Verification(_)
            | Self::Revocation(_)
            | Self::Issuance(_)
            | Self::Preview(_)
            | Self::Search(_)
            | Self::Session(_)
            | Self::House(_)
            | Self::Accounts(_)
            | Self::Thread(_)
            | Self::Page(_)
            | Self::Description
            | Self::Answers(_)
            | Self::Json(_) => ("internal", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Seconds after which asking again makes sense.
    fn retry_after(&self) -> Option<u64> {
        if let Self::TooManyRequests { retry_after } = self {
            return Some(*retry_after);
        }
        if matches!(self, Self::InProgress) {
            return Some(1);
        }
        let passing = matches!(
            self,
            Self::Timeout | Self::Unavailable(_) | Self::CallerUnknown | Self::NotNow(_)
        );
        passing.then_some(5)
    }

    /// What is wrong with which part of the request.
    fn defects(&self) -> Vec<Defect> {
        if let Self::Invalid(defects) | Self::Conflict(defects) | Self::BadSearch(defects) = self {
            defects.clone()
        } else {
            Vec::new()
        }
    }

    /// The roles of which one is missing.
    fn roles(&self) -> &'static [Role] {
        if let Self::RoleMissing(roles) = self {
            roles
        } else {
            &[]
        }
    }

    /// What a client has to show instead (RFC 6750 §3).
    fn challenge(&self) -> Option<String> {
        const REALM: &str = "Bearer realm=\"sceau\"";
        if let Self::Unauthorized { shown } = self {
            let error = if *shown {
                ", error=\"invalid_token\""
            } else {
                ""
            };
            return Some(format!("{REALM}{error}"));
        }
        let Self::Forbidden(MissingScope(scope)) = self else {
            return None;
        };
        let error = "error=\"insufficient_scope\"";
        Some(format!("{REALM}, {error}, scope=\"{scope}\""))
    }
}

/// Every problem that has an explanation of its own.
pub(super) const PROBLEMS: [&str; 29] = [
    "not-found",
    "method-not-allowed",
    "not-acceptable",
    "too-large",
    "unsupported-type",
    "malformed",
    "nothing-presented",
    "bad-birth-date",
    "cross-site",
    "link-unknown",
    "unauthorized",
    "forbidden",
    "signed-out",
    "role-missing",
    "form-not-ours",
    "idempotency-key-malformed",
    "idempotency-key-reused",
    "in-progress",
    "bad-value",
    "client-exists",
    "bad-search",
    "several-persons",
    "conflict",
    "not-published",
    "receipt-too-late",
    "too-many-requests",
    "timeout",
    "unavailable",
    "internal",
];

impl From<accounts::Error> for ApiError {
    fn from(error: accounts::Error) -> Self {
        match error {
            accounts::Error::Store(error) => Self::Store(error),
            error @ (accounts::Error::Randomness(_)
            | accounts::Error::Hash(_)
            | accounts::Error::Thread(_)) => Self::Accounts(error),
            #[cfg(feature = "oidc")]
            error @ accounts::Error::Provider(_) => Self::Accounts(error),
        }
    }
}

impl From<MultipartError> for ApiError {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Malformed
        }
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Malformed
        }
    }
}

/// What [`dress`] needs to know of an error.
#[derive(Debug, Clone)]
struct Fault {
    id: &'static str,
    defects: Vec<Defect>,
    roles: &'static [Role],
    retry_after: Option<u64>,
}

impl IntoResponse for ApiError {
    /// A bare answer; [`dress`] gives it its words.
    fn into_response(self) -> Response {
        let (id, status) = self.kind();
        let retry_after = self.retry_after();
        let challenge = self.challenge();
        let defects = self.defects();
        let roles = self.roles();
        if status.is_server_error() {
            let causes = causes(&self);
            tracing::error!(error = %self, ?causes, "request failed");
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(Fault {
            id,
            defects,
            roles,
            retry_after,
        });
        let challenge = challenge.and_then(|words| HeaderValue::from_str(&words).ok());
        if let Some(challenge) = challenge {
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// The causes of an error, the nearest first, for the log.
pub(super) fn causes(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(error.source(), |cause| cause.source())
        .map(ToString::to_string)
        .collect()
}

/// Answers a panic like any other fault of ours.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    ApiError::Panicked.into_response()
}

/// Gives an error its words, in the asker's language and form.
pub(super) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let language = language(request.uri(), request.headers());
    let as_page = wants_page(request.uri().path(), request.headers());
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, |id| id.0.clone());
    let response = next.run(request).await;
    let Some(fault) = response.extensions().get::<Fault>().cloned() else {
        return response;
    };
    let status = response.status();
    let page = as_page
        .then(|| {
            let told = pages::errors::Told {
                id: fault.id,
                status,
                roles: fault.roles,
                defects: &fault.defects,
                retry_after: fault.retry_after,
                request_id: &request_id,
            };
            pages::errors::page(&app, language, &told).ok()
        })
        .flatten();
    let mut dressed = page.unwrap_or_else(|| {
        let title = text(language, &format!("pages-{}", fault.id));
        let detail = text(language, &format!("pages-{}-explained", fault.id));
        let kind = format!(
            "{}/problems/{}",
            app.service.config.service.public_url, fault.id
        );
        let defects = fault.defects.iter();
        let problem = Problem {
            kind,
            title,
            status: status.as_u16(),
            detail,
            instance: format!("/requests/{request_id}"),
            request_id,
            retry_after: fault.retry_after,
            errors: defects.map(|defect| defect.told(language)).collect(),
        };
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        (status, kind, axum::Json(problem)).into_response()
    });
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && !name.as_str().eq_ignore_ascii_case("content-length") {
            dressed.headers_mut().insert(name.clone(), value.clone());
        }
    }
    if let Some(seconds) = fault.retry_after {
        dressed
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    dressed
}

/// Whether a person in a browser asks: programs ask the API, or do not name HTML.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    !path.starts_with("/api/")
        && headers
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"))
}
