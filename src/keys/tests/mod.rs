//! Making, loading, refusing and publishing key folders.

mod life;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone, Utc};
use der::{Decode, Encode};
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::DecodePrivateKey;
use signature::Verifier;
use tempfile::TempDir;
use x509_cert::Certificate;
use x509_cert::builder::{Builder, CrlBuilder};
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::RevokedCert;
use x509_cert::ext::pkix::CrlNumber;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 9, 8, 30, 0).unwrap()
}

struct Made {
    _temporary: TempDir,
    folder: PathBuf,
}

impl Made {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("deep/keys");
        let new = NewKeyring {
            issuer: "Institut, \"savoirs\" = numériques + d’ailleurs <#>".to_owned(),
            public_url: "https://sceau.example/".to_owned(),
            now: now(),
            specimen: false,
        };
        create(&folder, &new).unwrap();
        Self {
            _temporary: temporary,
            folder,
        }
    }

    fn load(&self) -> Result<Keyring, Error> {
        Keyring::load(&self.folder)
    }

    fn rewrite(&self, from: &str, to: &str) {
        let path = self.folder.join("keyring.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// The whole message, causes included.
    fn refusal(&self) -> String {
        let error = anyhow::Error::from(self.load().unwrap_err());
        let folder = self.folder.display().to_string();
        format!("{error:#}").replace(&folder, "keys")
    }
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("keys.example")
}

#[test]
fn a_new_folder_loads_and_signs() {
    let keyring = Made::new().load().unwrap();
    let key = keyring.issuer_key();
    let signature = key.signer.try_sign(b"seal").unwrap();
    key.verifying_key.verify(b"seal", &signature).unwrap();
    assert_eq!(keyring.trusted().seals[0].key, key.verifying_key);
    assert_eq!(
        keyring.document_key().chain,
        keyring.trusted().documents[0].chain
    );
    assert!(!keyring.is_example());
    let described: Vec<String> = keyring
        .describe()
        .iter()
        .map(|key| format!("{} {} {} {}", key.id, key.purpose, key.algorithm, key.state))
        .collect();
    assert_eq!(
        described,
        [
            "c-2026-1 credential Ed25519 active since 2026-06-09",
            "d-2026-1 document P-256 active since 2026-06-09",
        ]
    );
}

#[test]
fn every_file_of_a_new_folder_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let made = Made::new();
    let permissions = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(permissions(&made.folder), 0o700);
    for entry in fs::read_dir(&made.folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(permissions(&path), 0o600, "{}", path.display());
    }
    let beside = fs::read_dir(made.folder.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "no draft is left behind");
}

#[test]
fn an_existing_folder_is_never_touched() {
    let made = Made::new();
    let before = fs::read(made.folder.join("credential.key.pem")).unwrap();
    let new = NewKeyring {
        issuer: "Other".to_owned(),
        public_url: "https://sceau.example".to_owned(),
        now: now(),
        specimen: false,
    };
    assert!(matches!(create(&made.folder, &new), Err(Error::Exists(_))));
    assert_eq!(
        fs::read(made.folder.join("credential.key.pem")).unwrap(),
        before
    );
}

#[test]
fn neither_keyring_nor_keys_show_secrets_when_debugged() {
    let keyring = Made::new().load().unwrap();
    let shown = format!(
        "{keyring:?} {:?} {:?}",
        keyring.issuer_key(),
        keyring.document_key()
    );
    assert!(
        !shown.contains("signer") && !shown.contains("link_key"),
        "{shown}"
    );
}

