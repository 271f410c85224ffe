//! Forms that signed-in people post.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::ApiError;

/// The fields of a form; whatever is wrong with it is told as pages tell it.
pub(super) struct Posted<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Form::<T>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(FormRejection::BytesRejection(rejection)) => Err(rejection.into()),
            Err(FormRejection::InvalidFormContentType(_)) => Err(ApiError::UnsupportedType),
            Err(_) => Err(ApiError::Malformed),
        }
    }
}

/// A form of one field: the session's token.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bare {
    #[serde(default)]
    pub(super) csrf: String,
}
