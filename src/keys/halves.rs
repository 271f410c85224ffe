//! The private halves of new keys: made here as files, or found in a token.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use zeroize::Zeroizing;

use super::Error;
use super::entry::Algorithm;
use super::load::PROBE;
use super::token::{
    Address, CredentialSigner, DocumentSigner, Fault, KeyName, TokenEntry, TokenKey,
};

pub(super) type Secret = Zeroizing<Vec<u8>>;

/// A token that has both keys of a new folder already.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// Whole path of the PKCS#11 module.
    pub module: PathBuf,
    /// Label of the token.
    pub label: String,
    /// Environment variable that holds the PIN …
    pub pin_env: Option<String>,
    /// … or the file that does.
    pub pin_file: Option<PathBuf>,
    /// Label of the Ed25519 key pair.
    pub credential_key: String,
    /// Label of the P-256 key pair.
    pub document_key: String,
}

/// Two keys: their public halves, and where the private ones are.
pub(super) struct Halves {
    /// In hexadecimal.
    pub(super) credential: String,
    pub(super) document: p256::ecdsa::VerifyingKey,
    /// The lines of `keyring.toml` that say where each private half is.
    pub(super) places: [String; 2],
    /// The `[[token]]` table, if there is a token.
    pub(super) token: String,
    /// The private halves that are files.
    pub(super) files: Vec<(&'static str, Secret)>,
}

/// The name of the first token in a new `keyring.toml`.
const TOKEN: &str = "hsm";

impl Halves {
    /// New keys, as files.
    pub(super) fn make() -> Result<Self, Error> {
        let (credential_pem, credential) = ed25519()?;
        let document = p256_key()?;
        Ok(Self {
            credential,
            document: *document.verifying_key(),
            places: ["credential", "document"].map(|key| in_file(&format!("{key}.key.pem"))),
            token: String::new(),
            files: vec![
                ("credential.key.pem", credential_pem),
                ("document.key.pem", p256_pem(&document)?),
            ],
        })
    }

    /// The keys of these labels in a token.
    pub(super) fn find(folder: &Path, token: &NewToken) -> Result<Self, Error> {
        let entry = TokenEntry::with_label(
            TOKEN,
            token.module.clone(),
            token.label.clone(),
            token.pin_env.clone(),
            token.pin_file.clone(),
        );
        let search = Search::begin(folder, &entry)?;
        Ok(Self {
            credential: search.credential(&token.credential_key)?,
            document: search.document(&token.document_key)?,
            places: [&token.credential_key, &token.document_key].map(|label| search.place(label)),
            token: format!(
                "# Holds the private halves. The PIN never stands in this file.\n{}\n",
                entry.to_toml()
            ),
            files: Vec::new(),
        })
    }
}

/// Looks for keys in a token by their labels. Each signs something before its public half is
/// told: what can't be used is not certified.
pub(super) struct Search<'a> {
    keyring: PathBuf,
    token: &'a TokenEntry,
    address: Arc<Address>,
}

impl<'a> Search<'a> {
    pub(super) fn begin(folder: &Path, token: &'a TokenEntry) -> Result<Self, Error> {
        let keyring = folder.join("keyring.toml");
        let wrong = |problem: String| Error::TokenEntry {
            path: keyring.clone(),
            token: token.name.clone(),
            problem,
        };
        token.check().map_err(|problem| wrong(problem.to_owned()))?;
        let address = Arc::new(token.address(folder).map_err(wrong)?);
        Ok(Self {
            keyring,
            token,
            address,
        })
    }

    /// The public half of an Ed25519 key, in hexadecimal.
    pub(super) fn credential(&self, label: &str) -> Result<String, Error> {
        let find = || {
            let (key, point) = self.open(label, Algorithm::Ed25519)?;
            let public = <[u8; 32]>::try_from(point)
                .ok()
                .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
                .filter(|public| !public.is_weak())
                .ok_or_else(|| key.other_key())?;
            CredentialSigner { key, public }.signature(PROBE)?;
            Ok(hex::encode(public.as_bytes()))
        };
        find().map_err(|fault| self.error(label, fault))
    }

    /// The public half of a P-256 key.
    pub(super) fn document(&self, label: &str) -> Result<p256::ecdsa::VerifyingKey, Error> {
        let find = || {
            let (key, point) = self.open(label, Algorithm::P256)?;
            let public =
                p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| key.other_key())?;
            DocumentSigner { key, public }.signature(PROBE)?;
            Ok(public)
        };
        find().map_err(|fault| self.error(label, fault))
    }

    /// The lines of `keyring.toml` that say where the private half is.
    pub(super) fn place(&self, label: &str) -> String {
        let text = |text: &str| toml::Value::String(text.to_owned());
        let (token, label) = (text(&self.token.name), text(label));
        format!("token = {token}\ntoken_key = {label}\n")
    }

    fn open(&self, label: &str, kind: Algorithm) -> Result<(TokenKey, Vec<u8>), Fault> {
        let name = KeyName {
            label: Some(label.to_owned()),
            id: None,
        };
        let key = TokenKey::new(&self.address, name, kind)?;
        let point = key.public_key()?;
        Ok((key, point))
    }

    fn error(&self, label: &str, source: Fault) -> Error {
        Error::Token {
            path: self.keyring.clone(),
            key: label.to_owned(),
            source: Box::new(source),
        }
    }
}

/// The line of `keyring.toml` for a private half in a file.
pub(super) fn in_file(name: &str) -> String {
    format!("file = \"{name}\"\n")
}

/// A new Ed25519 key: its private half in PEM, and its public half in hexadecimal.
pub(super) fn ed25519() -> Result<(Secret, String), Error> {
    let key = ed25519_dalek::SigningKey::from_bytes(&*random::<32>()?);
    let public = hex::encode(key.verifying_key().as_bytes());
    let pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(Error::make("credential key"))?;
    Ok((Secret::new(pem.as_bytes().to_vec()), public))
}

pub(super) fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, Error> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes)?;
    Ok(bytes)
}

pub(super) fn p256_key() -> Result<p256::ecdsa::SigningKey, Error> {
    // One in 2^32 draws is not a scalar of the curve; two in a row mean broken randomness.
    let key = p256::ecdsa::SigningKey::from_slice(&*random::<32>()?)
        .or(p256::ecdsa::SigningKey::from_slice(&*random::<32>()?));
    key.map_err(Error::make("document key"))
}

pub(super) fn p256_pem(key: &p256::ecdsa::SigningKey) -> Result<Secret, Error> {
    use p256::pkcs8::EncodePrivateKey as _;
    let pem = p256::SecretKey::from(key.as_nonzero_scalar())
        .to_pkcs8_pem(p256::pkcs8::LineEnding::LF)
        .map_err(Error::make("document key"))?;
    Ok(Secret::new(pem.as_bytes().to_vec()))
}
