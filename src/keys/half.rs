//! Where the private half of a key is: a file, a token, or left unopened.

use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use signature::Signer;

use super::Error;
use super::entry::{KeyEntry, KeyringFile};
use super::load::{Folder, PROBE};
use super::token::{CredentialSigner, DocumentSigner, Fault, KeyName, TokenEntry, TokenKey};

/// Signs seals, wherever it lives.
pub(super) type CredentialHalf = Arc<dyn Signer<ed25519_dalek::Signature> + Send + Sync>;
/// Signs PDF files, wherever it lives.
pub(super) type DocumentHalf = Arc<dyn Signer<p256::ecdsa::Signature> + Send + Sync>;

/// The private half of a key that signs.
pub(super) enum Half<'e> {
    /// A file in the folder.
    File(&'e str),
    /// A key in a token.
    Token(TokenKey),
    /// This process does not sign.
    Unopened,
}

/// Stands for a private half in a process that does not sign.
pub(super) struct Unopened;

impl<S> Signer<S> for Unopened {
    fn try_sign(&self, _message: &[u8]) -> Result<S, signature::Error> {
        Err(signature::Error::from_source(Fault::NotOpened))
    }
}

/// The name of the token that holds the private half, if a token does.
pub(super) fn token_name(entry: &KeyEntry, tokens: &[TokenEntry]) -> Option<String> {
    if entry.token_key.is_none() && entry.token_key_id.is_none() {
        return None;
    }
    let only = || tokens.first().map(|token| token.name.clone());
    entry.token.clone().or_else(only)
}

impl Folder<'_> {
    /// Every `[[token]]` entry makes sense by itself, and no two have one name.
    pub(super) fn check_tokens(&self, file: &KeyringFile) -> Result<(), Error> {
        for (place, token) in file.token.iter().enumerate() {
            if let Err(problem) = token.check() {
                return self.wrong_token(token, problem.to_owned());
            }
            if file.token[..place]
                .iter()
                .any(|other| other.name == token.name)
            {
                return self.wrong_token(token, "two tokens have this `name`".to_owned());
            }
        }
        Ok(())
    }

    /// The private half. A key that signs needs one, in one place.
    pub(super) fn private_half<'e>(
        &self,
        entry: &'e KeyEntry,
        tokens: &[TokenEntry],
    ) -> Result<Option<Half<'e>>, Error> {
        let named = entry.token_key.is_some() || entry.token_key_id.is_some();
        if named && entry.file.is_some() {
            return self.wrong_entry(entry, "a key is either in a `file` or a `token_key`");
        }
        if !named && entry.token.is_some() {
            return self.wrong_entry(entry, "`token` needs a `token_key` or a `token_key_id`");
        }
        if !entry.signs {
            // What no longer signs is not even read.
            return Ok(None);
        }
        if named {
            let token = self.token_of(entry, tokens)?;
            let name = self.key_name(entry)?;
            if !self.signs {
                return Ok(Some(Half::Unopened));
            }
            let address = match token.address(self.path) {
                Ok(address) => Arc::new(address),
                Err(problem) => return self.wrong_token(token, problem),
            };
            let half = TokenKey::new(&address, name, entry.algorithm);
            return Ok(Some(Half::Token(half.map_err(self.token_error(entry))?)));
        }
        match &entry.file {
            None => self.wrong_entry(
                entry,
                "`file` or `token_key` is missing: an active key must sign",
            ),
            Some(_) if !self.signs => Ok(Some(Half::Unopened)),
            Some(name) => Ok(Some(Half::File(name))),
        }
    }

    fn token_of<'t>(
        &self,
        entry: &KeyEntry,
        tokens: &'t [TokenEntry],
    ) -> Result<&'t TokenEntry, Error> {
        match (&entry.token, tokens) {
            (None, [only]) => Ok(only),
            (None, []) => self.wrong_entry(entry, "`token_key` needs a `[[token]]` table"),
            (None, _) => self.wrong_entry(entry, "`token` is missing: there are several tokens"),
            (Some(name), _) => match tokens.iter().find(|token| token.name == *name) {
                Some(token) => Ok(token),
                None => self.wrong_entry(entry, "`token` is not the `name` of a `[[token]]` table"),
            },
        }
    }

    fn key_name(&self, entry: &KeyEntry) -> Result<KeyName, Error> {
        let id = match entry.token_key_id.as_ref().map(hex::decode) {
            None => None,
            Some(Ok(id)) if !id.is_empty() => Some(id),
            Some(_) => return self.wrong_entry(entry, "`token_key_id` is not hexadecimal"),
        };
        if entry.token_key.as_ref().is_some_and(String::is_empty) {
            return self.wrong_entry(entry, "`token_key` is empty");
        }
        Ok(KeyName {
            label: entry.token_key.clone(),
            id,
        })
    }

    /// Opens the token and has the key sign something.
    pub(super) fn credential_token(
        &self,
        entry: &KeyEntry,
        key: TokenKey,
        public: VerifyingKey,
    ) -> Result<CredentialHalf, Error> {
        let signer = CredentialSigner { key, public };
        signer.signature(PROBE).map_err(self.token_error(entry))?;
        Ok(Arc::new(signer))
    }

    /// Opens the token and has the key sign something.
    pub(super) fn document_token(
        &self,
        entry: &KeyEntry,
        key: TokenKey,
        public: p256::ecdsa::VerifyingKey,
    ) -> Result<DocumentHalf, Error> {
        let signer = DocumentSigner { key, public };
        signer.signature(PROBE).map_err(self.token_error(entry))?;
        Ok(Arc::new(signer))
    }

    fn token_error(&self, entry: &KeyEntry) -> impl FnOnce(Fault) -> Error {
        let (path, key) = (self.keyring_path(), entry.id.to_string());
        move |source| Error::Token {
            path,
            key,
            source: Box::new(source),
        }
    }

    fn wrong_token<T>(&self, token: &TokenEntry, problem: String) -> Result<T, Error> {
        Err(Error::TokenEntry {
            path: self.keyring_path(),
            token: token.name.clone(),
            problem,
        })
    }
}
