//! Signing and examining: what is signed is accepted, and whatever is done to it afterwards is
//! noticed.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::credential::KeyRefusal;
use crate::keys::Keyring;

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn vector(name: &str) -> Vec<u8> {
    std::fs::read(project("tests/vectors/pdf").join(name)).unwrap()
}

/// No authority's time stamps count.
const NONE: TrustedAuthorities = TrustedAuthorities {
    roots: Vec::new(),
    crls: Vec::new(),
};

fn keyring() -> Keyring {
    Keyring::load(&project("keys.example")).unwrap()
}

fn trusted() -> Vec<TrustedDocumentKey> {
    keyring().trusted().documents
}

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 9, 8, 30, 0).unwrap()
}

fn sign(bytes: Vec<u8>, at: DateTime<Utc>) -> Result<Vec<u8>, SignError> {
    let note = SignatureNote {
        name: "Institut des savoirs numériques".to_owned(),
        reason: "Délivrance du certificat".to_owned(),
    };
    sign_pdf(
        RenderedPdf::from_worker(bytes),
        keyring().document_key(),
        at,
        &note,
    )
    .map(SignedPdf::into_bytes)
}

fn signed() -> Vec<u8> {
    vector("valid_certified.pdf")
}

fn accepted(examination: &Examination) -> bool {
    examination.signature.is_ok() && examination.unaltered.is_ok()
}

/// What the two halves of the examination complain about.
fn complaints(bytes: &[u8]) -> (Option<SignatureFault>, Option<AlterationFault>) {
    let examination = examine(bytes, &trusted(), &NONE).unwrap();
    (examination.signature.err(), examination.unaltered.err())
}

fn position(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .rposition(|window| window == part)
        .unwrap()
}

/// Exchanges the last occurrence, keeping every offset.
fn exchange(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    let at = position(bytes, from);
    bytes[at..at + to.len()].copy_from_slice(to);
}

/// The signature's digits.
fn digits(bytes: &[u8]) -> std::ops::Range<usize> {
    let start = position(bytes, b"/Contents<") + b"/Contents<".len();
    let length = bytes[start..]
        .iter()
        .position(|byte| *byte == b'>')
        .unwrap();
    start..start + length
}

const CHANGED: (Option<SignatureFault>, Option<AlterationFault>) =
    (Some(SignatureFault::Broken), Some(AlterationFault::Changed));

#[test]
fn the_same_document_key_time_and_note_give_the_same_bytes_as_ever() {
    // The vector is of the first release: the same input must give it for ever.
    assert!(sign(vector("unsigned.pdf"), at()).unwrap() == signed());
}

#[test]
fn what_is_signed_is_accepted_with_its_attachment() {
    let examination = examine(&signed(), &trusted(), &NONE).unwrap();
    let found = examination.signature.unwrap();
    assert_eq!(
        (found.key.0.as_str(), found.at, found.specimen),
        ("d-example", at(), true)
    );
    assert_eq!(examination.unaltered, Ok(()));
    assert_eq!(examination.attachments["seal.cose"], [7; 190]);
}

#[test]
fn a_document_is_not_signed_outside_the_certificates_validity_or_twice() {
    let early = Utc.with_ymd_and_hms(2019, 12, 31, 23, 59, 59).unwrap();
    let error = sign(vector("unsigned.pdf"), early).unwrap_err();
    assert!(
        matches!(error, SignError::Chain(ChainFault::Expired)),
        "{error}"
    );
    let error = sign(signed(), at()).unwrap_err();
    assert!(matches!(error, SignError::Shape(_)), "{error}");
    let error = sign(b"%PDF-1.7 of another shape".to_vec(), at()).unwrap_err();
    assert!(matches!(error, SignError::Shape(_)), "{error}");
}

#[test]
fn an_unsigned_document_is_not_the_issuers() {
    let missing = (
        Some(SignatureFault::Missing),
        Some(AlterationFault::Unsigned),
    );
    assert_eq!(complaints(&vector("unsigned.pdf")), missing);
    // Cutting the last revision off leaves the unsigned document.
    let signed = signed();
    let length = vector("unsigned.pdf").len();
    assert_eq!(complaints(&signed[..length]), missing);
}

#[test]
fn what_is_no_pdf_is_unreadable() {
    assert_eq!(examine(b"", &trusted(), &NONE), Err(Unreadable::NotPdf));
    assert_eq!(
        examine(b"PK\x03\x04", &trusted(), &NONE),
        Err(Unreadable::NotPdf)
    );
    let shifted = [b"\n", &signed()[..]].concat();
    assert_eq!(
        examine(&shifted, &trusted(), &NONE),
        Err(Unreadable::NotPdf)
    );
}

