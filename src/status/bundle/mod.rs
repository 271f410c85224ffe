//! The offline bundle: the public tree in a ZIP file, with a manifest that a key of the issuer
//! signed.
//!
//! Nothing in it is compressed: lists are compressed already, and a reader that takes no compressed
//! file can't be made to unpack a bomb.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::read::unverified_payload;
use super::{BitsError, Form, ListError, PlaceState, PublicFile, Reader, TokenList};
use crate::credential::jws::{Expected, JwsError, open_compact, sign_compact};
use crate::credential::{
    IssuerKey, KeyRefusal, StatusReference, TrustedKey, did_web, verification_method,
};

/// Longest bundle that is looked at.
pub const MAX_BYTES: usize = 64 << 20;

/// Most files in a bundle.
const MAX_FILES: usize = 4096;

/// Longest manifest.
const MAX_MANIFEST_BYTES: u64 = 512 << 10;

const MANIFEST: &str = "manifest.jws";
const TYPE: &str = "sceau-bundle+jwt";

/// The form in which a bundle's lists are read: it tells both purposes, and is the shortest.
const READ: Form = Form::TokenCwt;

/// Why a bundle was not made, or can't be relied on.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// More than fits.
    #[error("the bundle is too large")]
    TooLarge,
    /// Not a ZIP file, or a damaged one.
    #[error("this is not a whole ZIP file")]
    Zip(#[source] ZipError),
    /// A file that is packed in another way than ours are.
    #[error("the file `{0}` is compressed or encrypted; a bundle of this service has no such file")]
    Packed(String),
    /// There is no readable manifest.
    #[error("the bundle has no readable manifest")]
    Manifest,
    /// The manifest is not the issuer's.
    #[error("the manifest of the bundle can't be relied on")]
    Signature(#[source] JwsError),
    /// Signed by a key that did not count at that instant.
    #[error("the bundle can't be relied on: {0}")]
    Refused(KeyRefusal),
    /// A file differs from what the manifest says, or only one of both knows it.
    #[error("the file `{0}` is not what the signed manifest says")]
    Altered(String),
    /// Not yet or no longer good.
    #[error("the bundle is good from {from} to {until}")]
    OutOfDate {
        /// First instant.
        from: DateTime<Utc>,
        /// Last instant.
        until: DateTime<Utc>,
    },
    /// A list in it can't be relied on.
    #[error("the list {list} of the bundle can't be relied on")]
    List {
        /// Number of the list.
        list: u32,
        /// Why.
        #[source]
        source: ListError,
    },
    /// A place outside of the list.
    #[error(transparent)]
    Place(#[from] BitsError),
    /// The manifest or the file could not be written.
    #[error("the bundle could not be written")]
    Writing(#[source] std::io::Error),
}

impl BundleError {
    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::OutOfDate { .. } => "status-hint-bundle-expired",
            Self::Signature(_) | Self::Refused(_) => "status-hint-bundle-keys",
            Self::TooLarge
            | Self::Zip(_)
            | Self::Packed(_)
            | Self::Manifest
            | Self::Altered(_)
            | Self::List { .. }
            | Self::Place(_)
            | Self::Writing(_) => "status-hint-bundle-again",
        }
    }
}

/// What the manifest says. Signed as a compact JWS of type `sceau-bundle+jwt`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    /// The issuer's identifier.
    iss: String,
    /// When the bundle was made.
    iat: i64,
    /// Until when every list in it is good.
    exp: i64,
    /// The issuer's public address, below which the files stand.
    url: String,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    path: String,
    #[serde(rename = "type")]
    media_type: String,
    sha256: String,
    bytes: u64,
}

/// What goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct NewBundle<'a> {
    /// The service's public address, without a path.
    pub public_url: &'a str,
    /// The public tree.
    pub files: &'a [PublicFile],
    /// When it is made.
    pub at: DateTime<Utc>,
    /// Until when every list in it is good.
    pub until: DateTime<Utc>,
}

