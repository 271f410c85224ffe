//! A JSON body of which every part is known: what is not, or is not as it should be, is named.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, IgnoredAny};
use serde_path_to_error::{Path, Segment};

use crate::http::error::ApiError;
use crate::http::problem::Defect;

/// A request's body, read as `T`. Let `T` deny unknown fields.
pub(in crate::http) struct Body<T>(pub(in crate::http) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .unwrap_or_default();
        if !kind.trim().eq_ignore_ascii_case("application/json") {
            return Err(ApiError::UnsupportedType);
        }
        read(&Bytes::from_request(request, state).await?).map(Self)
    }
}

/// Reads JSON; tells where it is not as it should be, never what stands there.
pub(in crate::http) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        // serde_json calls a number where a name should be a fault of syntax.
        if error.inner().is_data() || serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            ApiError::Invalid(vec![defect(error.path(), &error.inner().to_string())])
        } else {
            ApiError::Malformed
        }
    })?;
    json.end().map_err(|_| ApiError::Malformed)?;
    Ok(value)
}

/// A number without a fraction, however it is written: JSON Schema takes 7.0 for an integer.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let Some(number) = Option::<f64>::deserialize(deserializer)? else {
        return Ok(None);
    };
    if number.fract() != 0.0 || !(0.0..=f64::from(u32::MAX)).contains(&number) {
        return Err(D::Error::custom("not a whole number in range"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and in range, as was just seen"
    )]
    Ok(Some(number as u32))
}

/// serde says in words what is wrong; each sentence begins with its kind.
fn defect(path: &Path, words: &str) -> Defect {
    let mut pointer = pointer(path);
    let rule = if words.starts_with("unknown field") {
        "unknown-field"
    } else if words.starts_with("missing field") {
        push(&mut pointer, named(words));
        "missing-field"
    } else if words.starts_with("duplicate field") {
        push(&mut pointer, named(words));
        "repeated"
    } else if words.starts_with("unknown variant") {
        "unknown-value"
    } else if words.starts_with("invalid type") || words.starts_with("expected value") {
        "wrong-type"
    } else {
        "wrong-value"
    };
    Defect::of(pointer, rule)
}

/// The field that a sentence of serde's names: one of ours.
fn named(words: &str) -> &str {
    words.split('`').nth(1).unwrap_or_default()
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => push(&mut pointer, &index.to_string()),
            Segment::Map { key } => push(&mut pointer, key),
            Segment::Enum { variant } => push(&mut pointer, variant),
            Segment::Unknown => {}
        }
    }
    pointer
}

/// RFC 6901 §3.
fn push(pointer: &mut String, part: &str) {
    pointer.push('/');
    pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::credential::RevocationReason;
    use crate::i18n::Language;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Order {
        #[expect(dead_code, reason = "only read")]
        reason: RevocationReason,
        #[expect(dead_code, reason = "only read")]
        rows: Vec<u8>,
    }

    #[derive(Debug, Deserialize)]
    struct Limit {
        #[serde(default, deserialize_with = "whole")]
        limit: Option<u32>,
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        let read = |text: &str| read::<Limit>(text.as_bytes()).map(|it| it.limit).ok();
        assert_eq!(read(r#"{"limit":7.0}"#), Some(Some(7)));
        assert_eq!(read(r#"{"limit":4294967295}"#), Some(Some(u32::MAX)));
        assert_eq!(read(r#"{"limit":null}"#), Some(None));
        assert_eq!(read("{}"), Some(None));
        for wrong in ["7.5", "-1", "4294967296", "1e300", "\"7\""] {
            assert_eq!(read(&format!("{{\"limit\":{wrong}}}")), None, "{wrong}");
        }
    }

    fn refused(text: &str) -> (String, String) {
        let Err(ApiError::Invalid(defects)) = read::<Order>(text.as_bytes()) else {
            panic!("{text} is refused for what it says");
        };
        let told = serde_json::to_value(defects[0].told(Language::English)).unwrap();
        assert!(!told["detail"].as_str().unwrap().contains("problem-rule"));
        let part = |name: &str| told[name].as_str().unwrap().to_owned();
        (part("pointer"), part("rule"))
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place_and_rule() {
        for (text, pointer, rule) in [
            (
                r#"{"reason":"fraud","rows":[],"why/so":1}"#,
                "/why~1so",
                "unknown-field",
            ),
            (r#"{"reason":"fraud"}"#, "/rows", "missing-field"),
            (r#"{"reason":"whim","rows":[]}"#, "/reason", "unknown-value"),
            (r#"{"reason":3,"rows":[]}"#, "/reason", "wrong-type"),
            (
                r#"{"reason":"fraud","rows":[1,"two"]}"#,
                "/rows/1",
                "wrong-type",
            ),
            (
                r#"{"reason":"fraud","rows":[1,256]}"#,
                "/rows/1",
                "wrong-value",
            ),
            (
                r#"{"reason":"fraud","rows":[],"rows":[]}"#,
                "/rows",
                "repeated",
            ),
            ("3", "", "wrong-type"),
        ] {
            assert_eq!(refused(text), (pointer.into(), rule.into()), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", r#"{"reason":"fraud","rows":[]} x"#, "\u{feff}{}"] {
            let read = read::<Order>(text.as_bytes());
            assert!(matches!(read, Err(ApiError::Malformed)), "{text}");
        }
    }
}