#[test]
fn a_changed_byte_of_the_content_is_noticed() {
    let mut bytes = signed();
    let at = position(&bytes, b"endstream") - 40;
    bytes[at] ^= 1;
    assert_eq!(complaints(&bytes).0, CHANGED.0);
    assert!(complaints(&bytes).1.is_some());
}

#[test]
fn permitting_changes_afterwards_is_noticed() {
    let mut bytes = signed();
    exchange(
        &mut bytes,
        b"/P 1/Type /TransformParams",
        b"/P 3/Type /TransformParams",
    );
    let expected = (
        Some(SignatureFault::OtherKind),
        Some(AlterationFault::Structure),
    );
    assert_eq!(complaints(&bytes), expected);
}

#[test]
fn a_changed_time_name_or_reason_is_noticed() {
    let mut bytes = signed();
    let time = position(&bytes, b"/M <") + 4;
    // D:2026… becomes D:2025…
    let digit = time + 2 * 5 + 1;
    assert_eq!(&bytes[digit - 1..=digit], b"36");
    bytes[digit] = b'5';
    assert_eq!(complaints(&bytes), CHANGED);
    for key in [&b"/Name <feff00"[..], b"/Reason <feff00"] {
        let mut bytes = signed();
        let at = position(&bytes, key) + key.len();
        bytes[at] ^= 1;
        assert_eq!(complaints(&bytes), CHANGED);
    }
}

#[test]
fn anything_appended_is_noticed_though_the_signature_still_holds() {
    let appended = (None, Some(AlterationFault::Appended));
    for tail in [&b"\n"[..], b"%hello!\n", b"\0"] {
        assert_eq!(complaints(&[&signed()[..], tail].concat()), appended);
    }
}

#[test]
fn content_shadowed_by_an_appended_revision_is_noticed() {
    let signed = signed();
    let file = file::File::open(&signed).unwrap();
    let (_, root) = file.root().unwrap();
    let pages = file.child(&root, "Pages").unwrap();
    let Some(object::Object::Array(kids)) = file.value(&pages, "Kids").unwrap() else {
        panic!()
    };
    let object::Object::Reference(page) = kids[0] else {
        panic!()
    };
    let mut shadow = file.dictionary(&kids[0]).unwrap();
    shadow.remove(&b"Contents"[..]);
    let mut update = update::Update::new(&file).unwrap();
    update.put(page, &object::Object::Dictionary(shadow));
    let shadowed = update.append().unwrap();
    assert_eq!(
        complaints(&shadowed),
        (None, Some(AlterationFault::Appended))
    );
}

#[test]
fn a_second_signature_field_is_noticed() {
    let signed = signed();
    let file = file::File::open(&signed).unwrap();
    let (number, mut root) = file.root().unwrap();
    let mut form = file.child(&root, "AcroForm").unwrap();
    let mut fields = file.array(&form, "Fields").unwrap();
    fields.push(fields[0].clone());
    form.insert(b"Fields".to_vec(), object::Object::Array(fields));
    root.insert(b"AcroForm".to_vec(), object::Object::Dictionary(form));
    let mut update = update::Update::new(&file).unwrap();
    update.put(number, &object::Object::Dictionary(root));
    let expected = (
        Some(SignatureFault::OtherKind),
        Some(AlterationFault::Structure),
    );
    assert_eq!(complaints(&update.append().unwrap()), expected);
}

#[test]
fn padding_that_is_not_zero_is_noticed() {
    let mut bytes = signed();
    let last = digits(&bytes).end - 1;
    bytes[last] = b'1';
    assert_eq!(complaints(&bytes).0, Some(SignatureFault::Malformed));
}

#[test]
fn every_changed_digit_of_the_signature_is_noticed() {
    let original = signed();
    for place in digits(&original).step_by(7) {
        let mut bytes = original.clone();
        bytes[place] = if bytes[place] == b'a' { b'b' } else { b'a' };
        assert!(
            !accepted(&examine(&bytes, &trusted(), &NONE).unwrap()),
            "digit at {place}"
        );
    }
}

