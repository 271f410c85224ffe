//! Makes a complete key folder, or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, SecondsFormat, SubsecRound, Utc};

use super::Error;
use super::authority::{self, CRL_PATH, Papers, Subject};
use super::entry::Purpose;
use super::halves::{Halves, NewToken, Secret, p256_key, p256_pem, random};

/// What a new key folder shall say.
#[derive(Debug, Clone)]
pub struct NewKeyring {
    /// Name of the certification body, as in its certificates.
    pub issuer: String,
    /// Address of the service: where certificates say that the revocation list is.
    pub public_url: String,
    /// The keys count from now on.
    pub now: DateTime<Utc>,
    /// Keys that anyone may have: what they sign is a specimen.
    pub specimen: bool,
}

/// How long document certificates last.
pub(super) const YEARS: i32 = 10;
/// Example keys shall not end while somebody tries the program.
const SPECIMEN_YEARS: i32 = 60;

/// Makes the folder with every key, readable by its owner only.
///
/// It appears whole or not at all; an existing one is never touched.
pub fn create(folder: &Path, new: &NewKeyring) -> Result<(), Error> {
    write(folder, new, Halves::make)
}

/// Makes the folder for two keys that exist in a token, after each has signed something.
///
/// It appears whole or not at all; an existing one is never touched.
pub fn create_for_token(folder: &Path, new: &NewKeyring, token: &NewToken) -> Result<(), Error> {
    write(folder, new, || Halves::find(folder, token))
}

fn write(
    folder: &Path,
    new: &NewKeyring,
    halves: impl FnOnce() -> Result<Halves, Error>,
) -> Result<(), Error> {
    if folder.exists() {
        return Err(Error::Exists(folder.to_owned()));
    }
    let now = new.now.trunc_subsecs(0);
    let files = files(&NewKeyring { now, ..new.clone() }, halves()?)?;

    let draft = draft_beside(folder)?;
    let written = write_all(&draft, &files).and_then(|()| {
        // A non-empty folder that appeared meanwhile makes this fail.
        fs::rename(&draft, folder).map_err(write_error(folder))
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    written
}

fn files(new: &NewKeyring, halves: Halves) -> Result<Vec<(&'static str, Secret)>, Error> {
    let root = p256_key()?;
    let subject = Subject {
        issuer: &new.issuer,
        crl_url: format!("{}{CRL_PATH}", new.public_url.trim_end_matches('/')),
        not_before: new.now,
        years: if new.specimen { SPECIMEN_YEARS } else { YEARS },
        specimen: new.specimen,
    };
    let Papers { chain_pem, crl } =
        authority::make(&subject, &root, &halves.document, [*random()?, *random()?])?;
    let keyring = keyring_toml(new, &halves).into_bytes();
    let mut files = vec![("keyring.toml", Secret::new(keyring))];
    files.extend(halves.files);
    files.extend([
        ("document.chain.pem", Secret::new(chain_pem.into_bytes())),
        ("ca.key.pem", p256_pem(&root)?),
        ("crl.der", Secret::new(crl)),
        ("link.key", Secret::new(random::<32>()?.to_vec())),
        ("README.md", Secret::new(README.as_bytes().to_vec())),
    ]);
    Ok(files)
}

const README: &str = include_str!("folder-readme.md");

fn keyring_toml(new: &NewKeyring, halves: &Halves) -> String {
    let ids = if new.specimen {
        ["c-example".into(), "d-example".into()]
    } else {
        ["c", "d"].map(|letter| format!("{letter}-{}-1", new.now.year()))
    };
    let specimen = if new.specimen {
        "specimen = true\n"
    } else {
        ""
    };
    let issuer = toml::Value::String(new.issuer.clone());
    let [place, _] = &halves.places;
    let parts = Parts::Credential {
        public: &halves.credential,
    };
    let credential = entry(&ids[0], place, &parts, new.now);
    let [_, place] = &halves.places;
    let parts = Parts::Document {
        chain: "document.chain.pem",
        crl: None,
    };
    let document = entry(&ids[1], place, &parts, new.now);
    let token = &halves.token;
    format!(
        "# Every key of the issuer. README.md says how to replace, retire or distrust one.\n\
         issuer = {issuer}\nlink_key = \"link.key\"\ncrl = \"crl.der\"\n\n{token}\
         # Signs seals: what the QR code carries.\n{credential}{specimen}\n\
         # Signs PDF files.\n{document}{specimen}",
    )
}

/// The public half of a key, and what belongs to it.
pub(super) enum Parts<'a> {
    Credential {
        public: &'a str,
    },
    Document {
        chain: &'a str,
        crl: Option<&'a str>,
    },
}

/// A key as `keyring.toml` names it. The place is the lines that say where its private half is.
pub(super) fn entry(id: &str, place: &str, parts: &Parts<'_>, not_before: DateTime<Utc>) -> String {
    let not_before = not_before.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (purpose, algorithm, parts) = match parts {
        Parts::Credential { public } => (
            Purpose::Credential,
            "Ed25519",
            format!("public_key = \"{public}\"\n"),
        ),
        Parts::Document { chain, crl } => {
            let crl = crl.map_or_else(String::new, |crl| format!("crl = \"{crl}\"\n"));
            let parts = format!("chain = \"{chain}\"\n{crl}");
            (Purpose::Document, "P-256", parts)
        }
    };
    format!(
        "[[key]]\nid = \"{id}\"\npurpose = \"{}\"\nalgorithm = \"{algorithm}\"\n\
         {place}{parts}not_before = {not_before}\n",
        purpose.name()
    )
}

fn draft_beside(folder: &Path) -> Result<PathBuf, Error> {
    let name = folder
        .file_name()
        .ok_or_else(|| Error::Exists(folder.to_owned()))?;
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(write_error(parent))?;
    let mut draft_name = std::ffi::OsString::from(".");
    draft_name.push(name);
    draft_name.push(format!(".{}", hex::encode(*random::<8>()?)));
    let draft = parent.join(draft_name);
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&draft).map_err(write_error(&draft))?;
    Ok(draft)
}

fn write_all(draft: &Path, files: &[(&str, Secret)]) -> Result<(), Error> {
    for (name, bytes) in files {
        let path = draft.join(name);
        write_private(&path, bytes).map_err(write_error(&path))?;
    }
    File::open(draft)
        .and_then(|folder| folder.sync_all())
        .map_err(write_error(draft))
}

pub(super) fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn write_error(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    |source| Error::Write { path, source }
}
