//! What a key in a token is called, and of which kind it is.

use std::fmt;

use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, KeyType};
use sha2::{Digest, Sha256};

use crate::keys::entry::Algorithm;

/// How a key is found: by label, by id, or by both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::keys) struct KeyName {
    pub(in crate::keys) label: Option<String>,
    pub(in crate::keys) id: Option<Vec<u8>>,
}

impl KeyName {
    pub(super) fn attributes(&self) -> Vec<Attribute> {
        let label = self.label.as_ref();
        let label = label.map(|label| Attribute::Label(label.clone().into_bytes()));
        let id = self.id.as_ref().map(|id| Attribute::Id(id.clone()));
        label.into_iter().chain(id).collect()
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.label, &self.id) {
            (Some(label), None) => write!(f, "label `{label}`"),
            (Some(label), Some(id)) => write!(f, "label `{label}` and id `{}`", hex::encode(id)),
            (None, Some(id)) => write!(f, "id `{}`", hex::encode(id)),
            (None, None) => f.write_str("no name"),
        }
    }
}

/// DER of the object identifiers, and of the printable name, that modules give for Ed25519:
/// RFC 8410, an older one from RFC 9580 §9.2, PKCS#11 3.0 §2.3.5.
const ED25519: [&[u8]; 3] = [
    b"\x06\x03\x2b\x65\x70",
    b"\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01",
    b"\x13\x0cedwards25519",
];
/// RFC 5480 §2.1.1.1.
const P256: [&[u8]; 1] = [b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"];
/// Curves that a key may be on by mistake.
const OTHERS: [(&[u8], &str); 5] = [
    (b"\x06\x05\x2b\x81\x04\x00\x22", "P-384"),
    (b"\x06\x05\x2b\x81\x04\x00\x23", "P-521"),
    (b"\x06\x05\x2b\x81\x04\x00\x0a", "secp256k1"),
    (b"\x06\x03\x2b\x65\x71", "Ed448"),
    (b"\x13\x0aedwards448", "Ed448"),
];

impl Algorithm {
    pub(super) fn key_type(self) -> KeyType {
        match self {
            Self::Ed25519 => KeyType::EC_EDWARDS,
            Self::P256 => KeyType::EC,
        }
    }

    fn curves(self) -> &'static [&'static [u8]] {
        match self {
            Self::Ed25519 => &ED25519,
            Self::P256 => &P256,
        }
    }

    pub(super) fn mechanism_type(self) -> MechanismType {
        match self {
            Self::Ed25519 => MechanismType::EDDSA,
            Self::P256 => MechanismType::ECDSA,
        }
    }

    pub(super) fn mechanism_name(self) -> &'static str {
        match self {
            Self::Ed25519 => "CKM_EDDSA",
            Self::P256 => "CKM_ECDSA",
        }
    }

    /// One-shot signing needs no parameters for Ed25519 (PKCS#11 3.0 §2.3.14). ECDSA signs a digest:
    /// many modules have no mechanism that also hashes.
    pub(super) fn mechanism(self) -> Mechanism<'static> {
        match self {
            Self::Ed25519 => Mechanism::Eddsa(EddsaParams::new(EddsaSignatureScheme::Ed25519)),
            Self::P256 => Mechanism::Ecdsa,
        }
    }

    /// What is handed to the token for this message.
    pub(super) fn input(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519 => message.to_vec(),
            Self::P256 => Sha256::digest(message).to_vec(),
        }
    }

    /// Whether a key of this type on this curve, as far as the token tells, is of this kind; what
    /// it is otherwise.
    pub(super) fn is(self, key_type: Option<KeyType>, curve: Option<&[u8]>) -> Result<(), String> {
        if key_type.is_some_and(|key_type| key_type != self.key_type()) {
            return Err(name(key_type, curve));
        }
        match curve {
            // A private key need not say its curve; the probe signature tells.
            None | Some([]) => Ok(()),
            Some(curve) if self.curves().contains(&curve) => Ok(()),
            Some(_) => Err(name(key_type, curve)),
        }
    }

    /// The public key in an `EC_POINT`: PKCS#11 wraps it in a DER octet string, some modules do not,
    /// and some give Ed25519 keys as the bit string of X.509.
    pub(super) fn point(self, value: &[u8]) -> Option<Vec<u8>> {
        let length = match self {
            Self::Ed25519 => 32,
            Self::P256 => 65,
        };
        let bytes = match value {
            [0x04, header, point @ ..]
                if point.len() == length && usize::from(*header) == length =>
            {
                point
            }
            [0x03, header, 0, point @ ..]
                if point.len() == length && usize::from(*header) == length + 1 =>
            {
                point
            }
            point if point.len() == length => point,
            _ => return None,
        };
        Some(bytes.to_vec())
    }
}

