//! What a bundle tells, and which bundles are refused.

use super::*;
use crate::status::fixtures::{URL, instant, key, trusted};
use crate::status::{NewList, StatusEntries, aggregation_file, list_files};

const AT: &str = "2026-06-09T08:00:00Z";
const LATER: &str = "2026-06-10T08:00:00Z";

fn files() -> Vec<PublicFile> {
    let entries = StatusEntries {
        revoked: [42].into(),
        suspended: [7].into(),
    };
    let new = NewList {
        public_url: URL,
        list: 1,
        entries: &entries,
        at: instant(AT),
    };
    let signed = new.sign(&key()).unwrap();
    let mut files: Vec<PublicFile> = list_files(1, signed.forms).collect();
    files.push(aggregation_file(URL, &[1]));
    files
}

fn made(files: &[PublicFile]) -> Vec<u8> {
    let new = NewBundle {
        public_url: URL,
        files,
        at: instant(AT),
        until: instant("2026-06-16T08:00:00Z"),
    };
    new.sign(&key()).unwrap()
}

fn open(bytes: &[u8]) -> Result<Bundle, BundleError> {
    Bundle::open(bytes, &[trusted()], instant(LATER))
}

/// The files of a ZIP, packed again in the same order by somebody else.
fn packed_again(
    bytes: &[u8],
    method: CompressionMethod,
    change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>,
) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut again = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for place in 0..zip.len() {
        let (name, content) = read_file(&mut zip, place, u64::MAX).unwrap();
        if let Some(content) = change(&name, content) {
            again.start_file(name, options).unwrap();
            again.write_all(&content).unwrap();
        }
    }
    again.finish().unwrap().into_inner()
}

#[test]
fn a_bundle_tells_the_state_of_each_place_of_its_lists() {
    let bundle = open(&made(&files())).unwrap();
    assert_eq!(bundle.made_at, instant(AT));
    let state = |list, index| {
        let place = StatusReference { list, index };
        bundle.state(place, &[trusted()], instant(LATER)).unwrap()
    };
    assert_eq!(state(1, 42), Some(PlaceState::Revoked));
    assert_eq!(state(1, 7), Some(PlaceState::Suspended));
    assert_eq!(state(1, 8), Some(PlaceState::InForce));
    assert_eq!(state(2, 42), None);
}

#[test]
fn the_same_files_give_the_same_bundle() {
    assert_eq!(made(&files()), made(&files()));
}

#[test]
fn a_changed_a_missing_and_an_added_file_are_noticed() {
    let bundle = made(&files());
    let stored = CompressionMethod::Stored;
    for victim in [
        "tsl/1.cwt",
        "tsl/1",
        "tsl/lists.json",
        "status/revocation/1",
    ] {
        let altered = packed_again(&bundle, stored, |name, mut content| {
            if name == victim {
                content[10] ^= 1;
            }
            Some(content)
        });
        let missing = packed_again(&bundle, stored, |name, content| {
            (name != victim).then_some(content)
        });
        for bytes in [altered, missing] {
            let error = open(&bytes).unwrap_err();
            assert!(
                matches!(&error, BundleError::Altered(name) if name == victim),
                "{error}"
            );
        }
    }
    let mut more = ZipWriter::new_append(Cursor::new(bundle.clone())).unwrap();
    more.start_file(
        "tsl/2.cwt",
        SimpleFileOptions::default().compression_method(stored),
    )
    .unwrap();
    more.write_all(b"more").unwrap();
    let more = more.finish().unwrap().into_inner();
    assert!(matches!(open(&more), Err(BundleError::Altered(name)) if name == "tsl/2.cwt"));
}

#[test]
fn a_manifest_that_was_changed_or_is_missing_is_noticed() {
    let bundle = made(&files());
    let stored = CompressionMethod::Stored;
    let changed = packed_again(&bundle, stored, |name, mut content| {
        if name == MANIFEST {
            let last = content.len() - 1;
            content[last] = if content[last] == b'A' { b'Q' } else { b'A' };
        }
        Some(content)
    });
    assert!(matches!(open(&changed), Err(BundleError::Signature(_))));
    let missing = packed_again(&bundle, stored, |name, content| {
        (name != MANIFEST).then_some(content)
    });
    assert!(matches!(open(&missing), Err(BundleError::Manifest)));
}

#[test]
fn a_bundle_cut_anywhere_is_refused() {
    let bundle = made(&files());
    for length in (0..bundle.len()).step_by(97) {
        assert!(open(&bundle[..length]).is_err(), "{length} bytes");
    }
    assert!(matches!(open(b"PK"), Err(BundleError::Zip(_))));
}

#[test]
fn what_is_compressed_or_too_long_is_never_unpacked() {
    let bundle = made(&files());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(
        MANIFEST,
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored),
    )
    .unwrap();
    zip.write_all(&vec![
        b'a';
        usize::try_from(MAX_MANIFEST_BYTES + 1).unwrap()
    ])
    .unwrap();
    let long = zip.finish().unwrap().into_inner();
    assert!(matches!(open(&long), Err(BundleError::TooLarge)));
    assert!(matches!(
        open(&vec![0; MAX_BYTES + 1]),
        Err(BundleError::TooLarge)
    ));
    // The method of the first file, in its entry of the central directory: 8 is deflate.
    let mut packed = bundle.clone();
    let entry = packed
        .windows(4)
        .position(|bytes| bytes == b"PK\x01\x02")
        .unwrap();
    packed[entry + 10] = 8;
    assert!(matches!(open(&packed), Err(BundleError::Packed(name)) if name == MANIFEST));
}

#[test]
fn a_bundle_is_good_for_its_time_and_its_keys_only() {
    let bundle = made(&files());
    for now in ["2026-06-09T07:59:59Z", "2026-06-16T08:00:01Z"] {
        let result = Bundle::open(&bundle, &[trusted()], instant(now));
        assert!(
            matches!(result, Err(BundleError::OutOfDate { .. })),
            "{now}"
        );
    }
    let compromised = TrustedKey {
        compromised_at: Some(instant("2026-06-01T00:00:00Z")),
        ..trusted()
    };
    let result = Bundle::open(&bundle, &[compromised], instant(LATER));
    assert!(matches!(result, Err(BundleError::Refused(_))));
    let forger = TrustedKey {
        key: ed25519_dalek::SigningKey::from_bytes(&[8; 32]).verifying_key(),
        ..trusted()
    };
    for keys in [vec![forger], Vec::new()] {
        let result = Bundle::open(&bundle, &keys, instant(LATER));
        assert!(matches!(result, Err(BundleError::Signature(_))));
    }
}

#[test]
fn every_fault_says_what_to_do() {
    let faults = [
        BundleError::Manifest,
        BundleError::Refused(KeyRefusal::Retired(instant(AT))),
        BundleError::OutOfDate {
            from: instant(AT),
            until: instant(LATER),
        },
    ];
    let hints: BTreeSet<&str> = faults.iter().map(BundleError::hint).collect();
    assert_eq!(hints.len(), faults.len());
}