impl NewBundle<'_> {
    /// Writes and signs the bundle, and reads it back. The same content at the same second gives
    /// the same bytes.
    pub fn sign(&self, key: &IssuerKey) -> Result<Vec<u8>, BundleError> {
        let from = self.at.trunc_subsecs(0);
        let manifest = self.manifest(from, key)?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let files = self
            .files
            .iter()
            .map(|file| (file.path.as_str(), file.bytes.as_slice()));
        for (path, bytes) in std::iter::once((MANIFEST, manifest.as_bytes())).chain(files) {
            zip.start_file(path, options).map_err(BundleError::Zip)?;
            zip.write_all(bytes).map_err(BundleError::Writing)?;
        }
        let bytes = zip.finish().map_err(BundleError::Zip)?.into_inner();
        let trusted = [TrustedKey {
            id: key.id.clone(),
            key: key.verifying_key,
            not_before: from,
            retired_at: None,
            compromised_at: None,
            specimen: false,
        }];
        Bundle::open(&bytes, &trusted, from)?;
        Ok(bytes)
    }

    fn manifest(&self, from: DateTime<Utc>, key: &IssuerKey) -> Result<String, BundleError> {
        let issuer = did_web(self.public_url);
        let method = verification_method(&issuer, &key.id);
        let manifest = Manifest {
            iss: issuer,
            iat: from.timestamp(),
            exp: self.until.timestamp(),
            url: self.public_url.to_owned(),
            files: self
                .files
                .iter()
                .map(|file| Listed {
                    path: file.path.clone(),
                    media_type: file.media_type.to_owned(),
                    sha256: file.digest(),
                    bytes: file.bytes.len() as u64,
                })
                .collect(),
        };
        let payload = serde_json::to_vec(&manifest)
            .map_err(|error| BundleError::Writing(std::io::Error::other(error)))?;
        sign_compact(json!({ "typ": TYPE, "kid": method }), &payload, key)
            .map_err(BundleError::Signature)
    }
}

/// A bundle whose manifest a trusted key signed and whose every file is what the manifest says.
#[derive(Debug, Clone)]
pub struct Bundle {
    public_url: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Until when it is good.
    pub good_until: DateTime<Utc>,
    lists: BTreeMap<u32, Vec<u8>>,
}

