//! Holders' private links: unguessable, withdrawn by raising the certificate's generation.
//!
//! base64url of id (16) ‖ generation (4) ‖ HMAC-SHA-256 of both, cut to 16 bytes (RFC 2104 §5).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::credential::CertificateId;

const BODY: usize = 20;
const TAG: usize = 16;
/// Keeps these tags apart from the other uses of the key.
const CONTEXT: &[u8] = b"sceau private link v1";
const COUNTED: &[u8] = b"sceau request counts v1";
const RESULTS_CONTEXT: &[u8] = b"sceau results link v1";
const INVITATION_CONTEXT: &[u8] = b"sceau account invitation v1";
const DRAFT_CONTEXT: &[u8] = b"sceau receipt draft v1";

/// The key of the links.
pub(super) struct LinkKey(SecretBox<[u8; 32]>);

impl LinkKey {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    pub(super) fn token(&self, id: CertificateId, generation: u32) -> SecretString {
        let mut bytes = Vec::with_capacity(BODY + TAG);
        bytes.extend(id.0.as_bytes());
        bytes.extend(generation.to_be_bytes());
        let tag = self.mac(&bytes).map(|mac| mac.finalize().into_bytes());
        bytes.extend(tag.iter().flatten().take(TAG));
        URL_SAFE_NO_PAD.encode(bytes).into()
    }

    /// A secret of the folder for another purpose than links: HMAC-SHA-256 keeps the purposes apart.
    pub(super) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut block = Zeroizing::new([0; 64]);
        // RFC 2104 §2: a key shorter than the block is filled up with zeros.
        block[..32].copy_from_slice(self.0.expose_secret());
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            mac.update(&length.to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    pub(super) fn open(&self, token: &str) -> Option<(CertificateId, u32)> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (body, tag) = bytes.split_at_checked(BODY)?;
        if tag.len() != TAG {
            return None;
        }
        // Compares in constant time.
        self.mac(body)?.verify_truncated_left(tag).ok()?;
        let (id, generation) = body.split_at_checked(16)?;
        let id = CertificateId(Uuid::from_slice(id).ok()?);
        Some((id, u32::from_be_bytes(generation.try_into().ok()?)))
    }

    /// The token of a prescriber's link to results.
    pub(super) fn results_token(&self, id: Uuid) -> SecretString {
        self.token_of(RESULTS_CONTEXT, id)
    }

    pub(super) fn open_results(&self, token: &str) -> Option<Uuid> {
        self.opened(RESULTS_CONTEXT, token)
    }

    /// The token of a link by which a person opens an account.
    pub(super) fn invitation_token(&self, id: Uuid) -> SecretString {
        self.token_of(INVITATION_CONTEXT, id)
    }

    pub(super) fn open_invitation(&self, token: &str) -> Option<Uuid> {
        self.opened(INVITATION_CONTEXT, token)
    }

    /// base64url of id (16) ‖ HMAC-SHA-256, cut to 16 bytes.
    fn token_of(&self, context: &[u8], id: Uuid) -> SecretString {
        let mut bytes = id.as_bytes().to_vec();
        let tag = self.mac_of(context, &bytes);
        let tag = tag.map(|mac| mac.finalize().into_bytes());
        bytes.extend(tag.iter().flatten().take(TAG));
        URL_SAFE_NO_PAD.encode(bytes).into()
    }

