//! Compact JWS (RFC 7515 §3.1) with `EdDSA` (RFC 8037 §3.1): written and read.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signature;
use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::did::key_of_method;
use super::{IssuerKey, KeyId, TrustedKey};

/// The only algorithm: looked at before anything is computed.
const ALGORITHM: &str = "EdDSA";
/// Longest text that is looked at.
const MAX_BYTES: usize = 512 << 10;
/// Longest header that is looked at, decoded.
const MAX_HEADER_BYTES: usize = 1024;

/// What a JWS says, once a key that counts has signed it. Whether the key counted at the instant
/// that the payload names is the caller's question ([`TrustedKey::judge`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedJws<'k> {
    /// What was signed.
    pub payload: Vec<u8>,
    /// Who signed.
    pub key: &'k TrustedKey,
}

/// Who must have signed which kind of token.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The header's `typ`, without `application/`, in any case.
    pub typ: &'a str,
    /// Whose keys: the issuer's identifier, `did:web:sceau.example`.
    pub did: &'a str,
    /// The issuer's keys.
    pub trusted: &'a [TrustedKey],
}

/// Why a JWS was not made, or can't be relied on.
#[derive(Debug, thiserror::Error)]
pub enum JwsError {
    /// Not a compact JWS of the accepted form; the part that is wrong.
    #[error("not a compact JWS: {0}")]
    Malformed(&'static str),
    /// Longer than what is looked at.
    #[error("the token is too long")]
    TooLong,
    /// An algorithm that is not accepted, `none` among them.
    #[error("the algorithm `{0}` is not accepted")]
    Algorithm(String),
    /// Another kind of token.
    #[error("this is another kind of token: `{0}`")]
    Type(String),
    /// Signed in the name of a key that is not the issuer's.
    #[error("the key `{0}` is unknown")]
    UnknownKey(String),
    /// The signature is not the named key's.
    #[error("the signature does not verify")]
    BadSignature,
    /// The key did not sign.
    #[error("the key does not sign")]
    Signing(#[source] signature::Error),
    /// What came back is no signature of that key.
    #[error("the key signed wrongly")]
    Wrong,
}

/// Signs a payload. The header's `alg` is set here; the caller gives `kid`, an absolute address
/// ([`super::verification_method`]), and `typ`.
pub fn sign_compact(
    mut header: Value,
    payload: &[u8],
    key: &IssuerKey,
) -> Result<String, JwsError> {
    header
        .as_object_mut()
        .ok_or(JwsError::Malformed("header"))?
        .insert("alg".into(), ALGORITHM.into());
    let mut text = URL_SAFE_NO_PAD.encode(header.to_string());
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut text);
    let signature = key
        .signer
        .try_sign(text.as_bytes())
        .map_err(JwsError::Signing)?;
    // A failing token must never publish a bad signature.
    key.verifying_key
        .verify_strict(text.as_bytes(), &signature)
        .map_err(|_| JwsError::Wrong)?;
    text.push('.');
    URL_SAFE_NO_PAD.encode_string(signature.to_bytes(), &mut text);
    Ok(text)
}

/// Verifies a compact JWS against the issuer's keys and gives its payload.
pub fn open_compact<'k>(text: &str, expected: Expected<'k>) -> Result<OpenedJws<'k>, JwsError> {
    let parts = Parts::of(text)?;
    let typ = parts.header.typ.as_deref().unwrap_or_default();
    let bare = match typ.split_at_checked("application/".len()) {
        Some((media, rest)) if media.eq_ignore_ascii_case("application/") => rest,
        _ => typ,
    };
    if !bare.eq_ignore_ascii_case(expected.typ) {
        return Err(JwsError::Type(typ.to_owned()));
    }
    let unknown = || JwsError::UnknownKey(parts.header.kid.clone());
    let id: KeyId = key_of_method(&parts.header.kid, expected.did).ok_or_else(unknown)?;
    let mut named = expected
        .trusted
        .iter()
        .filter(|key| key.id == id)
        .peekable();
    named.peek().ok_or_else(unknown)?;
    let key = named
        .find(|key| {
            key.key
                .verify_strict(parts.signed.as_bytes(), &parts.signature)
                .is_ok()
        })
        .ok_or(JwsError::BadSignature)?;
    Ok(OpenedJws {
        payload: parts.payload,
        key,
    })
}

/// In whose name a compact JWS says it is signed, unverified: what stands before the key's name in
/// `kid`. Given to [`open_compact`], it must then be compared with the issuer in the payload.
pub fn controller(text: &str) -> Result<String, JwsError> {
    let parts = Parts::of(text)?;
    let (did, _) = parts
        .header
        .kid
        .split_once('#')
        .ok_or(JwsError::Malformed("kid"))?;
    Ok(did.to_owned())
}

/// The payload of a compact JWS, unverified: good for knowing what somebody claims to present.
pub fn unverified_payload(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()
}

struct Parts<'a> {
    header: Header,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Signature,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, JwsError> {
        if text.len() > MAX_BYTES {
            return Err(JwsError::TooLong);
        }
        let (signed, signature) = text
            .rsplit_once('.')
            .ok_or(JwsError::Malformed("three parts"))?;
        let (header, payload) = signed
            .split_once('.')
            .ok_or(JwsError::Malformed("three parts"))?;
        let header = decode(header, "header")?;
        if header.len() > MAX_HEADER_BYTES {
            return Err(JwsError::TooLong);
        }
        let header: Header =
            serde_json::from_slice(&header).map_err(|_| JwsError::Malformed("header"))?;
        if header.alg != ALGORITHM {
            return Err(JwsError::Algorithm(header.alg));
        }
        let signature: [u8; Signature::BYTE_SIZE] = decode(signature, "signature")?
            .try_into()
            .map_err(|_| JwsError::Malformed("signature"))?;
        Ok(Self {
            header,
            signed,
            payload: decode(payload, "payload")?,
            signature: Signature::from_bytes(&signature),
        })
    }
}

