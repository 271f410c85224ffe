//! A new key takes the place of the one that signs.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use p256::ecdsa::SigningKey;
use p256::pkcs8::DecodePrivateKey;
use serde::Serialize;
use spki::EncodePublicKey;
use x509_cert::Certificate;

use super::Error;
use super::authority::{self, CRL_FOLDER, Papers, Subject};
use super::change::Change;
use super::create::{Parts, YEARS, entry};
use super::entry::{KeyEntry, Purpose, is_key_id};
use super::halves::{Secret, p256_key, p256_pem, random};
use super::load::Folder;
use super::place::{self, Place};

/// Who certifies the new document key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authority {
    /// The same as before: its private key is in this file, or, without one, in the folder.
    Same(Option<PathBuf>),
    /// A new one, with a revocation list of its own.
    New,
}

/// What a new key shall be.
#[derive(Debug, Clone)]
pub struct Rotation {
    /// What it signs.
    pub purpose: Purpose,
    /// Its id; without one the next of the year.
    pub id: Option<String>,
    /// The time.
    pub now: DateTime<Utc>,
    /// From when its signatures count: the earliest certificate that it still has to sign may be
    /// older than the key.
    pub counts_from: DateTime<Utc>,
    /// Where its private half is.
    pub place: Place,
    /// Who certifies a document key.
    pub authority: Authority,
    /// Address of the service, which a new authority's certificates name.
    pub public_url: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rotated {
    /// The key that signs from now on.
    pub id: String,
    /// The key that no longer signs; trusted until it is retired.
    pub replaced: String,
    /// A new authority's private key, to be taken offline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority_key: Option<PathBuf>,
}

/// Makes a new key that signs from now on. The one before stays trusted: processes that loaded the
/// folder earlier may still sign with it, until it is retired.
pub fn rotate(folder: &Path, rotation: &Rotation) -> Result<Rotated, Error> {
    let mut change = Change::begin(folder)?;
    let rotated = replace(&mut change, rotation)?;
    change.commit()?;
    Ok(rotated)
}

/// Adds the new key to a change.
pub(super) fn replace(change: &mut Change<'_>, rotation: &Rotation) -> Result<Rotated, Error> {
    let old = change.signing(rotation.purpose)?;
    refuse_example(change, &old)?;
    let id = new_id(change, rotation)?;
    let not_before = rotation.counts_from.min(rotation.now).trunc_subsecs(0);
    let (made, authority_key) = match rotation.purpose {
        Purpose::Credential => {
            let (place, public) = place::credential(change, &rotation.place, &old, &id)?;
            let parts = Parts::Credential { public: &public };
            (entry(&id, &place, &parts, not_before), None)
        }
        Purpose::Document => document(change, rotation, &old, &id, not_before)?,
    };
    let what = match rotation.purpose {
        Purpose::Credential => "seals",
        Purpose::Document => "PDF files",
    };
    let remark = format!("# Signs {what} in the place of {}.\n", old.id);
    change.draft.append(&(remark + &made));
    Ok(Rotated {
        id,
        replaced: old.id.0,
        authority_key,
    })
}

/// A new document key: its entry, and where the key of a new authority is.
fn document(
    change: &mut Change<'_>,
    rotation: &Rotation,
    old: &KeyEntry,
    id: &str,
    not_before: DateTime<Utc>,
) -> Result<(String, Option<PathBuf>), Error> {
    let (place, leaf) = place::document(change, &rotation.place, old, id)?;
    let name = |ending: &str| format!("{id}.{ending}");
    let (chain_pem, crl, authority_key) = match &rotation.authority {
        Authority::Same(file) => {
            let chain = certificates(&change.folder, old)?;
            let root_key = authority_key(&change.folder, &chain, file.as_deref())?;
            refuse_ending(&chain, rotation.now)?;
            let serial = *random()?;
            let chain = authority::succeed(&chain, &root_key, &leaf, serial, not_before)?;
            (chain, old.crl.clone(), None)
        }
        Authority::New => {
            let root = p256_key()?;
            let subject = Subject {
                issuer: &change.draft.file.issuer,
                crl_url: format!(
                    "{}{CRL_FOLDER}{id}.crl",
                    rotation.public_url.trim_end_matches('/')
                ),
                not_before,
                years: YEARS,
                specimen: false,
            };
            let serials = [*random()?, *random()?];
            let Papers { chain_pem, crl } = authority::make(&subject, &root, &leaf, serials)?;
            let root_key = change.add(&name("ca.key.pem"), &p256_pem(&root)?)?;
            let crl = change.add(&name("crl.der"), &Secret::new(crl))?;
            let root_key = change.folder.path.join(root_key);
            (chain_pem, Some(crl), Some(root_key))
        }
    };
    let chain = change.add(&name("chain.pem"), &Secret::new(chain_pem.into_bytes()))?;
    let parts = Parts::Document {
        chain: &chain,
        crl: crl.as_deref(),
    };
    Ok((entry(id, &place, &parts, not_before), authority_key))
}

/// Example keys don't grow into real ones.
pub(super) fn refuse_example(change: &Change<'_>, key: &KeyEntry) -> Result<(), Error> {
    let trusted = change.before.trusted();
    let mut specimens = trusted
        .seals
        .iter()
        .filter(|known| known.specimen)
        .map(|known| &known.id)
        .chain(
            trusted
                .documents
                .iter()
                .filter(|known| known.specimen)
                .map(|known| &known.id),
        );
    if specimens.any(|id| *id == key.id) {
        return Err(Error::Refused(format!(
            "`{}` is an example key that anybody has; make a folder of your own with \
             `sceau keys new`",
            key.id
        )));
    }
    Ok(())
}

fn refuse_ending(chain: &[Certificate], now: DateTime<Utc>) -> Result<(), Error> {
    let end = chain.last().map(|root| {
        let end = root.tbs_certificate().validity().not_after;
        end.to_unix_duration().as_secs()
    });
    let now = u64::try_from(now.timestamp()).unwrap_or_default();
    // A certificate can't outlast its authority's.
    if end.is_some_and(|end| end > now) {
        return Ok(());
    }
    Err(Error::Refused(
        "the certificate of the authority has ended; make a new authority with --new-authority"
            .to_owned(),
    ))
}

fn new_id(change: &Change<'_>, rotation: &Rotation) -> Result<String, Error> {
    let used = |id: &str| change.draft.file.key.iter().any(|key| key.id.0 == id);
    let Some(id) = &rotation.id else {
        let letter = match rotation.purpose {
            Purpose::Credential => 'c',
            Purpose::Document => 'd',
        };
        let year = rotation.now.year();
        let mut ids = (1..).map(|number: u32| format!("{letter}-{year}-{number}"));
        return ids
            .find(|id| !used(id))
            .ok_or_else(|| Error::Refused("no id is left".to_owned()));
    };
    if !is_key_id(id) {
        return Err(Error::Refused(format!(
            "`{id}` can't be a key's id: 1 to 32 letters, digits, `-`, `_` and `.`, as c-2027-1"
        )));
    }
    if used(id) {
        return Err(Error::Refused(format!(
            "there is a key `{id}`; ids are never used twice"
        )));
    }
    Ok(id.clone())
}

/// The certificates of a document key: its own, then the root's.
pub(super) fn certificates(
    folder: &Folder<'_>,
    entry: &KeyEntry,
) -> Result<Vec<Certificate>, Error> {
    let name = entry.chain.as_deref().unwrap_or_default();
    let pem = folder.read(name)?;
    match Certificate::load_pem_chain(&pem) {
        Ok(chain) if chain.len() == 2 => Ok(chain),
        _ => Err(Error::Refused(format!(
            "`{name}` is not by an authority of our own: ask the one that made it for the next \
             certificate, or for the revocation"
        ))),
    }
}

/// The private key of the authority that certified this chain: in the file that was named, or in
/// the folder.
pub(super) fn authority_key(
    folder: &Folder<'_>,
    chain: &[Certificate],
    named: Option<&Path>,
) -> Result<SigningKey, Error> {
    let root = chain.last().and_then(|root| {
        let key = root.tbs_certificate().subject_public_key_info();
        der::Encode::to_der(key).ok()
    });
    let belongs = |key: &SigningKey| {
        let public = key.verifying_key().to_public_key_der();
        public.is_ok_and(|public| Some(public.as_bytes()) == root.as_deref())
    };
    let files = match named {
        Some(file) => vec![file.to_owned()],
        None => authority_files(folder)?,
    };
    for path in files {
        if named.is_some() && !path.is_file() {
            return Err(Error::Refused(format!(
                "there is no file `{}`",
                path.display()
            )));
        }
        let Ok(pem) = fs::read_to_string(&path).map(zeroize::Zeroizing::new) else {
            continue;
        };
        if let Some(key) = SigningKey::from_pkcs8_pem(&pem).ok().filter(belongs) {
            return Ok(key);
        }
    }
    Err(Error::Refused(match named {
        Some(file) => format!(
            "`{}` is not the private key of the authority that certified the key",
            file.display()
        ),
        None => "the authority's private key (ca.key.pem) is not in the folder: name it with \
            --authority-key, or make a new authority with --new-authority"
            .to_owned(),
    }))
}

fn authority_files(folder: &Folder<'_>) -> Result<Vec<PathBuf>, Error> {
    let read_error = |source| Error::Read {
        path: folder.path.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for file in fs::read_dir(folder.path).map_err(read_error)? {
        let path = file.map_err(read_error)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name == "ca.key.pem" || name.ends_with(".ca.key.pem")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