impl Bundle {
    /// Reads a bundle that must be good now.
    pub fn open(
        bytes: &[u8],
        trusted: &[TrustedKey],
        now: DateTime<Utc>,
    ) -> Result<Self, BundleError> {
        if bytes.len() > MAX_BYTES {
            return Err(BundleError::TooLarge);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(BundleError::Zip)?;
        if zip.len() > MAX_FILES {
            return Err(BundleError::TooLarge);
        }
        let manifest = read_manifest(&mut zip, trusted)?;
        let instant = |seconds| DateTime::from_timestamp(seconds, 0).ok_or(BundleError::Manifest);
        let (from, until) = (instant(manifest.iat)?, instant(manifest.exp)?);
        if now < from || until < now {
            return Err(BundleError::OutOfDate { from, until });
        }
        let mut files = read_files(&mut zip, &manifest)?;
        let mut lists = BTreeMap::new();
        for published in &manifest.files {
            if let Some(list) = number_of(&published.path)
                && let Some(bytes) = files.remove(&published.path)
            {
                lists.insert(list, bytes);
            }
        }
        Ok(Self {
            public_url: manifest.url,
            made_at: from,
            good_until: until,
            lists,
        })
    }

    /// What the lists say of a place; `None` if the bundle does not have its list.
    pub fn state(
        &self,
        place: StatusReference,
        trusted: &[TrustedKey],
        now: DateTime<Utc>,
    ) -> Result<Option<PlaceState>, BundleError> {
        let Some(bytes) = self.lists.get(&place.list) else {
            return Ok(None);
        };
        let reader = Reader {
            public_url: &self.public_url,
            trusted,
            at: now,
        };
        let list =
            TokenList::read(bytes, place.list, &reader).map_err(|source| BundleError::List {
                list: place.list,
                source,
            })?;
        Ok(Some(list.state(place.index)?))
    }
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn read_manifest(zip: &mut Zip<'_>, trusted: &[TrustedKey]) -> Result<Manifest, BundleError> {
    let place = zip.index_for_name(MANIFEST).ok_or(BundleError::Manifest)?;
    let (_, bytes) = read_file(zip, place, MAX_MANIFEST_BYTES)?;
    let parse = |payload: &[u8]| -> Result<Manifest, BundleError> {
        serde_json::from_slice(payload).map_err(|_| BundleError::Manifest)
    };
    // Which issuer it names is needed to know which name its key must have; nothing else is looked
    // at before the signature is verified.
    let claimed = parse(&unverified_payload(&bytes).map_err(|_| BundleError::Manifest)?)?;
    let text = str::from_utf8(&bytes).map_err(|_| BundleError::Manifest)?;
    let expected = Expected {
        typ: TYPE,
        did: &claimed.iss,
        trusted,
    };
    let opened = open_compact(text, expected).map_err(BundleError::Signature)?;
    let manifest = parse(&opened.payload)?;
    let made = DateTime::from_timestamp(manifest.iat, 0).ok_or(BundleError::Manifest)?;
    opened.key.judge(made).map_err(BundleError::Refused)?;
    if manifest.iss == did_web(&manifest.url) {
        Ok(manifest)
    } else {
        Err(BundleError::Manifest)
    }
}

/// Every file but the manifest: all that are listed, as listed, and no other.
fn read_files(
    zip: &mut Zip<'_>,
    manifest: &Manifest,
) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let mut listed: BTreeMap<&str, &Listed> = BTreeMap::new();
    for file in &manifest.files {
        if listed.insert(&file.path, file).is_some() {
            return Err(BundleError::Altered(file.path.clone()));
        }
    }
    let mut seen = BTreeSet::new();
    let mut files = BTreeMap::new();
    for place in 0..zip.len() {
        let (path, bytes) = read_file(zip, place, MAX_BYTES as u64)?;
        let altered = || BundleError::Altered(path.clone());
        if !seen.insert(path.clone()) {
            return Err(altered());
        }
        if path == MANIFEST {
            continue;
        }
        let file = listed.remove(path.as_str()).ok_or_else(altered)?;
        if file.bytes != bytes.len() as u64 || file.sha256 != hex::encode(Sha256::digest(&bytes)) {
            return Err(altered());
        }
        if number_of(&path).is_some() {
            files.insert(path, bytes);
        }
    }
    match listed.into_keys().next() {
        Some(missing) => Err(BundleError::Altered(missing.to_owned())),
        None => Ok(files),
    }
}

/// A file's name and content, which is no longer than the bundle: nothing is unpacked.
fn read_file(zip: &mut Zip<'_>, place: usize, most: u64) -> Result<(String, Vec<u8>), BundleError> {
    let file = zip.by_index_raw(place).map_err(BundleError::Zip)?;
    let name = file.name().map_err(BundleError::Zip)?.into_owned();
    if file.encrypted() || file.compression() != CompressionMethod::Stored {
        return Err(BundleError::Packed(name));
    }
    if file.size() > most {
        return Err(BundleError::TooLarge);
    }
    let size = file.size();
    let mut bytes = Vec::new();
    file.take(size + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| BundleError::Zip(error.into()))?;
    if bytes.len() as u64 == size {
        Ok((name, bytes))
    } else {
        Err(BundleError::Altered(name))
    }
}

/// The number of the list whose shortest form stands at a path.
fn number_of(path: &str) -> Option<u32> {
    let number = path.strip_prefix("tsl/")?.strip_suffix(".cwt")?;
    let number: u32 = number.parse().ok()?;
    (READ.path(number) == path).then_some(number)
}

#[cfg(test)]
mod tests;