fn decode(part: &str, name: &'static str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| JwsError::Malformed(name))
}

/// The three parameters that we understand. Others say nothing to us and are passed over, but for
/// `crit` (RFC 7515 §4.1.11); keys that a token brings along (`jwk`, `x5c`) are never used.
struct Header {
    alg: String,
    typ: Option<String>,
    kid: String,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JOSE header")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Header, A::Error> {
        let (mut alg, mut typ, mut kid) = (None, None, None);
        let mut seen = std::collections::BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "alg" => alg = Some(map.next_value()?),
                "typ" => typ = Some(map.next_value()?),
                "kid" => kid = Some(map.next_value()?),
                "crit" => return Err(A::Error::custom("crit")),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if !seen.insert(name) {
                return Err(A::Error::custom("a parameter twice"));
            }
        }
        Ok(Header {
            alg: alg.ok_or_else(|| A::Error::missing_field("alg"))?,
            typ,
            kid: kid.ok_or_else(|| A::Error::missing_field("kid"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::fixtures::{issuer_key, trusted};
    use super::super::verification_method;
    use super::*;

    const DID: &str = "did:web:sceau.example";

    fn header() -> Value {
        json!({"typ": "statuslist+jwt", "kid": verification_method(DID, &issuer_key().id)})
    }

    fn token(header: &Value) -> String {
        sign_compact(header.clone(), b"{\"iat\":1}", &issuer_key()).unwrap()
    }

    fn open(text: &str) -> Result<Vec<u8>, JwsError> {
        let trusted = [trusted()];
        let expected = Expected {
            typ: "statuslist+jwt",
            did: DID,
            trusted: &trusted,
        };
        open_compact(text, expected).map(|opened| opened.payload)
    }

    /// A token with this header, signed rightly whatever the header says.
    fn forged(header: &str) -> String {
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode("{}")
        );
        let signature = issuer_key().signer.try_sign(signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    #[test]
    fn what_was_signed_opens_to_the_payload() {
        assert_eq!(open(&token(&header())).unwrap(), b"{\"iat\":1}");
        let mut long = header();
        long["typ"] = json!("application/statuslist+jwt");
        assert!(open(&token(&long)).is_ok());
        assert_eq!(token(&header()), token(&header()));
    }

    #[test]
    fn the_vector_of_rfc_8037_is_reproduced() {
        // RFC 8037 Appendix A.4, with the key of RFC 8032 §7.1.
        let seed = hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
            .unwrap();
        let key = ed25519_dalek::SigningKey::from_bytes(seed.as_slice().try_into().unwrap());
        let key = IssuerKey {
            verifying_key: key.verifying_key(),
            signer: std::sync::Arc::new(key),
            ..issuer_key()
        };
        let text = sign_compact(json!({}), b"Example of Ed25519 signing", &key).unwrap();
        assert_eq!(
            text,
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCj\
             P0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        );
    }

    #[test]
    fn the_algorithm_is_ours_to_choose_and_never_the_tokens() {
        for alg in ["none", "HS256", "ES256", "EdDSA448", "eddsa", ""] {
            let text = forged(&format!(
                r#"{{"alg":"{alg}","typ":"statuslist+jwt","kid":"{DID}#c1"}}"#
            ));
            assert!(
                matches!(open(&text), Err(JwsError::Algorithm(named)) if named == alg),
                "{alg}"
            );
        }
    }

    #[test]
    fn headers_that_say_two_things_or_ask_for_more_are_refused() {
        for header in [
            format!(r#"{{"alg":"EdDSA","alg":"none","kid":"{DID}#c1","typ":"statuslist+jwt"}}"#),
            format!(r#"{{"alg":"EdDSA","kid":"{DID}#c1","typ":"statuslist+jwt","crit":["exp"]}}"#),
            r#"{"alg":"EdDSA","typ":"statuslist+jwt"}"#.into(),
            "[]".into(),
            "{".into(),
        ] {
            assert!(
                matches!(open(&forged(&header)), Err(JwsError::Malformed(_))),
                "{header}"
            );
        }
    }

    #[test]
    fn a_key_counts_only_under_the_name_of_its_issuer() {
        for kid in ["did:web:other.example#c1", "did:web:sceau.example#c2", "c1"] {
            let mut header = header();
            header["kid"] = json!(kid);
            assert!(matches!(
                open(&token(&header)),
                Err(JwsError::UnknownKey(_))
            ));
        }
        let mut other_kind = header();
        other_kind["typ"] = json!("JWT");
        assert!(matches!(open(&token(&other_kind)), Err(JwsError::Type(_))));
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let text = token(&header());
        for place in 0..text.len() {
            let mut forged = text.clone().into_bytes();
            forged[place] = if forged[place] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert!(open(&forged).is_err(), "character {place}");
        }
        assert!(open(&format!("{text}.")).is_err());
        assert!(matches!(
            open(&"a".repeat(MAX_BYTES + 1)),
            Err(JwsError::TooLong)
        ));
    }

    proptest! {
        #[test]
        fn whatever_is_presented_opening_ends_in_an_answer(text in "\\PC{0,200}") {
            prop_assert!(open(&text).is_err());
        }
    }
}