#[test]
fn a_missing_folder_names_the_remedy() {
    let error = Keyring::load(Path::new("no/such/keys"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "can't read `no/such/keys/keyring.toml`; `sceau keys new` makes a complete key folder"
    );
}

#[test]
fn a_private_key_that_does_not_match_is_refused() {
    let (made, other) = (Made::new(), Made::new());
    for (file, part) in [
        (
            "credential.key.pem",
            "keys/credential.key.pem`: is not the private half of `public_key`",
        ),
        (
            "document.key.pem",
            "keys/document.key.pem`: is not the private half of the first",
        ),
    ] {
        let own = fs::read(made.folder.join(file)).unwrap();
        fs::copy(other.folder.join(file), made.folder.join(file)).unwrap();
        assert!(made.refusal().contains(part), "{}", made.refusal());
        fs::write(made.folder.join(file), own).unwrap();
    }
    made.load().unwrap();
}

#[test]
fn a_chain_that_does_not_hold_is_refused() {
    let (made, other) = (Made::new(), Made::new());
    let parts = |made: &Made| {
        let text = fs::read_to_string(made.folder.join("document.chain.pem")).unwrap();
        let (leaf, root) = text.split_at(text.rfind("-----BEGIN").unwrap());
        (leaf.to_owned(), root.to_owned())
    };
    let ((leaf, root), (_, other_root)) = (parts(&made), parts(&other));
    for (chain, part) in [
        (format!("{leaf}{other_root}"), "not signed by the next one"),
        (leaf.clone(), "not signed by the next one"),
        (format!("{root}{root}"), "not made for this use"),
        (String::new(), "has no X.509 certificates"),
        (leaf.replace('M', "N"), "has no X.509 certificates"),
    ] {
        fs::write(made.folder.join("document.chain.pem"), chain).unwrap();
        let refusal = made.refusal();
        assert!(
            refusal.starts_with("`keys/document.chain.pem`") && refusal.contains(part),
            "{refusal}"
        );
    }
}

#[test]
fn a_revocation_list_of_another_authority_or_that_revokes_the_active_key_is_refused() {
    let (made, other) = (Made::new(), Made::new());
    let part = "`keys/crl.der`: is not a revocation list by the issuer";
    fs::copy(other.folder.join("crl.der"), made.folder.join("crl.der")).unwrap();
    assert!(made.refusal().starts_with(part), "{}", made.refusal());

    fs::write(made.folder.join("crl.der"), list_of(&made, None)).unwrap();
    let chain = made.load().unwrap().document_key().chain.clone();
    let leaf = Certificate::from_der(&chain[0]).unwrap();
    let serial_number = leaf.tbs_certificate().serial_number().clone();
    fs::write(
        made.folder.join("crl.der"),
        list_of(&made, Some(serial_number)),
    )
    .unwrap();
    assert!(made.refusal().starts_with(part), "{}", made.refusal());
}

/// A second list, made as an operator would with `ca.key.pem`.
fn list_of(made: &Made, revoked: Option<SerialNumber>) -> Vec<u8> {
    let read = |name: &str| fs::read_to_string(made.folder.join(name)).unwrap();
    let ca = SigningKey::from_pkcs8_pem(&read("ca.key.pem")).unwrap();
    let chain = Certificate::load_pem_chain(read("document.chain.pem").as_bytes()).unwrap();
    let time = Time::try_from(std::time::SystemTime::from(now())).unwrap();
    let revoked = revoked.map(|serial_number| RevokedCert {
        serial_number,
        revocation_date: time,
        crl_entry_extensions: None,
    });
    let number = CrlNumber::try_from(2u32).unwrap();
    let mut list = CrlBuilder::<Rfc5280>::new_with_this_update(&chain[1], number, time).unwrap();
    if revoked.is_some() {
        list = list.with_certificates(revoked.into_iter());
    }
    list.build::<_, DerSignature>(&ca)
        .unwrap()
        .to_der()
        .unwrap()
}

#[test]
fn an_entry_that_is_wrong_is_named_with_what_to_do() {
    for (from, to, part) in [
        ("c-2026-1", "d-2026-1", "two keys have this id"),
        (
            "\"Ed25519\"",
            "\"P-256\"",
            "a credential key has `algorithm = \"Ed25519\"`",
        ),
        ("\"Ed25519\"", "\"RSA\"", "unknown variant `RSA`"),
        (
            "public_key = \"",
            "public_key = \"0",
            "`public_key` is not an Ed25519 key",
        ),
        (
            "file = \"credential.key.pem\"\n",
            "",
            "`file` or `token_key` is missing",
        ),
        (
            "file = \"credential.key.pem\"\n",
            "token_key = \"seals\"\n",
            "`token_key` needs a `[[token]]` table",
        ),
        (
            "file = \"credential.key.pem\"\n",
            "file = \"credential.key.pem\"\ntoken_key = \"seals\"\n",
            "either in a `file` or a `token_key`",
        ),
        (
            "file = \"credential.key.pem\"\n",
            "file = \"credential.key.pem\"\ntoken = \"hsm\"\n",
            "`token` needs a `token_key`",
        ),
        (
            "crl = \"crl.der\"\n",
            "crl = \"crl.der\"\n[[token]]\nname = \"hsm\"\nmodule = \"/m.so\"\nlabel = \"l\"\n\
             pin = \"1234\"\npin_file = \"pin\"\n",
            "token `hsm`: `pin` does not belong in this file",
        ),
        ("chain = \"document.chain.pem\"\n", "", "`chain` is missing"),
        ("not_before", "notbefore", "unknown field `notbefore`"),
        (
            "2026-06-09T08:30:00Z",
            "2026-06-09",
            "an instant is written 2026-01-31T12:00:00Z",
        ),
        (
            "2026-06-09T08:30:00Z\n",
            "2026-06-09T08:30:00Z\nretired_at = 2026-07-01T00:00:00Z\n",
            "0 active keys with the purpose `credential`",
        ),
        (
            "link_key = \"link.key\"",
            "link_key = \"crl.der\"",
            "exactly 32 random bytes",
        ),
        (
            "crl = \"crl.der\"",
            "crl = \"none.der\"",
            "can't read `keys/none.der`",
        ),
    ] {
        let made = Made::new();
        made.rewrite(from, to);
        assert!(made.refusal().contains(part), "{to}: {}", made.refusal());
    }
}

#[test]
fn a_retired_key_no_longer_signs_but_stays_published() {
    let (made, next) = (Made::new(), Made::new());
    let entry = fs::read_to_string(next.folder.join("keyring.toml")).unwrap();
    let from = entry.find("[[key]]").unwrap();
    let entry = &entry[from..entry[from + 1..].find("[[key]]").unwrap() + from];
    let entry = entry
        .replace("c-2026-1", "c-2026-2")
        .replace("credential.key", "credential-2.key");
    fs::copy(
        next.folder.join("credential.key.pem"),
        made.folder.join("credential-2.key.pem"),
    )
    .unwrap();
    made.rewrite(
        "file = \"credential.key.pem\"\n",
        "retired_at = 2026-07-01T00:00:00Z\n",
    );
    fs::remove_file(made.folder.join("credential.key.pem")).unwrap();
    made.rewrite(
        "# Signs PDF files.",
        &format!("{entry}\n# Signs PDF files."),
    );

    let keyring = made.load().unwrap();
    assert_eq!(keyring.issuer_key().id.0, "c-2026-2");
    let trusted = keyring.trusted();
    assert_eq!(trusted.seals.len(), 2);
    assert_eq!(
        trusted.seals[0].retired_at,
        Some(Utc.with_ymd_and_hms(2026, 7, 1, 0, 0, 0).unwrap())
    );
    assert_eq!(keyring.describe()[0].state, "retired 2026-07-01");
    let again = TrustedKeys::from_jwks(&trusted.to_jwks().to_string()).unwrap();
    assert_eq!(again, trusted);
}

#[test]
fn the_example_keys_load_and_are_known_as_examples_whatever_the_file_says() {
    let keyring = Keyring::load(&example()).unwrap();
    assert!(keyring.is_example());
    assert!(keyring.trusted().seals[0].specimen && keyring.trusted().documents[0].specimen);

    let temporary = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(example()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, temporary.path().join(path.file_name().unwrap())).unwrap();
    }
    let file = temporary.path().join("keyring.toml");
    let text = fs::read_to_string(&file)
        .unwrap()
        .replace("specimen = true\n", "");
    fs::write(&file, text).unwrap();
    let trusted = Keyring::load(temporary.path()).unwrap().trusted();
    assert!(trusted.seals[0].specimen && trusted.documents[0].specimen);
}

