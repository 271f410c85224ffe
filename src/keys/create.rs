//! Makes a complete key folder, or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, SecondsFormat, SubsecRound, Utc};
use ed25519_dalek::pkcs8::EncodePrivateKey as _;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use zeroize::Zeroizing;

use super::Error;
use super::authority::{self, CRL_PATH, Papers, Subject};
use super::entry::Purpose;

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
    if folder.exists() {
        return Err(Error::Exists(folder.to_owned()));
    }
    let now = new.now.trunc_subsecs(0);
    let files = files(&NewKeyring { now, ..new.clone() })?;

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

pub(super) type Secret = Zeroizing<Vec<u8>>;

fn files(new: &NewKeyring) -> Result<Vec<(&'static str, Secret)>, Error> {
    let (credential, public) = ed25519()?;
    let (root, leaf) = (p256_key()?, p256_key()?);
    let subject = Subject {
        issuer: &new.issuer,
        crl_url: format!("{}{CRL_PATH}", new.public_url.trim_end_matches('/')),
        not_before: new.now,
        years: if new.specimen { SPECIMEN_YEARS } else { YEARS },
        specimen: new.specimen,
    };
    let Papers { chain_pem, crl } =
        authority::make(&subject, &root, &leaf, [*random()?, *random()?])?;
    Ok(vec![
        (
            "keyring.toml",
            Secret::new(keyring_toml(new, &public).into_bytes()),
        ),
        ("credential.key.pem", credential),
        ("document.key.pem", p256_pem(&leaf)?),
        ("document.chain.pem", Secret::new(chain_pem.into_bytes())),
        ("ca.key.pem", p256_pem(&root)?),
        ("crl.der", Secret::new(crl)),
        ("link.key", Secret::new(random::<32>()?.to_vec())),
        ("README.md", Secret::new(README.as_bytes().to_vec())),
    ])
}

const README: &str = include_str!("folder-readme.md");

fn keyring_toml(new: &NewKeyring, public: &str) -> String {
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
    let files = KeyFiles::Credential {
        key: "credential.key.pem",
        public,
    };
    let credential = entry(&ids[0], &files, new.now);
    let files = KeyFiles::Document {
        key: "document.key.pem",
        chain: "document.chain.pem",
        crl: None,
    };
    let document = entry(&ids[1], &files, new.now);
    format!(
        "# Every key of the issuer. README.md says how to replace, retire or distrust one.\n\
         issuer = {issuer}\nlink_key = \"link.key\"\ncrl = \"crl.der\"\n\n\
         # Signs seals: what the QR code carries.\n{credential}{specimen}\n\
         # Signs PDF files.\n{document}{specimen}",
    )
}

/// Where the parts of a key are.
pub(super) enum KeyFiles<'a> {
    Credential {
        key: &'a str,
        public: &'a str,
    },
    Document {
        key: &'a str,
        chain: &'a str,
        crl: Option<&'a str>,
    },
}

/// A key as `keyring.toml` names it.
pub(super) fn entry(id: &str, files: &KeyFiles<'_>, not_before: DateTime<Utc>) -> String {
    let not_before = not_before.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (purpose, algorithm, files) = match files {
        KeyFiles::Credential { key, public } => (
            Purpose::Credential,
            "Ed25519",
            format!("file = \"{key}\"\npublic_key = \"{public}\"\n"),
        ),
        KeyFiles::Document { key, chain, crl } => {
            let crl = crl.map_or_else(String::new, |crl| format!("crl = \"{crl}\"\n"));
            let files = format!("file = \"{key}\"\nchain = \"{chain}\"\n{crl}");
            (Purpose::Document, "P-256", files)
        }
    };
    format!(
        "[[key]]\nid = \"{id}\"\npurpose = \"{}\"\nalgorithm = \"{algorithm}\"\n\
         {files}not_before = {not_before}\n",
        purpose.name()
    )
}

/// A new Ed25519 key: its private half in PEM, and its public half in hexadecimal.
pub(super) fn ed25519() -> Result<(Secret, String), Error> {
    let key = ed25519_dalek::SigningKey::from_bytes(&*random::<32>()?);
    let public = hex::encode(key.verifying_key().as_bytes());
    let pem = key
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(Error::make("credential key"))?;
    Ok((Secret::new(pem.as_bytes().to_vec()), public))
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
