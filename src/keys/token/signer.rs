//! A key in a token, as the rest of the program sees it: something that signs.

use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use signature::{Signer, Verifier};

use super::library::Address;
use super::module::Module;
use super::{Fault, KeyName};
use crate::keys::entry::Algorithm;

/// A private key in a token.
pub(in crate::keys) struct TokenKey {
    address: Arc<Address>,
    module: Arc<Module>,
    name: KeyName,
    kind: Algorithm,
}

impl TokenKey {
    /// Names the key; the token is not opened yet.
    pub(in crate::keys) fn new(
        address: &Arc<Address>,
        name: KeyName,
        kind: Algorithm,
    ) -> Result<Self, Fault> {
        Ok(Self {
            module: Module::at(&address.module)?,
            address: Arc::clone(address),
            name,
            kind,
        })
    }

    /// The point of the public half, if the token has it.
    pub(in crate::keys) fn public_key(&self) -> Result<Vec<u8>, Fault> {
        let (address, name, kind) = (Arc::clone(&self.address), self.name.clone(), self.kind);
        self.module
            .ask(move |library| library.public_key(&address, &name, kind))
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        let (address, name, kind) = (Arc::clone(&self.address), self.name.clone(), self.kind);
        let message = message.to_vec();
        self.module
            .ask(move |library| library.sign(&address, &name, kind, &message))
    }

    /// The fault of a key that is not the public key's.
    pub(in crate::keys) fn other_key(&self) -> Fault {
        Fault::OtherKey {
            token: self.address.wanted.to_string(),
            key: self.name.to_string(),
        }
    }
}

/// Signs seals with a key in a token.
pub(in crate::keys) struct CredentialSigner {
    pub(in crate::keys) key: TokenKey,
    pub(in crate::keys) public: VerifyingKey,
}

impl CredentialSigner {
    /// Signs, and checks that the signature is the public key's.
    pub(in crate::keys) fn signature(
        &self,
        message: &[u8],
    ) -> Result<ed25519_dalek::Signature, Fault> {
        let bytes = self.key.sign(message)?;
        ed25519_dalek::Signature::from_slice(&bytes)
            .ok()
            .filter(|signature| self.public.verify_strict(message, signature).is_ok())
            .ok_or_else(|| self.key.other_key())
    }
}

impl Signer<ed25519_dalek::Signature> for CredentialSigner {
    fn try_sign(&self, message: &[u8]) -> Result<ed25519_dalek::Signature, signature::Error> {
        self.signature(message)
            .map_err(signature::Error::from_source)
    }
}

/// Signs PDF files with a key in a token.
pub(in crate::keys) struct DocumentSigner {
    pub(in crate::keys) key: TokenKey,
    pub(in crate::keys) public: p256::ecdsa::VerifyingKey,
}

impl DocumentSigner {
    /// Signs SHA-256 of the message, and checks that the signature is the public key's. The token
    /// gives r and s side by side (PKCS#11 §2.3.1); whoever encodes the signature makes them DER.
    pub(in crate::keys) fn signature(
        &self,
        message: &[u8],
    ) -> Result<p256::ecdsa::Signature, Fault> {
        let bytes = self.key.sign(message)?;
        p256::ecdsa::Signature::from_slice(&bytes)
            .ok()
            .filter(|signature| self.public.verify(message, signature).is_ok())
            .ok_or_else(|| self.key.other_key())
    }
}

impl Signer<p256::ecdsa::Signature> for DocumentSigner {
    fn try_sign(&self, message: &[u8]) -> Result<p256::ecdsa::Signature, signature::Error> {
        self.signature(message)
            .map_err(signature::Error::from_source)
    }
}
