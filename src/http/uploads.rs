//! What a request presents, whatever its form: a form's fields, a file, JSON or the bare bytes.

use axum::Form;
use axum::body::Bytes;
use axum::extract::rejection::FormRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::api::read_json;
use super::error::ApiError;
use crate::verification::{Asked, Input};

/// The fields of a form or of a JSON object. Holds secrets: it can't be printed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Submission {
    /// A typed code; also takes what people paste instead.
    pub(super) code: String,
    /// The QR's text.
    pub(super) seal: String,
    /// A standard credential: a token, or JSON as text.
    pub(super) credential: String,
    /// A private link, or what follows its `#`.
    pub(super) token: String,
    /// `YYYY-MM-DD` or `DD/MM/YYYY`.
    pub(super) birth_date: String,
    /// A PDF or a picture.
    #[serde(skip)]
    pub(super) file: Vec<u8>,
}

impl Submission {
    /// What was presented, and what is asked besides.
    pub(super) fn question(&self) -> Result<(Input, Asked), ApiError> {
        let code = self.code.trim();
        let seal = self.seal.trim();
        let credential = self.credential.trim();
        let input = match (code, seal, credential, self.file.as_slice()) {
            (code, "", "", []) if !code.is_empty() => Input::text(code),
            ("", seal, "", []) if !seal.is_empty() => Input::SealText(seal.to_owned()),
            ("", "", credential, []) if !credential.is_empty() => {
                Input::Credential(credential.as_bytes().to_vec())
            }
            ("", "", "", file) if !file.is_empty() => Input::sniff(file.to_vec()),
            _ => return Err(ApiError::NothingPresented),
        };
        let birth_date = match self.birth_date.trim() {
            "" => None,
            date => Some(birth_date(date).ok_or(ApiError::BadBirthDate)?),
        };
        Ok((input, Asked { birth_date }))
    }

    fn of_file(bytes: &[u8]) -> Self {
        Self {
            file: bytes.to_vec(),
            ..Self::default()
        }
    }

    /// The token of a private link, from the whole link or from the part behind the `#`.
    pub(super) fn link_token(&self) -> &str {
        let pasted = self.token.trim();
        pasted.rsplit_once('#').map_or(pasted, |(_, token)| token)
    }
}

/// ISO 8601, or as it is written in France: browsers without a date field send what was typed.
fn birth_date(written: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .into_iter()
        .find_map(|form| NaiveDate::parse_from_str(written, form).ok())
        // Two digits would be a year of the first century, which matches nobody.
        .filter(|date| date.year() >= 1000)
}

impl<S: Send + Sync> FromRequest<S> for Submission {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .map(|kind| kind.trim().to_ascii_lowercase())
            .unwrap_or_default();
        match kind.as_str() {
            "multipart/form-data" => {
                let multipart = Multipart::from_request(request, state)
                    .await
                    .map_err(|_| ApiError::Malformed)?;
                from_multipart(multipart).await
            }
            "application/x-www-form-urlencoded" => {
                // Only a `GET` form would be read from the address.
                match Form::<Self>::from_request(request, state).await {
                    Ok(Form(submission)) => Ok(submission),
                    Err(FormRejection::BytesRejection(rejection)) => Err(rejection.into()),
                    Err(_) => Err(ApiError::Malformed),
                }
            }
            "application/json" => {
                let bytes = Bytes::from_request(request, state).await?;
                match read_json(&bytes) {
                    // Many programs send a credential as plain JSON.
                    Err(_) if is_linked_data(&bytes) => Ok(Self::of_file(&bytes)),
                    read => read,
                }
            }
            kind if FILES.contains(&kind) => {
                Ok(Self::of_file(&Bytes::from_request(request, state).await?))
            }
            _ => Err(ApiError::UnsupportedType),
        }
    }
}

/// What is presented as bare bytes. Their form is told by their beginning.
const FILES: [&str; 10] = [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
    "application/vc",
    "application/vc+ld+json",
    "application/ld+json",
    "application/vc+jwt",
    "application/jwt",
    "application/octet-stream",
];

/// Whether this is a JSON object that says which vocabulary it uses (JSON-LD 1.1 §3.1).
fn is_linked_data(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct LinkedData {
        #[serde(rename = "@context")]
        _contexts: serde::de::IgnoredAny,
    }
    serde_json::from_slice::<LinkedData>(bytes).is_ok()
}

async fn from_multipart(mut multipart: Multipart) -> Result<Submission, ApiError> {
    let mut submission = Submission::default();
    while let Some(field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let bytes = field.bytes().await?;
            if !bytes.is_empty() && !submission.file.is_empty() {
                return Err(ApiError::NothingPresented);
            }
            submission.file.extend_from_slice(&bytes);
            continue;
        }
        let text = field.text().await?;
        match name.as_str() {
            "code" => submission.code = text,
            "seal" => submission.seal = text,
            "credential" => submission.credential = text,
            "birth_date" => submission.birth_date = text,
            _ => return Err(ApiError::Malformed),
        }
    }
    Ok(submission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_presented_at_a_time() {
        let nothing = Submission::default();
        assert!(matches!(
            nothing.question(),
            Err(ApiError::NothingPresented)
        ));
        let both = Submission {
            code: "7K2M".into(),
            file: b"%PDF-".to_vec(),
            ..Submission::default()
        };
        assert!(matches!(both.question(), Err(ApiError::NothingPresented)));
    }

    #[test]
    fn a_private_link_can_be_pasted_whole() {
        let pasted = |token: &str| Submission {
            token: token.into(),
            ..Submission::default()
        };
        assert_eq!(pasted(" https://sceau.example/c#abc\n").link_token(), "abc");
        assert_eq!(pasted("abc").link_token(), "abc");
    }

    #[test]
    fn a_birth_date_is_written_as_programs_or_as_french_people_write_it() {
        let date = "2007-03-14".parse().ok();
        assert_eq!(birth_date("2007-03-14"), date);
        assert_eq!(birth_date("14/03/2007"), date);
        assert_eq!(birth_date("03/14/2007"), None);
        assert_eq!(birth_date("14/03/07"), None);
        assert_eq!(birth_date("07-03-14"), None);
    }

    #[test]
    fn a_birth_date_has_to_exist() {
        let submission = Submission {
            code: "7K2M".into(),
            birth_date: "2001-02-30".into(),
            ..Submission::default()
        };
        assert!(matches!(submission.question(), Err(ApiError::BadBirthDate)));
    }
}
