//! The issuer's identifiers: did:web, verification methods, Multikey.

use ed25519_dalek::VerifyingKey;

use super::KeyId;

/// Multicodec `ed25519-pub` as a varint (Controlled Identifiers v1.0 §2.2.2).
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];
/// Multibase's mark for base58btc.
const MULTIBASE_BASE58BTC: char = 'z';

/// The issuer's identifier: did:web of the public address, `did:web:sceau.example`. A port is
/// parted by `%3A` (did:web method §2.5.2).
pub fn did_web(public_url: &str) -> String {
    let host = public_url
        .split_once("://")
        .map_or(public_url, |(_, host)| host);
    format!("did:web:{}", host.replace(':', "%3A"))
}

/// The identifier of a key in signatures: `did:web:sceau.example#c-2026-1`.
pub fn verification_method(did: &str, key: &KeyId) -> String {
    format!("{did}#{key}")
}

/// The key that a verification method of this issuer names.
pub(super) fn key_of_method(method: &str, did: &str) -> Option<KeyId> {
    let key = method.strip_prefix(did)?.strip_prefix('#')?;
    Some(KeyId(key.to_owned()))
}

/// A public key as Multikey text: `z6Mk…` (Controlled Identifiers v1.0 §2.2.2).
pub fn multikey(key: &VerifyingKey) -> String {
    let mut bytes = [0; 34];
    bytes[..2].copy_from_slice(&ED25519_PUBLIC);
    bytes[2..].copy_from_slice(key.as_bytes());
    let text = bs58::encode(bytes).into_string();
    format!("{MULTIBASE_BASE58BTC}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_issuer_is_the_public_address_as_a_did() {
        assert_eq!(did_web("https://sceau.example"), "did:web:sceau.example");
        assert_eq!(did_web("http://127.0.0.1:8080"), "did:web:127.0.0.1%3A8080");
    }

    #[test]
    fn a_method_names_a_key_only_under_its_own_issuer() {
        let did = "did:web:sceau.example";
        let method = verification_method(did, &KeyId("c1".into()));
        assert_eq!(key_of_method(&method, did), Some(KeyId("c1".into())));
        for other in ["did:web:sceau.example.org#c1", "did:web:sceau", "c1", "#c1"] {
            assert_eq!(key_of_method(other, did), None, "{other}");
        }
    }
}
