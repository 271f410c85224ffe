//! Rotating, retiring and distrusting keys.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use der::Decode;
use tempfile::TempDir;
use x509_cert::Certificate;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;

use crate::keys::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 9, 8, 30, 0).unwrap()
}

fn later(days: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(days)
}

struct House {
    _temporary: TempDir,
    keys: PathBuf,
}

impl House {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let keys = temporary.path().join("keys");
        let new = NewKeyring {
            issuer: "Institut des savoirs".to_owned(),
            public_url: "https://sceau.example".to_owned(),
            now: now(),
            specimen: false,
        };
        create(&keys, &new).unwrap();
        Self {
            _temporary: temporary,
            keys,
        }
    }

    fn load(&self) -> Keyring {
        Keyring::load(&self.keys).unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.keys.join("keyring.toml")).unwrap()
    }

    fn rotate(&self, rotation: &Rotation) -> Rotated {
        rotate(&self.keys, rotation).unwrap()
    }

    fn states(&self) -> Vec<String> {
        let keys = self.load().describe();
        let state = |key: &KeyDescription| format!("{}: {}", key.id, key.state);
        keys.iter().map(state).collect()
    }

    /// Every file but the lock's.
    fn files(&self) -> BTreeSet<String> {
        let names = fs::read_dir(&self.keys).unwrap();
        let names = names.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "keyring.lock").collect()
    }

    fn take_authority_key_away(&self) -> PathBuf {
        let safe = self.keys.with_file_name("safe.pem");
        fs::rename(self.keys.join("ca.key.pem"), &safe).unwrap();
        safe
    }

    fn compromise(&self, id: &str, since: DateTime<Utc>) -> Result<Compromised, Error> {
        self.compromise_with(id, since, document().authority)
    }

    fn compromise_with(
        &self,
        id: &str,
        since: DateTime<Utc>,
        authority: Authority,
    ) -> Result<Compromised, Error> {
        let compromise = Compromise {
            id: id.to_owned(),
            since,
            reason: "a laptop was stolen".to_owned(),
            rotation: Rotation {
                authority,
                ..credential()
            },
        };
        crate::keys::compromise(&self.keys, &compromise)
    }

    /// Nothing may change.
    fn refuses<T: std::fmt::Debug>(&self, act: impl FnOnce() -> Result<T, Error>, part: &str) {
        let before = (self.text(), self.files());
        let problem = act().unwrap_err().to_string();
        assert!(problem.contains(part), "{problem}");
        assert_eq!(before, (self.text(), self.files()), "{part}");
        self.load();
    }
}

fn rotation(purpose: Purpose) -> Rotation {
    Rotation {
        purpose,
        id: None,
        now: later(30),
        counts_from: later(30),
        place: Place::AsBefore,
        authority: Authority::Same(None),
        public_url: "https://sceau.example".to_owned(),
    }
}

fn credential() -> Rotation {
    rotation(Purpose::Credential)
}

fn document() -> Rotation {
    rotation(Purpose::Document)
}

fn root(keyring: &Keyring) -> Vec<u8> {
    keyring.document_key().chain[1].clone()
}

#[test]
fn a_rotated_credential_key_signs_and_the_one_before_stays_trusted() {
    let house = House::new();
    let before = house.load();
    let rotated = house.rotate(&credential());
    assert_eq!((&*rotated.id, &*rotated.replaced), ("c-2026-2", "c-2026-1"));
    let after = house.load();
    assert_eq!(after.issuer_key().id.0, "c-2026-2");
    assert_eq!(after.document_key().id, before.document_key().id);
    let (old, new) = (&before.trusted().seals, &after.trusted().seals);
    assert_eq!(new[0], old[0], "trusted as before, without an end");
    assert_eq!(new[1].not_before, later(30));
    assert_eq!(
        house.states(),
        [
            "c-2026-1: replaced",
            "d-2026-1: active since 2026-06-09",
            "c-2026-2: active since 2026-07-09",
        ]
    );
    // Who loaded the folder before may still sign, but not once the key has ended.
    assert!(before.may_sign() && !before.is_current());
    retire(&house.keys, "c-2026-1", later(31), later(32)).unwrap();
    assert!(!before.may_sign() && after.may_sign());
    assert_eq!(house.load().trusted().seals[0].retired_at, Some(later(31)));
    assert_eq!(house.rotate(&credential()).id, "c-2026-3");
}