fn name(key_type: Option<KeyType>, curve: Option<&[u8]>) -> String {
    let known = curve.and_then(|curve| {
        let other = OTHERS.iter().find(|(der, _)| *der == curve);
        let ours = [Algorithm::Ed25519, Algorithm::P256]
            .into_iter()
            .find(|kind| kind.curves().contains(&curve));
        other.map(|(_, name)| *name).or(ours.map(Algorithm::name))
    });
    match (known, key_type, curve) {
        (Some(name), _, _) => name.to_owned(),
        (None, Some(key_type), Some(curve)) if !curve.is_empty() => {
            format!("{key_type} on the curve {}", hex::encode(curve))
        }
        (None, Some(key_type), _) => key_type.to_string(),
        (None, None, _) => "of an unknown type".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_label_id_or_both() {
        let name = |label: Option<&str>, id: Option<&[u8]>| KeyName {
            label: label.map(str::to_owned),
            id: id.map(<[u8]>::to_vec),
        };
        assert_eq!(name(Some("seal"), None).to_string(), "label `seal`");
        assert_eq!(name(None, Some(&[1, 0xab])).to_string(), "id `01ab`");
        let both = name(Some("seal"), Some(&[1]));
        assert_eq!(both.to_string(), "label `seal` and id `01`");
        assert_eq!(both.attributes().len(), 2);
    }

    #[test]
    fn a_curve_is_known_in_every_form_that_modules_write_it() {
        for curve in ED25519 {
            assert!(
                Algorithm::Ed25519
                    .is(Some(KeyType::EC_EDWARDS), Some(curve))
                    .is_ok()
            );
        }
        assert!(Algorithm::P256.is(Some(KeyType::EC), Some(P256[0])).is_ok());
        assert!(Algorithm::P256.is(Some(KeyType::EC), None).is_ok());
    }

    #[test]
    fn a_key_of_another_kind_is_called_what_it_is() {
        let p384 = b"\x06\x05\x2b\x81\x04\x00\x22";
        for (wanted, key_type, curve, is) in [
            (Algorithm::P256, KeyType::EC, Some(&p384[..]), "P-384"),
            (Algorithm::Ed25519, KeyType::EC, Some(P256[0]), "P-256"),
            (
                Algorithm::P256,
                KeyType::EC_EDWARDS,
                Some(ED25519[2]),
                "Ed25519",
            ),
            (Algorithm::P256, KeyType::RSA, None, "CKK_RSA"),
            (
                Algorithm::P256,
                KeyType::EC,
                Some(&[6, 1, 1]),
                "CKK_EC on the curve 060101",
            ),
        ] {
            assert_eq!(wanted.is(Some(key_type), curve).unwrap_err(), is);
        }
    }

    #[test]
    fn a_public_point_is_read_with_and_without_its_wrapping() {
        let point = [7; 32];
        let wrapped = [&[0x04, 32][..], &point].concat();
        let bits = [&[0x03, 33, 0][..], &point].concat();
        for value in [&point[..], &wrapped, &bits] {
            assert_eq!(Algorithm::Ed25519.point(value).unwrap(), point);
        }
        let point = [&[4][..], &[7; 64]].concat();
        let wrapped = [&[0x04, 65][..], &point].concat();
        for value in [&point[..], &wrapped] {
            assert_eq!(Algorithm::P256.point(value).unwrap(), point);
        }
        assert_eq!(Algorithm::P256.point(&point[1..]), None);
        assert_eq!(Algorithm::Ed25519.point(&[]), None);
    }
}
