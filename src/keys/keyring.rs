//! The loaded key folder.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use secrecy::SecretString;
use serde::Serialize;

use super::entry::{KeyEntry, Purpose};
use super::link::LinkKey;
use super::load::{self, Folder};
use super::token::TokenEntry;
use super::{Error, TrustedKeys, half};
use crate::credential::{CertificateId, IssuerKey};
use crate::document::DocumentKey;

/// The issuer's keys: two that sign, one for links, and all that ever signed.
pub struct Keyring {
    issuer_key: IssuerKey,
    document_key: DocumentKey,
    link_key: LinkKey,
    trusted: TrustedKeys,
    crl: Vec<u8>,
    descriptions: Vec<KeyDescription>,
}

/// A key, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyDescription {
    /// Key id.
    pub id: String,
    /// `credential` or `document`.
    pub purpose: &'static str,
    /// `Ed25519` or `P-256`.
    pub algorithm: &'static str,
    /// `active since 2026-01-31`, `retired 2027-01-31`, `compromised 2027-01-31`, with `specimen`
    /// if it is one.
    pub state: String,
    /// Name of the token that holds the private half, where it is not a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Keyring {
    /// Reads the folder, tries every key that signs, and checks every certificate.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        Self::assemble(&Folder {
            path: folder,
            signs: true,
        })
    }

    /// Reads the public halves and checks every certificate. No private key file is read and no
    /// token opened: whatever is asked to sign answers with an error.
    pub fn load_without_signing(folder: &Path) -> Result<Self, Error> {
        Self::assemble(&Folder {
            path: folder,
            signs: false,
        })
    }

    fn assemble(folder: &Folder<'_>) -> Result<Self, Error> {
        let file = folder.keyring()?;
        let mut ids = BTreeSet::new();
        for key in &file.key {
            if !ids.insert(&key.id) {
                return folder.wrong_entry(key, "two keys have this id; ids are never used twice");
            }
        }
        folder.check_tokens(&file)?;
        folder.one_active(&file, Purpose::Credential)?;
        folder.one_active(&file, Purpose::Document)?;

        let mut trusted = TrustedKeys {
            issuer: Some(file.issuer.clone()),
            ..Default::default()
        };
        let (mut issuer_key, mut document_key) = (None, None);
        let mut descriptions = Vec::new();
        for entry in &file.key {
            let specimen = match entry.purpose {
                Purpose::Credential => {
                    let loaded = folder.credential_key(entry, &file.token)?;
                    issuer_key = issuer_key.or(loaded.signer);
                    trusted.seals.push(loaded.trusted.clone());
                    loaded.trusted.specimen
                }
                Purpose::Document => {
                    let loaded = folder.document_key(entry, &file.token)?;
                    document_key = document_key.or(loaded.signer);
                    trusted.documents.push(loaded.trusted.clone());
                    loaded.trusted.specimen
                }
            };
            descriptions.push(describe(entry, &file.token, specimen));
        }
        let missing = |purpose: Purpose| Error::Active {
            path: folder.keyring_path(),
            purpose: purpose.name(),
            found: 0,
        };
        let Ok(link_key) = <[u8; 32]>::try_from(&folder.read(&file.link_key)?[..]) else {
            return folder.wrong_file(&file.link_key, "must hold exactly 32 random bytes");
        };
        let crl = folder.read(&file.crl)?.to_vec();
        let signing = document_key.as_ref().map(|key| &key.id);
        let mut documents = trusted.documents.iter();
        if let Some(key) = documents.find(|key| Some(&key.id) == signing)
            && !key.is_in_force_by(&crl)
        {
            let problem = "is not a revocation list by the issuer of the active document key's \
                certificate, or revokes it; restore the list that belongs to it";
            return folder.wrong_file(&file.crl, problem);
        }
        Ok(Self {
            issuer_key: issuer_key.ok_or_else(|| missing(Purpose::Credential))?,
            document_key: document_key.ok_or_else(|| missing(Purpose::Document))?,
            link_key: LinkKey::new(link_key),
            trusted,
            crl,
            descriptions,
        })
    }

    /// The key that signs seals.
    pub fn issuer_key(&self) -> &IssuerKey {
        &self.issuer_key
    }

    /// The key that signs PDF files.
    pub fn document_key(&self) -> &DocumentKey {
        &self.document_key
    }

    /// Every key that signs or signed, as published.
    pub fn trusted(&self) -> TrustedKeys {
        self.trusted.clone()
    }

    /// Whether a key that signs is one that anyone has.
    pub fn is_example(&self) -> bool {
        let credential = self.trusted.seals.iter();
        let document = self.trusted.documents.iter();
        credential
            .filter(|key| key.id == self.issuer_key.id)
            .any(|key| key.specimen)
            || document
                .filter(|key| key.id == self.document_key.id)
                .any(|key| key.specimen)
    }

    /// The revocation list of the document keys' root, in DER.
    pub fn crl(&self) -> &[u8] {
        &self.crl
    }

    /// The active document key's certificates in PEM: its own first, the root last.
    pub fn chain_pem(&self) -> String {
        load::chain_pem(&self.document_key.chain)
    }

    /// The unguessable part of a holder's private link.
    pub fn link_token(&self, id: CertificateId, generation: u32) -> SecretString {
        self.link_key.token(id, generation)
    }

    /// The certificate and generation that a private link was made for, if we made it.
    pub fn open_link(&self, token: &str) -> Option<(CertificateId, u32)> {
        self.link_key.open(token)
    }

    /// Every key, in the order of `keyring.toml`.
    pub fn describe(&self) -> Vec<KeyDescription> {
        self.descriptions.clone()
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("keys", &self.descriptions)
            .finish_non_exhaustive()
    }
}

fn describe(entry: &KeyEntry, tokens: &[TokenEntry], specimen: bool) -> KeyDescription {
    let state = match (entry.compromised_at, entry.retired_at) {
        (Some(at), _) => format!("compromised {}", at.date_naive()),
        (None, Some(at)) => format!("retired {}", at.date_naive()),
        (None, None) => format!("active since {}", entry.not_before.date_naive()),
    };
    KeyDescription {
        id: entry.id.to_string(),
        purpose: entry.purpose.name(),
        algorithm: entry.algorithm.name(),
        state: if specimen {
            format!("{state}, specimen")
        } else {
            state
        },
        token: half::token_name(entry, tokens),
    }
}