#[test]
fn what_people_wrote_into_the_description_stays() {
    let house = House::new();
    let text = house
        .text()
        .replace("# Signs seals", "# OUR REMARK\n# Signs seals");
    fs::write(house.keys.join("keyring.toml"), &text).unwrap();
    house.rotate(&credential());
    assert!(house.text().starts_with(&text), "{}", house.text());
    retire(&house.keys, "c-2026-1", later(31), later(31)).unwrap();
    assert!(house.text().contains("# OUR REMARK\n# Signs seals"));
}

#[test]
fn what_a_change_writes_belongs_to_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    let keyring = house.keys.join("keyring.toml");
    fs::set_permissions(&keyring, fs::Permissions::from_mode(0o640)).unwrap();
    house.rotate(&document());
    for name in house.files() {
        let mode = fs::metadata(house.keys.join(&name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777;
        let expected = if name == "keyring.toml" { 0o640 } else { 0o600 };
        assert_eq!(mode, expected, "{name}");
    }
}

#[test]
fn a_rotated_document_key_stays_under_its_authority() {
    let house = House::new();
    let before = house.load();
    let rotated = house.rotate(&document());
    assert_eq!((&*rotated.id, rotated.authority_key), ("d-2026-2", None));
    let after = house.load();
    assert_eq!(after.document_key().id.0, "d-2026-2");
    assert_eq!(root(&after), root(&before));
    assert_ne!(
        after.document_key().chain[0],
        before.document_key().chain[0]
    );
    assert_eq!(after.crls().len(), 1);
    let trusted = after.trusted();
    trusted.documents[1].check(later(31)).unwrap();
    assert!(
        trusted.documents[1].check(later(29)).is_err(),
        "not before it was made"
    );
    // The subject and the address of the list are the ones before.
    let leaf = |keyring: &Keyring| Certificate::from_der(&keyring.document_key().chain[0]).unwrap();
    assert_eq!(
        leaf(&after).tbs_certificate().subject(),
        leaf(&before).tbs_certificate().subject()
    );
    assert_eq!(crl::address(&leaf(&after)), crl::address(&leaf(&before)));
}

#[test]
fn a_certificate_never_outlasts_its_authority_s() {
    let house = House::new();
    let late = Rotation {
        now: later(365 * 9),
        counts_from: later(365 * 9),
        ..document()
    };
    house.rotate(&late);
    let chain = house.load().document_key().chain.clone();
    let ends = |der: &[u8]| {
        let certificate = Certificate::from_der(der).unwrap();
        certificate.tbs_certificate().validity().not_after
    };
    assert_eq!(ends(&chain[0]), ends(&chain[1]));
    let too_late = Rotation {
        now: later(365 * 11),
        ..document()
    };
    house.refuses(|| rotate(&house.keys, &too_late), "has ended");
}

#[test]
fn an_authority_key_that_is_offline_is_asked_for() {
    let house = House::new();
    let safe = house.take_authority_key_away();
    house.refuses(|| rotate(&house.keys, &document()), "--authority-key");
    let named = |file: &str| Rotation {
        authority: Authority::Same(Some(house.keys.join(file))),
        ..document()
    };
    house.refuses(
        || rotate(&house.keys, &named("none.pem")),
        "there is no file",
    );
    house.refuses(
        || rotate(&house.keys, &named("document.key.pem")),
        "is not the private key of the authority",
    );
    house.rotate(&Rotation {
        authority: Authority::Same(Some(safe)),
        ..document()
    });
    assert!(!house.files().contains("ca.key.pem"), "it is not copied");
}

#[test]
fn a_new_authority_has_its_own_list_and_the_old_list_stays_published() {
    let house = House::new();
    house.take_authority_key_away();
    let before = house.load();
    let new = Rotation {
        authority: Authority::New,
        ..document()
    };
    let rotated = house.rotate(&new);
    let key = rotated.authority_key.unwrap();
    assert_eq!(key, house.keys.join("d-2026-2.ca.key.pem"));
    let after = house.load();
    assert_ne!(root(&after), root(&before));
    let paths: Vec<&String> = after.crls().keys().collect();
    assert_eq!(
        paths,
        ["/.well-known/crl/d-2026-2.crl", "/.well-known/sceau.crl"]
    );
    assert_eq!(after.crls()["/.well-known/sceau.crl"], before.crl());
    assert_eq!(after.crls()["/.well-known/crl/d-2026-2.crl"], after.crl());
    let [old, new] = &after.trusted().documents[..] else {
        panic!("two document keys");
    };
    assert_eq!(new.is_revoked_by(after.crl()), Some(false));
    assert_eq!(old.is_revoked_by(after.crl()), None);

    // The next key is under the new authority, and so is its revocation.
    house.rotate(&document());
    assert_eq!(root(&house.load()), root(&after));
    assert_eq!(
        house.compromise("d-2026-2", later(3)).unwrap().revoked,
        Some(true)
    );
    let crls = house.load().crls().clone();
    assert_eq!(crls["/.well-known/sceau.crl"], before.crl());
    let next = &crls["/.well-known/crl/d-2026-2.crl"];
    assert_eq!(new.is_revoked_by(next), Some(true));
}

#[test]
fn a_key_that_has_to_sign_an_older_certificate_counts_from_then() {
    let house = House::new();
    house.rotate(&Rotation {
        counts_from: later(2),
        ..credential()
    });
    house.rotate(&Rotation {
        counts_from: later(2),
        ..document()
    });
    let keyring = house.load();
    assert_eq!(keyring.issuer_key().id.0, "c-2026-2");
    assert_eq!(keyring.trusted().seals[1].not_before, later(2));
    keyring.trusted().documents[1].check(later(2)).unwrap();
    // Even when that is before the key it replaces.
    house.rotate(&Rotation {
        counts_from: later(1),
        ..credential()
    });
    assert_eq!(house.load().issuer_key().id.0, "c-2026-3");
}

#[test]
fn ids_are_never_used_twice_and_fit_into_an_address() {
    let house = House::new();
    for (id, part) in [
        ("c-2026-1", "ids are never used twice"),
        ("d-2026-1", "ids are never used twice"),
        ("c 2027", "can't be a key's id"),
        ("c#1", "can't be a key's id"),
        ("../c", "can't be a key's id"),
        (".c", "can't be a key's id"),
        ("c-1-jwk", "can't be a key's id"),
        ("", "can't be a key's id"),
        ("c23456789012345678901234567890123", "can't be a key's id"),
    ] {
        let named = Rotation {
            id: Some(id.to_owned()),
            ..credential()
        };
        house.refuses(|| rotate(&house.keys, &named), part);
    }
    let named = Rotation {
        id: Some("Sceaux.2027_a".to_owned()),
        ..credential()
    };
    assert_eq!(house.rotate(&named).id, "Sceaux.2027_a");
}

#[test]
fn a_retirement_that_would_do_harm_is_refused() {
    let house = House::new();
    let retired = |id: &str, at| retire(&house.keys, id, at, later(40));
    house.refuses(
        || retired("c-2026-1", later(1)),
        "`sceau keys rotate --purpose credential`",
    );
    house.refuses(
        || retired("d-2026-1", later(1)),
        "`sceau keys rotate --purpose document`",
    );
    house.refuses(
        || retired("c-2027-9", later(1)),
        "there is no key `c-2027-9`; there are `c-",
    );
    house.rotate(&credential());
    house.refuses(|| retired("c-2026-1", later(41)), "not later");
    house.refuses(
        || retired("c-2026-1", later(-1)),
        "counts from 2026-06-09T08:30:00Z",
    );
    retired("c-2026-1", later(30)).unwrap();
    house.refuses(|| retired("c-2026-1", later(31)), "is retired since");
    house.compromise("c-2026-1", later(3)).unwrap();
    house.refuses(|| retired("c-2026-1", later(31)), "is compromised since");
}

#[test]
fn a_compromised_key_that_signs_is_replaced_in_the_same_change() {
    let house = House::new();
    let done = house.compromise("c-2026-1", later(3)).unwrap();
    assert_eq!(done.rotated.unwrap().id, "c-2026-2");
    let keyring = house.load();
    assert_eq!(keyring.issuer_key().id.0, "c-2026-2");
    let trusted = keyring.trusted();
    assert_eq!(trusted.seals[0].compromised_at, Some(later(3)));
    assert!(
        house.text().contains(
            "# Compromised: a laptop was stolen\ncompromised_at = 2026-06-12T08:30:00Z\n"
        )
    );
    assert_eq!(house.states()[0], "c-2026-1: compromised 2026-06-12");
    // What others are told carries the date.
    let again = TrustedKeys::from_jwks(&trusted.to_jwks().to_string()).unwrap();
    assert_eq!(again, trusted);
}

#[test]
fn the_date_of_a_compromise_moves_only_backwards_and_is_never_in_the_future() {
    let house = House::new();
    house.refuses(|| house.compromise("c-2026-1", later(31)), "has not come");
    house.refuses(|| house.compromise("c-9", later(1)), "there is no key");
    house.compromise("c-2026-1", later(3)).unwrap();
    house.refuses(
        || house.compromise("c-2026-1", later(4)),
        "can't become later",
    );
    let again = house.compromise("c-2026-1", later(2)).unwrap();
    assert_eq!(again.rotated, None, "another one signs already");
    assert_eq!(
        house.load().trusted().seals[0].compromised_at,
        Some(later(2))
    );
}

#[test]
fn a_reason_that_would_break_the_description_is_refused() {
    let house = House::new();
    for reason in ["", "  ", "a\nspecimen = true", &"x".repeat(201)] {
        let compromise = Compromise {
            id: "c-2026-1".to_owned(),
            since: later(1),
            reason: reason.to_owned(),
            rotation: credential(),
        };
        house.refuses(
            || crate::keys::compromise(&house.keys, &compromise),
            "the reason is one line",
        );
    }
}

#[test]
fn the_certificate_of_a_compromised_document_key_is_revoked_with_reason_and_date() {
    let house = House::new();
    let done = house.compromise("d-2026-1", later(3)).unwrap();
    assert_eq!(done.rotated.unwrap().id, "d-2026-2");
    assert_eq!(done.revoked, Some(true));
    let keyring = house.load();
    let documents = keyring.trusted().documents;
    assert_eq!(documents[0].is_revoked_by(keyring.crl()), Some(true));
    assert_eq!(documents[1].is_revoked_by(keyring.crl()), Some(false));

    let list = CertificateList::<Rfc5280>::from_der(keyring.crl())
        .unwrap()
        .tbs_cert_list;
    let entries = list.revoked_certificates.unwrap();
    assert_eq!(entries.len(), 1);
    let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
    let noted = u64::try_from(later(30).timestamp()).unwrap();
    assert_eq!(seconds(entries[0].revocation_date), noted);
    let extensions = entries[0].crl_entry_extensions.clone().unwrap();
    // cRLReason keyCompromise; invalidityDate as GeneralizedTime.
    assert_eq!(extensions[0].extn_id.to_string(), "2.5.29.21");
    assert_eq!(extensions[0].extn_value.as_bytes(), [10, 1, 1]);
    assert_eq!(extensions[1].extn_id.to_string(), "2.5.29.24");
    assert_eq!(
        &extensions[1].extn_value.as_bytes()[2..],
        b"20260612083000Z"
    );
    let number = &list.crl_extensions.unwrap()[0];
    assert_eq!(number.extn_value.as_bytes(), [2, 1, 2]);

    // An earlier date makes another list, with the one entry.
    house.compromise("d-2026-1", later(2)).unwrap();
    let list = CertificateList::<Rfc5280>::from_der(house.load().crl())
        .unwrap()
        .tbs_cert_list;
    let entries = list.revoked_certificates.unwrap();
    assert_eq!(entries.len(), 1);
    assert!(house.files().contains("crl-3.der"));
}

#[test]
fn a_document_key_is_distrusted_at_once_and_revoked_when_the_authority_s_key_is_at_hand() {
    let house = House::new();
    house.rotate(&document());
    let safe = house.take_authority_key_away();
    let done = house.compromise("d-2026-1", later(3)).unwrap();
    assert_eq!(done.revoked, Some(false));
    let trusted = |house: &House| house.load().trusted().documents[0].clone();
    assert_eq!(trusted(&house).compromised_at, Some(later(3)));
    assert_eq!(
        trusted(&house).is_revoked_by(house.load().crl()),
        Some(false)
    );
    let wrong = Authority::Same(Some(house.keys.join("link.key")));
    house.refuses(
        || house.compromise_with("d-2026-1", later(3), wrong),
        "is not the private key",
    );
    let named = Authority::Same(Some(safe));
    let done = house.compromise_with("d-2026-1", later(3), named).unwrap();
    assert_eq!(done.revoked, Some(true));
    assert_eq!(
        trusted(&house).is_revoked_by(house.load().crl()),
        Some(true)
    );
}

#[test]
fn example_keys_are_never_rotated_nor_distrusted() {
    let house = House::new();
    let example = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("keys.example");
    for file in fs::read_dir(example).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, house.keys.join(path.file_name().unwrap())).unwrap();
    }
    let part = "an example key that anybody has";
    house.refuses(|| rotate(&house.keys, &credential()), part);
    house.refuses(|| rotate(&house.keys, &document()), part);
    house.refuses(|| house.compromise("c-example", later(3)), part);
}

