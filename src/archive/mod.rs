//! Finished documents as write-once objects in a folder, named by their SHA-256.
//!
//! An object is either wholly there, with the content its name says, or not there at all, also
//! after a power cut. Nothing is ever overwritten or removed. The calls block on the disk:
//! asynchronous callers make them through `spawn_blocking`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::store::Digest;

/// Why the archive could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder where the configuration says.
    #[error("there is no archive folder `{}`", path.display())]
    Missing {
        /// Where it was expected.
        path: PathBuf,
    },
    /// The object's content is not what its name says.
    #[error("the archived object `{}` is damaged", path.display())]
    Damaged {
        /// The object.
        path: PathBuf,
    },
    /// The file system failed.
    #[error("`{}` could not be {attempt}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What was attempted: "read", "written", "created".
        attempt: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// Id of the sentence that says what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "archive-hint-missing",
            Self::Damaged { .. } => "archive-hint-damaged",
            Self::File { .. } => "archive-hint-file",
        }
    }
}

/// A folder of write-once objects.
#[derive(Debug, Clone)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// Opens an archive that exists. It is not created on the way: an empty folder in the place of
    /// a disk that was not mounted would be filled unnoticed.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::Missing {
                path: folder.to_owned(),
            });
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Creates the archive's folder if there is none, and opens it.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        create_folder(folder).map_err(|source| failed(folder, "created", source))?;
        Self::open(folder)
    }

    /// Whether the archive is there now: a disk may be gone since it was opened.
    pub fn is_reachable(&self) -> bool {
        self.folder.is_dir()
    }

    /// Keeps the bytes and returns their name. Keeping the same bytes again changes nothing.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest, Error> {
        let digest = Digest(Sha256::digest(bytes).into());
        let path = self.path(&digest);
        let folder = path.parent().unwrap_or(&self.folder);
        create_folder(folder).map_err(|source| failed(folder, "created", source))?;
        if !self.holds(&digest)? {
            write_once(&path, bytes).map_err(|source| failed(&path, "written", source))?;
        }
        // Also for an object that was there: the attempt that wrote it may have stopped here.
        for folder in folder.ancestors().take(3) {
            sync_folder(folder).map_err(|source| failed(folder, "written", source))?;
        }
        Ok(digest)
    }

    /// The bytes with this digest, checked against it.
    pub fn get(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(digest);
        match fs::read(&path) {
            Ok(bytes) if Sha256::digest(&bytes).as_slice() == digest.0 => Ok(Some(bytes)),
            Ok(_) => Err(Error::Damaged { path }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed(&path, "read", source)),
        }
    }

    fn holds(&self, digest: &Digest) -> Result<bool, Error> {
        Ok(self.get(digest)?.is_some())
    }

    /// `ab/cd/abcd…`: at a million objects, a folder still has about sixteen.
    fn path(&self, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        self.folder.join(&name[..2]).join(&name[2..4]).join(&name)
    }
}

/// Writes beside the final place and renames, so that nobody ever sees half an object.
fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let random = getrandom::u64().map_err(io::Error::other)?;
    let part = path.with_extension(format!("{random:016x}.part"));
    let written = write_and_sync(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // Best effort: a part that stays is never read.
        let _ = fs::remove_file(&part);
    }
    written
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Names and birth dates are inside; and nobody has a reason to change an object.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o400);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes the names in a folder survive a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

fn failed(path: &Path, attempt: &'static str, source: io::Error) -> Error {
    Error::File {
        path: path.to_owned(),
        attempt,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> (tempfile::TempDir, Archive) {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(&folder.path().join("archive")).unwrap();
        (folder, archive)
    }

    #[test]
    fn what_was_put_is_given_back() {
        let (_folder, archive) = archive();
        let digest = archive.put(b"a document").unwrap();
        assert_eq!(
            digest.0.as_slice(),
            Sha256::digest(b"a document").as_slice()
        );
        assert_eq!(archive.get(&digest).unwrap().unwrap(), b"a document");
    }

    #[test]
    fn putting_the_same_bytes_twice_keeps_one_object_and_no_parts() {
        let (_folder, archive) = archive();
        let first = archive.put(b"a document").unwrap();
        assert_eq!(archive.put(b"a document").unwrap(), first);
        let path = archive.path(&first);
        let names: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert_eq!(names, [path]);
    }

    #[test]
    fn an_unknown_digest_is_absent_and_not_an_error() {
        let (_folder, archive) = archive();
        assert_eq!(archive.get(&Digest([7; 32])).unwrap(), None);
    }

    #[test]
    fn a_damaged_object_is_never_given_out_nor_replaced() {
        let (_folder, archive) = archive();
        let digest = archive.put(b"a document").unwrap();
        let path = archive.path(&digest);
        fs::remove_file(&path).unwrap();
        fs::write(&path, b"another document").unwrap();
        assert!(matches!(archive.get(&digest), Err(Error::Damaged { .. })));
        assert!(matches!(
            archive.put(b"a document"),
            Err(Error::Damaged { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), b"another document");
    }

    #[test]
    fn an_archive_that_is_not_there_is_not_made_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unmounted");
        assert!(matches!(Archive::open(&path), Err(Error::Missing { .. })));
        assert!(!path.exists());
    }

    #[test]
    fn a_part_left_by_a_crash_is_not_an_object() {
        let (_folder, archive) = archive();
        let digest = Digest(Sha256::digest(b"a document").into());
        let path = archive.path(&digest);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path.with_extension("0.part"), b"a docu").unwrap();
        assert_eq!(archive.get(&digest).unwrap(), None);
        archive.put(b"a document").unwrap();
        assert_eq!(archive.get(&digest).unwrap().unwrap(), b"a document");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_can_read_an_object() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, archive) = archive();
        let digest = archive.put(b"a document").unwrap();
        let mode = fs::metadata(archive.path(&digest))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o400);
    }

    #[test]
    fn many_writers_of_the_same_bytes_all_succeed() {
        let (_folder, archive) = archive();
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| archive.put(b"a document").unwrap()))
                .collect();
            for writer in writers {
                let digest = writer.join().unwrap();
                assert!(archive.get(&digest).unwrap().is_some());
            }
        });
    }
}
