//! Reads the files of a key folder, and tries every key before it may sign.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use der::EncodePem;
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use p256::pkcs8::DecodePublicKey as _;
use signature::{Signer, Verifier};
use x509_cert::Certificate;
use zeroize::Zeroizing;

use super::Error;
use super::entry::{Algorithm, KeyEntry, KeyringFile, Purpose};
use super::half::{CredentialHalf, DocumentHalf, Half, Unopened};
use super::token::TokenEntry;
use crate::credential::{IssuerKey, TrustedKey};
use crate::document::{DocumentKey, TrustedDocumentKey};

/// What a key signs to show that it works.
pub(super) const PROBE: &[u8] = b"Sceau tries this key before it is used";

/// The public half of the shipped example's credential key. Whoever copies the file without the
/// line `specimen = true` still gets specimens.
const EXAMPLE_CREDENTIAL_KEY: &str =
    "68dae855dcd51963c190347bd2805774cb96cb30154addcde02ceaac1b973a59";
/// What the subject of the example's document certificate says.
const SPECIMEN: &str = "SPECIMEN";

/// One credential key as loaded; it can sign if its private half is here.
pub(super) struct LoadedCredentialKey {
    pub(super) signer: Option<IssuerKey>,
    pub(super) trusted: TrustedKey,
}

/// One document key as loaded.
pub(super) struct LoadedDocumentKey {
    pub(super) signer: Option<DocumentKey>,
    pub(super) trusted: TrustedDocumentKey,
}

/// A key folder that is being read.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
    /// Whether private halves are opened and tried; without, nothing can be signed.
    pub(super) signs: bool,
}