    fn opened(&self, context: &[u8], token: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, tag) = bytes.split_at_checked(16)?;
        if tag.len() != TAG {
            return None;
        }
        // Compares in constant time.
        self.mac_of(context, id)?.verify_truncated_left(tag).ok()?;
        Uuid::from_slice(id).ok()
    }

    /// The mark of a draft that this service wrote.
    pub(super) fn draft_tag(&self, draft: &[u8]) -> Vec<u8> {
        let mac = self.mac_of(DRAFT_CONTEXT, draft);
        mac.map_or_else(Vec::new, |mac| mac.finalize().into_bytes().to_vec())
    }

    pub(super) fn is_own_draft(&self, draft: &[u8], tag: &[u8]) -> bool {
        let mac = self.mac_of(DRAFT_CONTEXT, draft);
        // Compares in constant time.
        mac.is_some_and(|mac| mac.verify_slice(tag).is_ok())
    }

    /// A stand-in for what is counted but not kept: the same for the same, and no way back.
    pub(super) fn counted(&self, kind: &[u8], what: &[u8]) -> [u8; 32] {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()) else {
            // HMAC takes keys of any length.
            return [0; 32];
        };
        for part in [COUNTED, kind, b":", what] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn mac(&self, body: &[u8]) -> Option<Hmac<Sha256>> {
        self.mac_of(CONTEXT, body)
    }

    fn mac_of(&self, context: &[u8], body: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length: there is always a value.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()).ok()?;
        mac.update(context);
        mac.update(body);
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> CertificateId {
        CertificateId(Uuid::from_u128(0x019e_2b1c_7f00_7abc_8def_0123_4567_89ab))
    }

    #[test]
    fn a_link_opens_to_its_certificate_and_generation() {
        let key = LinkKey::new([7; 32]);
        let token = key.token(id(), 3);
        assert_eq!(token.expose_secret().len(), 48);
        assert_eq!(key.open(token.expose_secret()), Some((id(), 3)));
    }

    #[test]
    fn what_is_counted_has_a_stand_in_under_the_key() {
        let key = LinkKey::new([7; 32]);
        let one = key.counted(b"address", &[192, 0, 2, 1]);
        assert_eq!(one, key.counted(b"address", &[192, 0, 2, 1]));
        assert_ne!(one, key.counted(b"client", &[192, 0, 2, 1]));
        assert_ne!(
            one,
            LinkKey::new([8; 32]).counted(b"address", &[192, 0, 2, 1])
        );
    }

    #[test]
    fn a_link_with_any_bit_changed_does_not_open() {
        let key = LinkKey::new([7; 32]);
        let token = key.token(id(), 3);
        let bytes = URL_SAFE_NO_PAD.decode(token.expose_secret()).unwrap();
        for position in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[position / 8] ^= 1 << (position % 8);
            assert_eq!(
                key.open(&URL_SAFE_NO_PAD.encode(changed)),
                None,
                "bit {position}"
            );
        }
    }

    #[test]
    fn every_purpose_and_every_part_has_a_secret_of_its_own() {
        let key = LinkKey::new([7; 32]);
        let secrets = [
            key.derive("a", &[]),
            key.derive("a", &[b""]),
            key.derive("a", &[b"b"]),
            key.derive("a", &[b"b", b"c"]),
            key.derive("a", &[b"bc"]),
            key.derive("ab", &[]),
            LinkKey::new([8; 32]).derive("a", &[]),
        ];
        for (place, secret) in secrets.iter().enumerate() {
            assert!(!secrets[..place].contains(secret), "{place}");
        }
    }

    #[test]
    fn derived_secrets_are_rfc_2104s() {
        use sha2::Digest;

        let pad = |with: u8| -> Vec<u8> {
            let mut block = [0_u8; 64];
            block[..32].copy_from_slice(&[7; 32]);
            block.iter().map(|byte| byte ^ with).collect()
        };
        let message = [&1_u64.to_be_bytes()[..], b"a", &2_u64.to_be_bytes(), b"bc"].concat();
        let inner = Sha256::digest([pad(0x36), message].concat());
        let outer = Sha256::digest([pad(0x5c), inner.to_vec()].concat());
        let derived = LinkKey::new([7; 32]).derive("a", &[b"bc"]);
        assert_eq!(derived, <[u8; 32]>::from(outer));
    }

    #[test]
    fn a_link_to_results_opens_to_its_own_and_nothing_else() {
        let key = LinkKey::new([7; 32]);
        let token = key.results_token(id().0);
        let token = token.expose_secret();
        assert_eq!(token.len(), 43);
        assert_eq!(key.open_results(token), Some(id().0));
        assert_eq!(key.open_invitation(token), None);
        let invitation = key.invitation_token(id().0);
        let invitation = invitation.expose_secret();
        assert_eq!(key.open_invitation(invitation), Some(id().0));
        assert_eq!(key.open_results(invitation), None);
        assert_eq!(key.open(token), None);
        assert_eq!(key.open_results(key.token(id(), 3).expose_secret()), None);
        assert_eq!(LinkKey::new([8; 32]).open_results(token), None);
        let mut bytes = URL_SAFE_NO_PAD.decode(token).unwrap();
        bytes[15] ^= 1;
        assert_eq!(key.open_results(&URL_SAFE_NO_PAD.encode(bytes)), None);
    }

    #[test]
    fn a_link_of_another_key_or_another_length_does_not_open() {
        let key = LinkKey::new([7; 32]);
        let token = key.token(id(), 3);
        let token = token.expose_secret();
        assert_eq!(LinkKey::new([8; 32]).open(token), None);
        assert_eq!(key.open(&token[..44]), None);
        assert_eq!(key.open(&format!("{token}AAAA")), None);
        assert_eq!(key.open(""), None);
        assert_eq!(key.open("not base64!"), None);
    }
}
