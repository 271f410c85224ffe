//! What the forms of the holder's page post, and what is wrong with it.

use axum::Form;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::value::{Error as Unfit, MapDeserializer};

use crate::holder::MOST_PROOF_BYTES;
use crate::http::error::ApiError;

/// Longest text of a form with a file, in bytes.
const LONGEST_TEXT: usize = 16 << 10;
/// Fields that a form with a file may have.
const MOST_FIELDS: usize = 32;

/// The fields of every form of the holder's page. Holds secrets: it can't be printed.
#[derive(Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HolderForm {
    /// A private or share link, or what follows its `#`.
    pub(super) token: String,
    /// Id of another certificate of the same person.
    pub(super) certificate: String,
    /// Drawn with the form: sent twice, it does one thing.
    pub(super) form: String,
    /// What a link is for.
    pub(super) purpose: String,
    /// `30`, `90`, `365` or `date`.
    pub(super) until: String,
    pub(super) until_date: String,
    /// `score`, `levels`, `least_level` or `least_score`.
    pub(super) shows: String,
    pub(super) least_level: String,
    pub(super) least_score: String,
    /// In the form that makes a link, whether a birth date may be compared; where a link is opened,
    /// that date.
    pub(super) birth_date: String,
    /// Id of the link to withdraw.
    pub(super) share: String,
    pub(super) part_name: String,
    pub(super) part_birth: String,
    pub(super) part_result: String,
    pub(super) part_other: String,
    /// What would be right.
    pub(super) wanted: String,
    pub(super) message: String,
    /// What was attached, if the form has a place for it and something was chosen.
    #[serde(skip)]
    pub(super) file: Option<Sent>,
}

/// A file that came with a form.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// Its bytes.
    Whole(Vec<u8>),
    /// More than may be attached: nothing of it is kept.
    TooLarge,
}

impl HolderForm {
    /// The token, from the whole link or from the part behind the `#`.
    pub(super) fn link_token(&self) -> &str {
        let pasted = self.token.trim();
        pasted.rsplit_once('#').map_or(pasted, |(_, token)| token)
    }
}

impl<S: Send + Sync> FromRequest<S> for HolderForm {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
            let form = Multipart::from_request(request, state).await;
            return with_file(form.map_err(|_| ApiError::Malformed)?).await;
        }
        match Form::<Self>::from_request(request, state).await {
            Ok(Form(form)) => Ok(form),
            Err(FormRejection::BytesRejection(rejection)) => Err(rejection.into()),
            Err(FormRejection::InvalidFormContentType(_)) => Err(ApiError::UnsupportedType),
            Err(_) => Err(ApiError::Malformed),
        }
    }
}

/// A form with a place for a file.
async fn with_file(mut form: Multipart) -> Result<HolderForm, ApiError> {
    let mut texts = Vec::new();
    let mut file = None;
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "file" {
            if texts.len() >= MOST_FIELDS {
                return Err(ApiError::Malformed);
            }
            texts.push((name, text(field).await?));
        } else if file.is_some() {
            return Err(ApiError::Malformed);
        } else {
            file = received(field).await?;
        }
    }
    let fields = MapDeserializer::<_, Unfit>::new(texts.into_iter());
    let form = HolderForm::deserialize(fields).map_err(|_| ApiError::Malformed)?;
    Ok(HolderForm { file, ..form })
}

async fn text(mut field: Field<'_>) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(more) = field.chunk().await? {
        bytes.extend_from_slice(&more);
        if bytes.len() > LONGEST_TEXT {
            return Err(ApiError::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| ApiError::Malformed)
}

/// Reads a file to its end, and keeps it if it is not too large: only then can the person be told
/// of it on the page that was filled in.
async fn received(mut field: Field<'_>) -> Result<Option<Sent>, ApiError> {
    // A browser sends a file without name if none was chosen.
    let chosen = field.file_name().is_some_and(|name| !name.is_empty());
    let mut sent = Sent::Whole(Vec::new());
    while let Some(more) = field.chunk().await? {
        if let Sent::Whole(bytes) = &mut sent {
            bytes.extend_from_slice(&more);
            if bytes.len() > MOST_PROOF_BYTES {
                sent = Sent::TooLarge;
            }
        }
    }
    Ok(Some(sent).filter(|sent| chosen || *sent != Sent::Whole(Vec::new())))
}

/// What is wrong with a form: each with the id of its field.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<(&'static str, String)>);

impl Faults {
    pub(super) fn add(&mut self, field: &'static str, message: String) {
        self.0.push((field, message));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub(super) fn of(&self, field: &str) -> Option<&str> {
        let mut of = self.0.iter().filter(|(at, _)| *at == field);
        of.next().map(|(_, message)| message.as_str())
    }
}

/// A text of a person without what can't be seen, or `None` if it is too long.
pub(super) fn written(text: &str, most: usize) -> Option<String> {
    let clean: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    (clean.chars().count() <= most).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_can_be_pasted_whole() {
        let pasted = |token: &str| HolderForm {
            token: token.into(),
            ..HolderForm::default()
        };
        assert_eq!(pasted(" https://sceau.example/c#abc\n").link_token(), "abc");
        assert_eq!(pasted("abc").link_token(), "abc");
    }

    #[test]
    fn what_is_written_keeps_its_lines_and_loses_what_cannot_be_seen() {
        assert_eq!(written(" a\r\nb\u{7} ", 3).as_deref(), Some("a\nb"));
        assert_eq!(written("abcd", 3), None);
    }
}