#[test]
fn published_keys_are_read_back_as_they_were() {
    let trusted = Made::new().load().unwrap().trusted();
    let jwks = trusted.to_jwks();
    assert_eq!(jwks["keys"][0]["kty"], "OKP");
    assert_eq!(jwks["keys"][0]["alg"], "EdDSA");
    assert_eq!(jwks["keys"][1]["kty"], "EC");
    assert_eq!(jwks["keys"][1]["x5c"].as_array().unwrap().len(), 2);
    assert_eq!(jwks["keys"][0]["nbf"], now().timestamp());
    assert!(!jwks.to_string().contains("\"d\":"), "no private member");
    assert_eq!(TrustedKeys::from_jwks(&jwks.to_string()).unwrap(), trusted);
}

#[test]
fn foreign_keys_in_a_set_are_ignored_and_broken_ones_of_ours_refused() {
    let trusted = Made::new().load().unwrap().trusted();
    let mut jwks = trusted.to_jwks();
    let foreign = serde_json::json!({"kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB"});
    jwks["keys"].as_array_mut().unwrap().push(foreign);
    assert_eq!(TrustedKeys::from_jwks(&jwks.to_string()).unwrap(), trusted);

    for (place, member, value, part) in [
        (0, "x", "AAAA", "`x` is not an Ed25519 key"),
        (0, "kid", "d-2026-1", "two keys have this id"),
        (0, "alg", "ES256", "an Ed25519 key has"),
        (1, "x", "AAAA", "`x` and `y` are not the key in `x5c`"),
        (
            1,
            "nbf",
            "soon",
            "a member is missing or has the wrong type",
        ),
    ] {
        let mut jwks = trusted.to_jwks();
        jwks["keys"][place][member] = value.into();
        let error = TrustedKeys::from_jwks(&jwks.to_string())
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{error}");
    }
    assert!(matches!(
        TrustedKeys::from_jwks("{\"keys\":[]}"),
        Err(JwksError::Empty)
    ));
    assert!(matches!(
        TrustedKeys::from_jwks("[]"),
        Err(JwksError::Json(_))
    ));
}

#[test]
fn links_of_one_folder_do_not_open_with_another() {
    use secrecy::ExposeSecret;
    let (made, other) = (Made::new().load().unwrap(), Made::new().load().unwrap());
    let id = crate::credential::CertificateId(uuid::Uuid::from_u128(7));
    let token = made.link_token(id, 1);
    assert_eq!(made.open_link(token.expose_secret()), Some((id, 1)));
    assert_eq!(other.open_link(token.expose_secret()), None);
}