impl Folder<'_> {
    /// The same folder, read by somebody who signs nothing.
    pub(super) fn unopened(&self) -> Self {
        Self {
            path: self.path,
            signs: false,
        }
    }

    pub(super) fn keyring_path(&self) -> PathBuf {
        self.path.join("keyring.toml")
    }

    /// `keyring.toml` as written.
    pub(super) fn text(&self) -> Result<String, Error> {
        let path = self.keyring_path();
        fs::read_to_string(&path).map_err(|source| Error::Read { path, source })
    }

    /// What `keyring.toml` says.
    pub(super) fn parse(&self, text: &str) -> Result<KeyringFile, Error> {
        let mut file: KeyringFile = toml::from_str(text).map_err(|error| Error::Keyring {
            path: self.keyring_path(),
            source: Box::new(error),
        })?;
        file.mark_signing();
        Ok(file)
    }

    pub(super) fn read(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        let path = self.path.join(name);
        fs::read(&path)
            .map(Zeroizing::new)
            .map_err(|source| Error::Read { path, source })
    }

    pub(super) fn credential_key(
        &self,
        entry: &KeyEntry,
        tokens: &[TokenEntry],
    ) -> Result<LoadedCredentialKey, Error> {
        if entry.algorithm != Algorithm::Ed25519 {
            return self.wrong_entry(entry, "a credential key has `algorithm = \"Ed25519\"`");
        }
        let Some(public) = &entry.public_key else {
            return self.wrong_entry(entry, "`public_key` is missing: 64 hexadecimal digits");
        };
        let bytes = hex::decode(public)
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let key = bytes.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
        let Some(key) = key.filter(|key| !key.is_weak()) else {
            return self.wrong_entry(entry, "`public_key` is not an Ed25519 key");
        };
        let signer: Option<CredentialHalf> = match self.private_half(entry, tokens)? {
            None => None,
            Some(Half::Unopened) => Some(Arc::new(Unopened)),
            Some(Half::File(name)) => Some(self.credential_file(entry, name, key)?),
            Some(Half::Token(half)) => Some(self.credential_token(entry, half, key)?),
        };
        let signer = signer.map(|signer| IssuerKey {
            id: entry.id.clone(),
            verifying_key: key,
            signer,
        });
        let trusted = TrustedKey {
            id: entry.id.clone(),
            key,
            not_before: entry.not_before,
            retired_at: entry.retired_at,
            compromised_at: entry.compromised_at,
            specimen: entry.specimen || *public == EXAMPLE_CREDENTIAL_KEY,
        };
        Ok(LoadedCredentialKey { signer, trusted })
    }

    fn credential_file(
        &self,
        entry: &KeyEntry,
        name: &str,
        public: VerifyingKey,
    ) -> Result<CredentialHalf, Error> {
        let pem = self.pem(name)?;
        let Ok(signer) = ed25519_dalek::SigningKey::from_pkcs8_pem(&pem) else {
            return self.wrong_file(name, "is not an Ed25519 private key in PKCS#8 PEM");
        };
        let works = signer
            .try_sign(PROBE)
            .is_ok_and(|signature| public.verify_strict(PROBE, &signature).is_ok());
        if !works {
            let problem = format!(
                "is not the private half of `public_key` of the key `{}`; restore the file that \
                 belongs to it",
                entry.id
            );
            return self.wrong_file(name, &problem);
        }
        Ok(Arc::new(signer))
    }

    pub(super) fn document_key(
        &self,
        entry: &KeyEntry,
        tokens: &[TokenEntry],
    ) -> Result<LoadedDocumentKey, Error> {
        if entry.algorithm != Algorithm::P256 {
            return self.wrong_entry(entry, "a document key has `algorithm = \"P-256\"`");
        }
        let Some(chain_name) = &entry.chain else {
            return self.wrong_entry(entry, "`chain` is missing: the file with its certificates");
        };
        let chain = self.chain(chain_name)?;
        let trusted = TrustedDocumentKey {
            id: entry.id.clone(),
            specimen: entry.specimen || chain.specimen,
            chain: chain.der,
            not_before: entry.not_before,
            retired_at: entry.retired_at,
            compromised_at: entry.compromised_at,
        };
        if let Err(fault) = trusted.check(entry.not_before) {
            return self.wrong_file(chain_name, &format!("can't sign documents: {fault}"));
        }
        let signer: Option<DocumentHalf> = match self.private_half(entry, tokens)? {
            None => None,
            Some(Half::Unopened) => Some(Arc::new(Unopened)),
            Some(Half::File(name)) => Some(self.document_file(name, chain_name, &chain.public)?),
            Some(Half::Token(half)) => Some(self.document_token(entry, half, chain.public)?),
        };
        let signer = signer.map(|signer| DocumentKey {
            id: trusted.id.clone(),
            signer,
            chain: trusted.chain.clone(),
        });
        Ok(LoadedDocumentKey { signer, trusted })
    }

    fn document_file(
        &self,
        name: &str,
        chain_name: &str,
        public: &p256::ecdsa::VerifyingKey,
    ) -> Result<DocumentHalf, Error> {
        let pem = self.pem(name)?;
        let Ok(signer) = p256::ecdsa::SigningKey::from_pkcs8_pem(&pem) else {
            return self.wrong_file(name, "is not a P-256 private key in PKCS#8 PEM");
        };
        let works = signer
            .try_sign(PROBE)
            .is_ok_and(|signature: p256::ecdsa::Signature| {
                public.verify(PROBE, &signature).is_ok()
            });
        if !works {
            let problem = format!(
                "is not the private half of the first certificate in `{chain_name}`; restore the \
                 file that belongs to it"
            );
            return self.wrong_file(name, &problem);
        }
        Ok(Arc::new(signer))
    }

    /// The public half of a document key, if this is one.
    pub(super) fn document_public(&self, entry: &KeyEntry) -> Option<p256::ecdsa::VerifyingKey> {
        let chain = self.chain(entry.chain.as_deref()?);
        chain.ok().map(|chain| chain.public)
    }

    fn chain(&self, name: &str) -> Result<Chain, Error> {
        let pem = self.read(name)?;
        let certificates = Certificate::load_pem_chain(&pem).unwrap_or_default();
        let Some(leaf) = certificates.first() else {
            return self.wrong_file(name, "has no X.509 certificates in PEM");
        };
        let public = der::Encode::to_der(leaf.tbs_certificate().subject_public_key_info())
            .ok()
            .and_then(|der| p256::ecdsa::VerifyingKey::from_public_key_der(&der).ok());
        let Some(public) = public else {
            return self.wrong_file(name, "starts with a certificate that has no P-256 key");
        };
        let specimen = leaf
            .tbs_certificate()
            .subject()
            .to_string()
            .contains(SPECIMEN);
        let der = certificates
            .iter()
            .map(der::Encode::to_der)
            .collect::<Result<_, _>>();
        match der {
            Ok(der) => Ok(Chain {
                der,
                public,
                specimen,
            }),
            Err(_) => self.wrong_file(name, "has a certificate that can't be read"),
        }
    }

    fn pem(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        let bytes = self.read(name)?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(Zeroizing::new(text.to_owned())),
            Err(_) => self.wrong_file(name, "is not a PEM file"),
        }
    }

    pub(super) fn wrong_entry<T>(&self, entry: &KeyEntry, problem: &str) -> Result<T, Error> {
        Err(Error::Entry {
            path: self.keyring_path(),
            key: entry.id.to_string(),
            problem: problem.to_owned(),
        })
    }

    pub(super) fn wrong_file<T>(&self, name: &str, problem: &str) -> Result<T, Error> {
        Err(Error::File {
            path: self.path.join(name),
            problem: problem.to_owned(),
        })
    }

    /// A key of each purpose signs.
    pub(super) fn one_active(&self, file: &KeyringFile, purpose: Purpose) -> Result<(), Error> {
        match file.signing(purpose) {
            Some(_) => Ok(()),
            None => Err(Error::Active {
                path: self.keyring_path(),
                purpose: purpose.name(),
                found: 0,
            }),
        }
    }
}

struct Chain {
    der: Vec<Vec<u8>>,
    public: p256::ecdsa::VerifyingKey,
    specimen: bool,
}

/// PEM of certificates in DER, as published.
pub(super) fn chain_pem(chain: &[Vec<u8>]) -> String {
    chain
        .iter()
        .filter_map(|der| <Certificate as der::Decode>::from_der(der).ok())
        .filter_map(|certificate| certificate.to_pem(der::pem::LineEnding::LF).ok())
        .collect()
}
