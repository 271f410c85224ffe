//! Changes a key folder: one change at a time, and whole or not at all.
//!
//! New files get names that nothing refers to yet; `keyring.toml` is renamed into its place last.
//! Whatever stops a change in between, even a power cut, leaves the folder as it was, with files
//! that nobody reads.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::create::write_error;
use super::edit::Draft;
use super::entry::{KeyEntry, Purpose};
use super::halves::{Secret, random};
use super::load::Folder;
use super::{Error, Keyring};

/// A change under way: the folder is locked until it is dropped.
pub(super) struct Change<'a> {
    pub(super) folder: Folder<'a>,
    /// The folder as it is.
    pub(super) before: Keyring,
    /// The folder as it will be described.
    pub(super) draft: Draft,
    /// Files that nothing refers to yet.
    added: Vec<PathBuf>,
    _lock: File,
}

impl<'a> Change<'a> {
    /// Locks the folder and loads it: what does not load is not changed. Only a token need not
    /// answer: whoever lost one must be able to say so.
    pub(super) fn begin(path: &'a Path) -> Result<Self, Error> {
        let folder = Folder { path, signs: true };
        // Before the lock's file is made in a place where no key folder is.
        folder.text()?;
        let lock = lock(path)?;
        let text = folder.text()?;
        let file = folder.parse(&text)?;
        let before = match Keyring::assemble(&folder, &text) {
            Err(error) if error.is_of_token() => Keyring::assemble(&folder.unopened(), &text),
            loaded => loaded,
        }?;
        Ok(Self {
            folder,
            before,
            draft: Draft { text, file },
            added: Vec::new(),
            _lock: lock,
        })
    }

    /// The entry of a key that exists.
    pub(super) fn entry(&self, id: &str) -> Result<KeyEntry, Error> {
        let mut keys = self.draft.file.key.iter();
        keys.find(|key| key.id.0 == id).cloned().ok_or_else(|| {
            let known: Vec<&str> = self.draft.file.key.iter().map(|key| &*key.id.0).collect();
            let known = known.join("`, `");
            Error::Refused(format!("there is no key `{id}`; there are `{known}`"))
        })
    }

    /// The key that signs for a purpose.
    pub(super) fn signing(&self, purpose: Purpose) -> Result<KeyEntry, Error> {
        let signing = self.draft.file.signing(purpose).cloned();
        signing.ok_or_else(|| Error::Active {
            path: self.folder.keyring_path(),
            purpose: purpose.name(),
            found: 0,
        })
    }

    /// Writes a new file, readable by the owner of the folder's description only, and gives its
    /// name. No file is ever overwritten: one of this name, left by a change that was stopped,
    /// gives the new one a number.
    pub(super) fn add(&mut self, name: &str, bytes: &Secret) -> Result<String, Error> {
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        for attempt in 0..100 {
            let name = match attempt {
                0 => name.to_owned(),
                more => format!("{stem}_{more}.{ending}"),
            };
            let path = self.folder.path.join(&name);
            match self.write(&path, bytes, 0o600) {
                Ok(()) => {
                    self.added.push(path);
                    return Ok(name);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(source) => return Err(Error::Write { path, source }),
            }
        }
        Err(Error::Exists(self.folder.path.join(name)))
    }

    /// Checks that the folder will load as described, then makes the description count.
    pub(super) fn commit(mut self) -> Result<Keyring, Error> {
        if !self.draft.agrees() {
            return Err(Error::Edit(self.folder.keyring_path()));
        }
        // A new key in a token has signed something before it was added.
        let after = match Keyring::assemble(&self.folder, &self.draft.text) {
            Err(error) if error.is_of_token() => {
                Keyring::assemble(&self.folder.unopened(), &self.draft.text)
            }
            loaded => loaded,
        }?;
        let path = self.folder.keyring_path();
        let part = self
            .folder
            .path
            .join(format!(".keyring.{}", hex::encode(*random::<8>()?)));
        let written = self
            .write(&part, self.draft.text.as_bytes(), mode(&path))
            .and_then(|()| sync(self.folder.path))
            .and_then(|()| fs::rename(&part, &path))
            .and_then(|()| sync(self.folder.path));
        if written.is_err() {
            // Best effort: a part that stays is never read.
            let _ = fs::remove_file(&part);
        }
        written.map_err(write_error(&path))?;
        self.added.clear();
        Ok(after)
    }

    fn write(&self, path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        let _ = mode;
        let mut file = options.open(path)?;
        own_alike(&self.folder.keyring_path(), &file)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

impl Drop for Change<'_> {
    /// A change that was not made leaves no keys behind.
    fn drop(&mut self) {
        for path in &self.added {
            // Best effort: what stays is never read.
            let _ = fs::remove_file(path);
        }
    }
}

/// The kernel gives the lock back when the process ends, however it ends.
fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join("keyring.lock");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(write_error(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Busy(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(Error::Write { path, source }),
    }
}

/// The service may run as another user than the operator: what belongs to it stays its own.
#[cfg(unix)]
fn own_alike(model: &Path, file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let (wanted, is) = (fs::metadata(model)?, file.metadata()?);
    if (wanted.uid(), wanted.gid()) == (is.uid(), is.gid()) {
        return Ok(());
    }
    fchown(file, Some(wanted.uid()), Some(wanted.gid()))
}

#[cfg(not(unix))]
fn own_alike(_: &Path, _: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).map_or(0o600, |metadata| metadata.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0o600
}

fn sync(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}
