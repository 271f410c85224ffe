//! The loaded key folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use der::Decode;
use secrecy::SecretString;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use x509_cert::Certificate;
use zeroize::Zeroizing;

use super::authority::CRL_PATH;
use super::crl;
use super::entry::{KeyEntry, KeyringFile, Purpose, is_key_id};
use super::link::LinkKey;
use super::load::{self, Folder};
use super::token::TokenEntry;
use super::{Error, TrustedKeys, half};
use crate::credential::{CertificateId, IssuerKey, KeyId};
use crate::document::{DocumentKey, TrustedDocumentKey};

/// The issuer's keys: two that sign, one for links, and all that ever signed.
pub struct Keyring {
    issuer_key: IssuerKey,
    document_key: DocumentKey,
    link_key: LinkKey,
    earlier_keys: Vec<KeyId>,
    trusted: TrustedKeys,
    crl: Vec<u8>,
    crls: BTreeMap<String, Vec<u8>>,
    descriptions: Vec<KeyDescription>,
    path: PathBuf,
    digest: [u8; 32],
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
    /// `active since 2026-01-31`, `replaced` while it is trusted but no longer signs, `retired
    /// 2027-01-31`, `compromised 2027-01-31`, with `specimen` if it is one.
    pub state: String,
    /// Name of the token that holds the private half, where it is not a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Keyring {
    /// Reads the folder, tries the keys that sign, and checks every certificate.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let folder = Folder {
            path: folder,
            signs: true,
        };
        Self::assemble(&folder, &folder.text()?)
    }

    /// Reads the public halves and checks every certificate. No private key file is read and no
    /// token opened: whatever is asked to sign answers with an error.
    pub fn load_without_signing(folder: &Path) -> Result<Self, Error> {
        let folder = Folder {
            path: folder,
            signs: false,
        };
        Self::assemble(&folder, &folder.text()?)
    }

    /// The keys of a folder as this text describes them.
    pub(super) fn assemble(folder: &Folder<'_>, text: &str) -> Result<Self, Error> {
        let file = folder.parse(text)?;
        check_ids(folder, &file)?;
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
        let lists = lists(folder, &file, &trusted.documents)?;
        let keys = file.key.iter().filter(|key| !key.signs);
        let earlier_keys = keys.filter(|key| key.purpose == Purpose::Credential);
        Ok(Self {
            issuer_key: issuer_key.ok_or_else(|| missing(Purpose::Credential))?,
            document_key: document_key.ok_or_else(|| missing(Purpose::Document))?,
            link_key: LinkKey::new(link_key),
            earlier_keys: earlier_keys.map(|key| key.id.clone()).collect(),
            trusted,
            crl: lists.signing,
            crls: lists.by_path,
            descriptions,
            path: folder.keyring_path(),
            digest: Sha256::digest(text).into(),
        })
    }

    /// Whether the folder still says what it said when it was loaded. What can't be read is not
    /// what it was.
    pub fn is_current(&self) -> bool {
        std::fs::read(&self.path)
            .is_ok_and(|text| self.digest == <[u8; 32]>::from(Sha256::digest(text)))
    }

    /// Whether neither of the keys that sign has ended since the folder was loaded. One that was
    /// only replaced may still sign.
    pub fn may_sign(&self) -> bool {
        if self.is_current() {
            return true;
        }
        let folder = Folder {
            path: self.path.parent().unwrap_or(&self.path),
            signs: false,
        };
        let file = folder.text().and_then(|text| folder.parse(&text));
        file.is_ok_and(|file| {
            [&self.issuer_key.id, &self.document_key.id]
                .into_iter()
                .all(|id| {
                    let mut keys = file.key.iter();
                    keys.any(|key| key.id == *id && key.is_active())
                })
        })
    }

    /// The key that signs seals.
    pub fn issuer_key(&self) -> &IssuerKey {
        &self.issuer_key
    }

    /// The keys that signed seals before.
    pub fn earlier_keys(&self) -> &[KeyId] {
        &self.earlier_keys
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

    /// The revocation list of the authority that certified the key that signs documents, in DER.
    pub fn crl(&self) -> &[u8] {
        &self.crl
    }

    /// The revocation list of every authority, in DER, by the path that its certificates name.
    pub fn crls(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.crls
    }

    /// The active document key's certificates in PEM: its own first, the root last.
    pub fn chain_pem(&self) -> String {
        load::chain_pem(&self.document_key.chain)
    }

    /// A stand-in for an address or a client that is counted: the same on every machine with these
    /// keys, and no way back without them.
    pub fn counted(&self, kind: &[u8], what: &[u8]) -> [u8; 32] {
        self.link_key.counted(kind, what)
    }

    /// Marks what the service hands out to get it back unchanged: the draft of a receipt.
    pub fn draft_tag(&self, draft: &[u8]) -> Vec<u8> {
        self.link_key.draft_tag(draft)
    }

    /// Whether a service with these keys wrote the draft.
    pub fn is_own_draft(&self, draft: &[u8], tag: &[u8]) -> bool {
        self.link_key.is_own_draft(draft, tag)
    }

    /// The unguessable part of a holder's private link.
    pub fn link_token(&self, id: CertificateId, generation: u32) -> SecretString {
        self.link_key.token(id, generation)
    }

    /// The certificate and generation that a private link was made for, if we made it.
    pub fn open_link(&self, token: &str) -> Option<(CertificateId, u32)> {
        self.link_key.open(token)
    }

    /// The secret that seeds the signing key of one webhook, anew with each generation.
    pub fn webhook_seed(&self, webhook: Uuid, generation: u32) -> Zeroizing<[u8; 32]> {
        let parts: [&[u8]; 2] = [webhook.as_bytes(), &generation.to_be_bytes()];
        Zeroizing::new(self.link_key.derive("sceau webhook key 1", &parts))
    }

    /// The secret of an account's second factor, anew with each generation. Nobody finds it in the
    /// register.
    pub fn totp_secret(&self, account: Uuid, generation: u32) -> Zeroizing<[u8; 32]> {
        let parts: [&[u8]; 2] = [account.as_bytes(), &generation.to_be_bytes()];
        Zeroizing::new(self.link_key.derive("sceau second factor 1", &parts))
    }

    /// The digest by which the register finds a student number: without this folder nobody can try
    /// numbers against it.
    pub fn ine_digest(&self, number: &str) -> [u8; 32] {
        let parts: [&[u8]; 1] = [number.as_bytes()];
        self.link_key.derive("sceau student number 1", &parts)
    }

    /// Binds what a certificate is found by to the certificate and its code: a row that somebody
    /// else wrote, or moved, is told by it.
    pub fn search_proof(
        &self,
        certificate: CertificateId,
        code: &str,
        organization_uai: Option<&str>,
        ine: Option<&[u8; 32]>,
    ) -> [u8; 32] {
        let parts: [&[u8]; 4] = [
            certificate.0.as_bytes(),
            code.as_bytes(),
            organization_uai.unwrap_or_default().as_bytes(),
            ine.map_or(&[], |digest| digest.as_slice()),
        ];
        self.link_key.derive("sceau search entry 1", &parts)
    }

    /// The unguessable part of a prescriber's link to results.
    pub fn results_token(&self, id: uuid::Uuid) -> SecretString {
        self.link_key.results_token(id)
    }

    /// What a prescriber's link to results was made for, if we made it.
    pub fn open_results(&self, token: &str) -> Option<uuid::Uuid> {
        self.link_key.open_results(token)
    }

    /// The unguessable part of a link by which a person opens an account.
    pub fn invitation_token(&self, id: uuid::Uuid) -> SecretString {
        self.link_key.invitation_token(id)
    }

    /// What such a link was made for, if we made it.
    pub fn open_invitation(&self, token: &str) -> Option<uuid::Uuid> {
        self.link_key.open_invitation(token)
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

fn check_ids(folder: &Folder<'_>, file: &KeyringFile) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    for key in &file.key {
        if !is_key_id(&key.id.0) {
            let problem = "an id is 1 to 32 letters, digits, `-`, `_` and `.`, and doesn't end in \
                `-jwk`";
            return folder.wrong_entry(key, problem);
        }
        if !ids.insert(&key.id) {
            return folder.wrong_entry(key, "two keys have this id; ids are never used twice");
        }
    }
    Ok(())
}

/// Revocation lists in DER.
struct Lists {
    /// By the authority of the key that signs, whose certificate it leaves in force.
    signing: Vec<u8>,
    /// Every authority's, by the path where it is looked for.
    by_path: BTreeMap<String, Vec<u8>>,
}

fn lists(
    folder: &Folder<'_>,
    file: &KeyringFile,
    trusted: &[TrustedDocumentKey],
) -> Result<Lists, Error> {
    let mut signing = None;
    let mut by_path = BTreeMap::new();
    let entries = file.key.iter();
    let mut documents: Vec<_> = entries
        .filter(|entry| entry.purpose == Purpose::Document)
        .zip(trusted)
        .collect();
    // The key that signs comes first: where two claim a path, its list is there.
    documents.sort_by_key(|(entry, _)| !entry.signs);
    for (entry, key) in documents {
        let name = entry.crl.as_ref().unwrap_or(&file.crl);
        let list = folder.read(name)?.to_vec();
        let revoked = key.is_revoked_by(&list);
        if entry.signs {
            if revoked != Some(false) {
                let problem = "is not a revocation list by the issuer of the active document \
                    key's certificate, or revokes it; restore the list that belongs to it";
                return folder.wrong_file(name, problem);
            }
            signing = Some(list.clone());
        }
        let leaf = key.chain.first();
        let leaf = leaf.and_then(|der| Certificate::from_der(der).ok());
        let address = leaf.and_then(|leaf| crl::address(&leaf));
        let path = address.as_deref().and_then(crl::path).unwrap_or(CRL_PATH);
        if revoked.is_some() {
            by_path.entry(path.to_owned()).or_insert(list);
        }
    }
    let signing = match signing {
        Some(list) => list,
        None => folder.read(&file.crl)?.to_vec(),
    };
    Ok(Lists { signing, by_path })
}

fn describe(entry: &KeyEntry, tokens: &[TokenEntry], specimen: bool) -> KeyDescription {
    let state = match (entry.compromised_at, entry.retired_at) {
        (Some(at), _) => format!("compromised {}", at.date_naive()),
        (None, Some(at)) => format!("retired {}", at.date_naive()),
        (None, None) if entry.signs => format!("active since {}", entry.not_before.date_naive()),
        (None, None) => "replaced".to_owned(),
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