#[test]
fn the_other_value_of_the_same_signature_is_noticed() {
    let mut bytes = signed();
    // The last value of the container is the signature: r, then s.
    let place = digits(&bytes);
    let container = hex::decode(&bytes[place.clone()]).unwrap();
    let end = container.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let start = container
        .windows(2)
        .rposition(|window| window == [0x30, 0x45])
        .unwrap();
    let signature = p256::ecdsa::Signature::from_der(&container[start..end]).unwrap();
    let other = p256::ecdsa::Signature::from_scalars(signature.r(), -signature.s()).unwrap();
    assert_eq!(other.normalize_s(), signature);
    // Its s has the highest bit set and takes one byte more, which each length around it counts.
    let other = other.to_der();
    assert_eq!(other.as_bytes().len(), end - start + 1);
    let mut longer = container.clone();
    longer.splice(start..=end, other.as_bytes().iter().copied());
    longer[start - 1] += 1;
    let last_length = |at: usize| u16::from_be_bytes([container[at + 2], container[at + 3]]);
    for at in 0..start {
        let reaches = container[at + 1] == 0x82 && at + 4 + usize::from(last_length(at)) == end;
        if reaches {
            longer[at + 2..at + 4].copy_from_slice(&(last_length(at) + 1).to_be_bytes());
        }
    }
    let text = hex::encode(&longer);
    bytes[place].copy_from_slice(text.as_bytes());
    assert_eq!(complaints(&bytes), CHANGED);
}

#[test]
fn another_spelling_of_the_signature_is_noticed() {
    let mut bytes = signed();
    let place = digits(&bytes);
    bytes[place].make_ascii_uppercase();
    assert_eq!(complaints(&bytes).1, Some(AlterationFault::NotCovered));
}

#[test]
fn a_byte_range_that_leaves_out_more_overlaps_or_is_too_long_is_noticed() {
    let original = signed();
    let start = position(&original, b"/ByteRange[") + b"/ByteRange[".len();
    let end = start
        + original[start..]
            .iter()
            .position(|byte| *byte == b']')
            .unwrap();
    let text = String::from_utf8(original[start..end].to_vec()).unwrap();
    let range: Vec<usize> = text
        .split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect();
    let [_, a, b, c] = range[..] else { panic!() };
    for other in [
        format!("0 {} {b} {c}", a - 10),
        format!("0 {a} {} {}", b + 10, c - 10),
        format!("0 {b} {a} {c}"),
        format!("0 {a} {b} {}", c - 1),
        format!("0 {a} {b} {}", c + 1),
        format!("1 {a} {b} {c}"),
        format!("0 {a} {b} {}", u64::MAX),
        format!("0 {a} {b} -1"),
        format!("0 {a} {b}"),
        "0 0 0 0".to_owned(),
    ] {
        let mut bytes = original.clone();
        let room = end - start;
        let other = format!("{other:<room$}");
        bytes[start..end].copy_from_slice(&other.as_bytes()[..room]);
        assert!(
            !accepted(&examine(&bytes, &trusted(), &NONE).unwrap()),
            "{other}"
        );
    }
}

#[test]
fn a_dictionary_that_says_two_things_is_refused() {
    let parse = |text: &str| object::Parser::new(text.as_bytes(), 0).object();
    assert!(parse("<</Contents<00>/A/B>>").is_ok());
    let twice = Err(object::Malformed("a dictionary has a key twice"));
    assert_eq!(parse("<</Contents<00>/A/B/Contents<01>>>"), twice);
    // The same name, written with an escape.
    assert_eq!(parse("<</Contents<00>/A/B/Cont#65nts<01>>>"), twice);
}

#[test]
fn huge_lengths_and_depths_are_refused_at_once() {
    for body in [
        "xref\n0 4294967295\n".to_owned(),
        "xref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Prev 9 /Size 99999999999999999999>>"
            .to_owned(),
        format!("xref\ntrailer\n{}", "[".repeat(100_000)),
        format!("xref\ntrailer\n<</A [{}]>>", "0 ".repeat(1_000_000)),
    ] {
        let file = format!("%PDF-1.7\n{body}\nstartxref\n9\n%%EOF\n");
        let expected = (
            Some(SignatureFault::Missing),
            Some(AlterationFault::Structure),
        );
        assert_eq!(complaints(file.as_bytes()), expected);
    }
}

#[test]
fn attachments_and_tables_that_would_fill_the_memory_are_refused() {
    let unsigned = vector("unsigned.pdf");
    let file = file::File::open(&unsigned).unwrap();
    let (_, root) = file.root().unwrap();
    let names = file.child(&root, "Names").unwrap();
    let tree = file.child(&names, "EmbeddedFiles").unwrap();
    let specification = file
        .dictionary(&file.array(&tree, "Names").unwrap()[1])
        .unwrap();
    let streams = file.child(&specification, "EF").unwrap();
    let object::Object::Reference(number) = streams[&b"F"[..]] else {
        panic!()
    };
    let with_content = |length: usize| {
        let mut update = update::Update::new(&file).unwrap();
        let stream = format!(
            "<</Length {length}>>\nstream\n{}\nendstream",
            " ".repeat(length)
        );
        update.put_written(number, stream.into_bytes());
        examine(&update.append().unwrap(), &[], &NONE)
            .unwrap()
            .attachments
    };
    assert_eq!(with_content(1 << 20)["seal.cose"].len(), 1 << 20);
    assert!(with_content((1 << 20) + 1).is_empty());

    let many = "0 0 f\n".repeat(70_000);
    let table = format!("%PDF-1.7\nxref\n0 70000\n{many}trailer\n<<>>\nstartxref\n9\n%%EOF\n");
    let opened = file::File::open(table.as_bytes()).map(|_| ());
    assert_eq!(
        opened,
        Err(object::Malformed("the file has too many objects"))
    );
}

