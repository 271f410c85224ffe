//! Finished documents as write-once objects, named by their SHA-256: in a folder of this machine, or
//! in a bucket that several machines share.
//!
//! An object is either wholly there, with the content its name says, or not there at all, also
//! after a power cut. Nothing is ever overwritten or removed, and what is read is held against its
//! name. Keeping the same bytes again changes nothing.

mod bucket;
mod error;
mod folder;

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::config;
use crate::store::Digest;

use bucket::Bucket;
use folder::Folder;

pub use error::Error;

/// The objects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Archive {
    place: Arc<Place>,
}

/// Where the objects are.
#[derive(Debug)]
enum Place {
    Folder(Folder),
    Bucket(Bucket),
}

impl Archive {
    /// Opens an archive that exists. A folder is not created on the way: an empty folder in the
    /// place of a disk that was not mounted would be filled unnoticed. A bucket is not asked.
    pub fn open(config: &config::Archive) -> Result<Self, Error> {
        let place = match &config.s3_bucket {
            None => Place::Folder(Folder::open(&config.folder)?),
            Some(bucket) => Place::Bucket(Bucket::open(bucket, config)?),
        };
        Ok(Self {
            place: Arc::new(place),
        })
    }

    /// Creates the archive's folder if there is none, and opens it. A bucket is made by those who
    /// run it, with their rules for access, copies and locks; here it is only tried.
    pub async fn create(config: &config::Archive) -> Result<Self, Error> {
        if config.s3_bucket.is_none() {
            Folder::create(&config.folder)?;
        }
        let archive = Self::open(config)?;
        if config.s3_bucket.is_some() {
            archive.probe().await?;
        }
        Ok(archive)
    }

    /// Writes and reads back a small object: credentials, permissions, free space and a service
    /// that would overwrite objects show here, not at issuance.
    pub async fn probe(&self) -> Result<(), Error> {
        const PROBE: &[u8] = b"sceau doctor";
        let digest = self.put(PROBE).await?;
        if let Place::Bucket(bucket) = &*self.place {
            bucket.refuses_to_overwrite(&digest, PROBE).await?;
        }
        match self.get(&digest).await? {
            Some(_) => Ok(()),
            None => Err(Error::Damaged {
                object: digest.to_string(),
            }),
        }
    }

    /// Where the objects are, for people: the folder, or the bucket and its service.
    pub fn location(&self) -> String {
        match &*self.place {
            Place::Folder(folder) => folder.location(),
            Place::Bucket(bucket) => bucket.location(),
        }
    }

    /// Whether the archive answers now: a disk may be gone since it was opened.
    pub async fn is_reachable(&self) -> bool {
        match &*self.place {
            Place::Bucket(bucket) => bucket.get(&Digest([0; 32])).await.is_ok(),
            Place::Folder(folder) => {
                let folder = folder.clone();
                let looked = in_thread(move || Ok(folder.is_there())).await;
                looked.unwrap_or(false)
            }
        }
    }

    /// Keeps the bytes and returns their name. Keeping the same bytes again changes nothing.
    pub async fn put(&self, bytes: &[u8]) -> Result<Digest, Error> {
        let digest = Digest(Sha256::digest(bytes).into());
        match &*self.place {
            Place::Bucket(bucket) => bucket.put(&digest, bytes).await?,
            Place::Folder(folder) => {
                let (folder, bytes) = (folder.clone(), bytes.to_vec());
                in_thread(move || folder.put(&digest, &bytes)).await?;
            }
        }
        Ok(digest)
    }

    /// The bytes with this digest, checked against it.
    pub async fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        match &*self.place {
            Place::Bucket(bucket) => bucket.get(digest).await,
            Place::Folder(folder) => {
                let (folder, digest) = (folder.clone(), *digest);
                in_thread(move || folder.get(&digest)).await
            }
        }
    }
}

/// Whether these bytes are what this name stands for.
fn are(bytes: &[u8], digest: &Digest) -> bool {
    Sha256::digest(bytes).as_slice() == digest.0
}

/// `ab/cd/abcd…`: at a million objects, a folder still has about sixteen, and the requests for a
/// bucket's objects spread over its parts.
fn parts(digest: &Digest) -> [String; 3] {
    let name = digest.to_string();
    [name[..2].to_owned(), name[2..4].to_owned(), name]
}

/// Disks make their caller wait, some for seconds.
async fn in_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Thread(error.to_string()))?
}
