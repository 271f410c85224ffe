//! Where the private half of a new key is: made as a file, or found in a token.

use p256::ecdsa::VerifyingKey;

use super::change::Change;
use super::entry::KeyEntry;
use super::halves::{Search, ed25519, in_file, p256_key, p256_pem};
use super::{Error, half};

/// Where the private half of a new key is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// In a file, as that of the key before: refused if that one is in a token.
    #[default]
    AsBefore,
    /// In a file, wherever that of the key before is.
    File,
    /// In a token, where the key pair was made.
    Token {
        /// Label of the key pair.
        key: String,
        /// Name of the `[[token]]` table: without it that of the key before, or the only one.
        token: Option<String>,
    },
}

/// A new credential key: where its private half is, and its public half.
pub(super) fn credential(
    change: &mut Change<'_>,
    place: &Place,
    old: &KeyEntry,
    id: &str,
) -> Result<(String, String), Error> {
    if let Some((search, label)) = search(change, place, old)? {
        let public = search.credential(label)?;
        let place = search.place(label);
        let known = change.draft.file.key.iter();
        refuse_known(
            label,
            known.filter(|key| key.public_key.as_ref() == Some(&public)),
        )?;
        return Ok((place, public));
    }
    let (pem, public) = ed25519()?;
    let key = change.add(&format!("{id}.key.pem"), &pem)?;
    Ok((in_file(&key), public))
}

/// A new document key: where its private half is, and its public half.
pub(super) fn document(
    change: &mut Change<'_>,
    place: &Place,
    old: &KeyEntry,
    id: &str,
) -> Result<(String, VerifyingKey), Error> {
    if let Some((search, label)) = search(change, place, old)? {
        let public = search.document(label)?;
        let place = search.place(label);
        let known = change.draft.file.key.iter();
        let same = |key: &&KeyEntry| change.folder.document_public(key) == Some(public);
        refuse_known(label, known.filter(same))?;
        return Ok((place, public));
    }
    let key = p256_key()?;
    let name = change.add(&format!("{id}.key.pem"), &p256_pem(&key)?)?;
    Ok((in_file(&name), *key.verifying_key()))
}

/// Where to look for the new key, if it is to be in a token.
fn search<'c>(
    change: &'c Change<'_>,
    place: &'c Place,
    old: &KeyEntry,
) -> Result<Option<(Search<'c>, &'c str)>, Error> {
    let tokens = &change.draft.file.token;
    let old_token = half::token_name(old, tokens);
    let (label, name) = match (place, &old_token) {
        (Place::File, _) | (Place::AsBefore, None) => return Ok(None),
        (Place::AsBefore, Some(token)) => {
            return Err(Error::Refused(format!(
                "the key `{}` is in the token `{token}`: make the next key pair there and give its \
                 label with --token-key, or have it made as a file with --as-file",
                old.id
            )));
        }
        (Place::Token { key, token }, _) => (key, token.as_ref().or(old_token.as_ref())),
    };
    let token = match (name, &tokens[..]) {
        (None, [only]) => Some(only),
        (name, all) => all.iter().find(|token| Some(&token.name) == name),
    };
    let Some(token) = token else {
        let names: Vec<&str> = tokens.iter().map(|token| &*token.name).collect();
        return Err(Error::Refused(format!(
            "name one of the [[token]] tables of keyring.toml with --token; there: {}",
            if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            }
        )));
    };
    Ok(Some((Search::begin(change.folder.path, token)?, label)))
}

/// A key never counts twice: under another id, a compromised one would sign on.
fn refuse_known<'k>(
    label: &str,
    mut same: impl Iterator<Item = &'k KeyEntry>,
) -> Result<(), Error> {
    match same.next() {
        None => Ok(()),
        Some(key) => Err(Error::Refused(format!(
            "`{label}` is the key `{}`: make a new key pair in the token",
            key.id
        ))),
    }
}
