//! The form of a signed receipt: a JWS in its flattened JSON form (RFC 7515 §7.2.2), or compact.
//!
//! What a receipt says, and whether a key that counts signed it, is the business of `receipts`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// The `typ` in the header of a receipt.
pub const TYPE: &str = "sceau-receipt+jwt";
/// Longest receipt that is looked at.
const MAX_BYTES: usize = 64 << 10;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flattened {
    protected: String,
    payload: String,
    signature: String,
}

/// A compact JWS in its flattened JSON form.
pub fn to_json(compact: &str) -> Option<String> {
    let mut parts = compact.split('.').map(str::to_owned);
    let flattened = Flattened {
        protected: parts.next()?,
        payload: parts.next()?,
        signature: parts.next()?,
    };
    serde_json::to_string_pretty(&flattened).ok()
}

/// The compact form of what is presented, if it calls itself a receipt.
pub fn presented(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Header {
        typ: String,
    }
    if bytes.len() > MAX_BYTES {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let compact = match serde_json::from_str::<Flattened>(text) {
        Ok(it) => format!("{}.{}.{}", it.protected, it.payload, it.signature),
        Err(_) => text.to_owned(),
    };
    let header = URL_SAFE_NO_PAD.decode(compact.split('.').next()?).ok()?;
    let header: Header = serde_json::from_slice(&header).ok()?;
    header.typ.eq_ignore_ascii_case(TYPE).then_some(compact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(typ: &str) -> String {
        let header = format!("{{\"alg\":\"EdDSA\",\"typ\":\"{typ}\"}}");
        format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn both_forms_are_known_by_their_type() {
        let token = compact(TYPE);
        assert_eq!(presented(token.as_bytes()), Some(token.clone()));
        let json = to_json(&token).unwrap();
        assert_eq!(presented(json.as_bytes()), Some(token));
    }

    #[test]
    fn nothing_else_is_a_receipt() {
        let other = compact("vc+jwt");
        let json = to_json(&other).unwrap();
        for text in [
            other.as_str(),
            &json,
            "{}",
            "",
            "7K2M-9QXT-4BWF-HR",
            "eyJ",
            "é",
        ] {
            assert_eq!(presented(text.as_bytes()), None, "{text}");
        }
        assert_eq!(presented(&vec![b'a'; MAX_BYTES + 1]), None);
        assert_eq!(to_json("no token"), None);
    }
}
