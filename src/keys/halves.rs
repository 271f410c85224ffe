//! The two keys of a new folder: made here as files, or found in a token.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use zeroize::Zeroizing;

use super::Error;
use super::entry::Algorithm;
use super::load::PROBE;
use super::token::{CredentialSigner, DocumentSigner, Fault, KeyName, TokenEntry, TokenKey};

pub(super) type Secret = Zeroizing<Vec<u8>>;

/// A token that has both keys already.
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
    pub(super) credential: [u8; 32],
    pub(super) document: p256::ecdsa::VerifyingKey,
    /// The line of `keyring.toml` that says where each private half is.
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
        let credential = ed25519_dalek::SigningKey::from_bytes(&*random::<32>()?);
        let pem = credential
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(Error::make("credential key"))?;
        let document = p256_key()?;
        Ok(Self {
            credential: credential.verifying_key().to_bytes(),
            document: *document.verifying_key(),
            places: ["credential", "document"].map(|key| format!("file = \"{key}.key.pem\"\n")),
            token: String::new(),
            files: vec![
                ("credential.key.pem", Secret::new(pem.as_bytes().to_vec())),
                ("document.key.pem", p256_pem(&document)?),
            ],
        })
    }

    /// The keys of these labels in a token. Each signs something first: what can't be used is not
    /// certified.
    pub(super) fn find(folder: &Path, token: &NewToken) -> Result<Self, Error> {
        let entry = TokenEntry::with_label(
            TOKEN,
            token.module.clone(),
            token.label.clone(),
            token.pin_env.clone(),
            token.pin_file.clone(),
        );
        let wrong = |problem: String| Error::TokenEntry {
            path: folder.join("keyring.toml"),
            token: TOKEN.to_owned(),
            problem,
        };
        entry.check().map_err(|problem| wrong(problem.to_owned()))?;
        let address = Arc::new(entry.address(folder).map_err(wrong)?);
        let fault = |label: &str| {
            let (path, key) = (folder.join("keyring.toml"), label.to_owned());
            move |source| Error::Token { path, key, source }
        };
        let open = |label: &str, kind| {
            let name = KeyName {
                label: Some(label.to_owned()),
                id: None,
            };
            let key = TokenKey::new(&address, name, kind)?;
            let point = key.public_key()?;
            Ok::<_, Fault>((key, point))
        };
        let credential = open(&token.credential_key, Algorithm::Ed25519)
            .and_then(|(key, point)| credential(key, &point))
            .map_err(fault(&token.credential_key))?;
        let document = open(&token.document_key, Algorithm::P256)
            .and_then(|(key, point)| document(key, &point))
            .map_err(fault(&token.document_key))?;
        let place = |label: &str| {
            let label = toml::Value::String(label.to_owned());
            format!("token = \"{TOKEN}\"\ntoken_key = {label}\n")
        };
        Ok(Self {
            credential,
            document,
            places: [place(&token.credential_key), place(&token.document_key)],
            token: format!(
                "# Holds the private halves. The PIN never stands in this file.\n{}\n",
                entry.to_toml()
            ),
            files: Vec::new(),
        })
    }
}

fn credential(key: TokenKey, point: &[u8]) -> Result<[u8; 32], Fault> {
    let public = <[u8; 32]>::try_from(point)
        .ok()
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok())
        .filter(|public| !public.is_weak())
        .ok_or_else(|| key.other_key())?;
    CredentialSigner { key, public }.signature(PROBE)?;
    Ok(public.to_bytes())
}

fn document(key: TokenKey, point: &[u8]) -> Result<p256::ecdsa::VerifyingKey, Fault> {
    let public = p256::ecdsa::VerifyingKey::from_sec1_bytes(point).map_err(|_| key.other_key())?;
    DocumentSigner { key, public }.signature(PROBE)?;
    Ok(public)
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