#[test]
fn a_key_that_is_not_in_a_file_is_followed_by_hand() {
    let house = House::new();
    house.rotate(&credential());
    let text = house.text().replace("file = \"credential.key.pem\"\n", "");
    fs::write(house.keys.join("keyring.toml"), text).unwrap();
    // A key that no longer signs needs no private half, and can end.
    retire(&house.keys, "c-2026-1", later(31), later(31)).unwrap();
    house.load();
}

#[test]
fn files_left_by_a_killed_run_are_neither_used_nor_overwritten() {
    let house = House::new();
    fs::write(house.keys.join("c-2026-2.key.pem"), b"left").unwrap();
    fs::write(
        house.keys.join(".keyring.0011223344556677"),
        b"half a descr",
    )
    .unwrap();
    house.rotate(&credential());
    house.load();
    assert!(house.text().contains("file = \"c-2026-2_1.key.pem\""));
    assert_eq!(
        fs::read(house.keys.join("c-2026-2.key.pem")).unwrap(),
        b"left"
    );
}

#[test]
fn of_changes_at_the_same_time_each_is_whole_or_refused() {
    let house = House::new();
    let keys = &house.keys;
    let results: Vec<_> = std::thread::scope(|scope| {
        let run = |_| scope.spawn(move || rotate(keys, &credential()));
        let threads: Vec<_> = (0..8).map(run).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let done = results.iter().filter(|result| result.is_ok()).count();
    for problem in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(matches!(problem, Error::Busy(_)), "{problem}");
    }
    assert!(done >= 1);
    assert_eq!(house.load().trusted().seals.len(), 1 + done);
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let house = House::new();
    let nowhere = house.keys.with_file_name("nowhere");
    assert!(matches!(
        rotate(&nowhere, &credential()),
        Err(Error::Read { .. })
    ));
    assert!(!nowhere.exists());
}

#[test]
fn published_keys_have_their_absolute_names_too_and_are_read_back() {
    let house = House::new();
    house.rotate(&credential());
    let trusted = house.load().trusted();
    let jwks = trusted.to_published_jwks("https://sceau.example");
    let kids: Vec<&str> = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["kid"].as_str().unwrap())
        .collect();
    assert_eq!(
        kids,
        [
            "c-2026-1",
            "c-2026-2",
            "d-2026-1",
            "did:web:sceau.example#c-2026-1",
            "did:web:sceau.example#c-2026-2",
        ]
    );
    assert_eq!(jwks["keys"][1]["x"], jwks["keys"][4]["x"]);
    assert_eq!(TrustedKeys::from_jwks(&jwks.to_string()).unwrap(), trusted);
}