#[test]
fn a_file_written_anew_by_another_program_is_noticed() {
    // What qpdf makes of the signed vector: the same pages, other bytes.
    assert!(!accepted(
        &examine(&vector("fail_rewritten.pdf"), &trusted(), &NONE).unwrap()
    ));
}

#[test]
fn a_key_counts_only_within_its_dates_and_only_if_it_is_trusted() {
    let key = trusted().remove(0);
    let second = Duration::seconds(1);
    let with = |change: fn(&mut TrustedDocumentKey, DateTime<Utc>), date| {
        let mut key = key.clone();
        change(&mut key, date);
        examine(&signed(), &[key], &NONE).unwrap().signature.err()
    };
    let not_before = |key: &mut TrustedDocumentKey, date| key.not_before = date;
    let retired = |key: &mut TrustedDocumentKey, date| key.retired_at = Some(date);
    let compromised = |key: &mut TrustedDocumentKey, date| key.compromised_at = Some(date);
    assert_eq!(with(not_before, at()), None);
    let late = at() + second;
    assert_eq!(
        with(not_before, late),
        Some(SignatureFault::Key(KeyRefusal::NotYetValid(late)))
    );
    assert_eq!(with(retired, at()), None);
    let early = at() - second;
    assert_eq!(
        with(retired, early),
        Some(SignatureFault::Key(KeyRefusal::Retired(early)))
    );
    assert_eq!(with(compromised, late), None);
    assert_eq!(
        with(compromised, at()),
        Some(SignatureFault::Key(KeyRefusal::Compromised(at())))
    );
    let unknown = examine(&signed(), &[], &NONE).unwrap();
    assert_eq!(unknown.signature, Err(SignatureFault::UnknownKey));
    assert_eq!(unknown.unaltered, Ok(()));
}

#[test]
fn a_forger_with_a_chain_of_the_same_names_is_unknown() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("keys");
    let new = crate::keys::NewKeyring {
        issuer: "Institut des savoirs numériques".to_owned(),
        public_url: "https://sceau.example".to_owned(),
        now: Utc.with_ymd_and_hms(2020, 1, 1, 0, 0, 0).unwrap(),
        specimen: true,
    };
    crate::keys::create(&folder, &new).unwrap();
    let other = Keyring::load(&folder).unwrap();
    let note = SignatureNote {
        name: String::new(),
        reason: String::new(),
    };
    let pdf = RenderedPdf::from_worker(vector("unsigned.pdf"));
    let forged = sign_pdf(pdf, other.document_key(), at(), &note).unwrap();
    let examination = examine(forged.as_bytes(), &trusted(), &NONE).unwrap();
    assert_eq!(examination.signature, Err(SignatureFault::UnknownKey));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_mutation_of_a_signed_file_is_accepted(
        place in any::<prop::sample::Index>(), flip in 1u8..,
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = signed();
        let at = place.index(bytes.len());
        bytes[at] ^= flip;
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(examination) = examine(&bytes, &trusted(), &NONE) {
            prop_assert!(!accepted(&examination), "byte {} ^ {}", at, flip);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let file = [b"%PDF-1.7\nxref\n", &bytes[..], b"\nstartxref\n9\n%%EOF"].concat();
        let examined = examine(&file, &[], &NONE);
        prop_assert!(examined.is_ok_and(|examination| !accepted(&examination)));
    }

    #[test]
    fn what_is_written_is_read_back(text in proptest::collection::vec(any::<u8>(), 0..60)) {
        use object::Object;
        let mut dictionary = object::Dictionary::new();
        dictionary.insert(text.clone(), Object::Text(text.clone()));
        let object = Object::Array(vec![
            Object::Name(text), Object::Integer(-7), Object::Reference(4), Object::Null,
            Object::Boolean(true), Object::Real(b"-.5".to_vec()), Object::Dictionary(dictionary),
        ]);
        let mut written = Vec::new();
        object.write(&mut written);
        prop_assert_eq!(object::Parser::new(&written, 0).object(), Ok(object));
    }
}
