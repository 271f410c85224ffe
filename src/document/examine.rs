//! Reads a PDF that somebody presents: whose signature is it, and is every byte under it?

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};

use super::chain::{self, ChainFault};
use super::examination::{
    AlterationFault, Examination, SignatureFault, Signed, SigningTime, Unreadable,
};
use super::file::{File, MOST_BYTES, MOST_RENEWALS};
use super::object::{Dictionary, Malformed, Object, Parsed};
use super::renew::{self, Renewal, unpadded};
use super::stamp::{self, Evidence, Stamp, StampFault, TrustedAuthorities};
use super::{TrustedDocumentKey, attachments, cms, dss, sign};
use crate::credential::KeyRefusal;

/// Examines a file against the keys and time-stamp authorities that count. Never panics, whatever
/// the bytes; takes time and memory in proportion to their number.
pub fn examine(
    bytes: &[u8],
    trusted: &[TrustedDocumentKey],
    authorities: &TrustedAuthorities,
) -> Result<Examination, Unreadable> {
    if !bytes.starts_with(b"%PDF-1.") {
        return Err(Unreadable::NotPdf);
    }
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let mut document = bytes;
    let mut renewals: Vec<Result<Stamp, StampFault>> = Vec::new();
    while renewals.len() < MOST_RENEWALS
        && let Some(renewal) = renew::peel(document)
    {
        renewals.push(renewal_stamp(&renewal, authorities));
        document = renewal.document;
    }
    let mut examination = examine_issued(document, trusted, authorities);
    examination.renewed = renewals.iter().flatten().cloned().collect();
    // Whatever is wrong with the document itself is the better answer.
    if let Some(Err(fault)) = renewals.into_iter().find(Result::is_err) {
        let renewed = Err(AlterationFault::Renewal(fault));
        examination.unaltered = examination.unaltered.and(renewed);
    }
    Ok(examination)
}

fn renewal_stamp(
    renewal: &Renewal<'_>,
    authorities: &TrustedAuthorities,
) -> Result<Stamp, StampFault> {
    let Renewal {
        token,
        digest,
        evidence,
        ..
    } = renewal;
    stamp::verify(token, digest, None, evidence, authorities).map(|(stamp, _)| stamp)
}

/// Examines the file as it was signed, in one revision.
fn examine_issued(
    bytes: &[u8],
    trusted: &[TrustedDocumentKey],
    authorities: &TrustedAuthorities,
) -> Examination {
    let mut examination = Examination {
        signature: Err(SignatureFault::Missing),
        unaltered: Err(AlterationFault::Structure),
        attachments: BTreeMap::new(),
        issued: Sha256::digest(bytes).into(),
        renewed: Vec::new(),
    };
    let Ok(file) = File::open(bytes) else {
        return examination;
    };
    let trust = Trust {
        keys: trusted,
        authorities,
    };
    let attachments = attachments::read(&file);
    (examination.signature, examination.unaltered) = judge(&file, &trust);
    match attachments {
        Ok(attachments) => examination.attachments = attachments,
        // Our own files always have a readable set; a file that lost it is not as it was signed.
        Err(_) => {
            examination.unaltered = examination.unaltered.and(Err(AlterationFault::Structure));
        }
    }
    examination
}

/// Whose word counts.
struct Trust<'a> {
    keys: &'a [TrustedDocumentKey],
    authorities: &'a TrustedAuthorities,
}

fn judge(
    file: &File<'_>,
    trust: &Trust<'_>,
) -> (Result<Signed, SignatureFault>, Result<(), AlterationFault>) {
    let found = match find(file) {
        Ok(found) => found,
        Err(fault @ SignatureFault::Missing) => {
            return (Err(fault), Err(AlterationFault::Unsigned));
        }
        Err(fault) => return (Err(fault), Err(AlterationFault::Structure)),
    };
    let covered = covered(file, &found);
    let signature = verify(file, &found, trust);
    let unaltered = match (covered, &signature) {
        (Ok(()), Err(SignatureFault::Broken)) => Err(AlterationFault::Changed),
        (covered, _) => covered,
    };
    (signature, unaltered)
}

/// The signature dictionary and what matters in it.
struct Found {
    place: Range<usize>,
    /// Start and end of the two signed parts.
    first: Range<usize>,
    second: Range<usize>,
    contents: Vec<u8>,
    at: DateTime<Utc>,
}

/// Finds the one certification signature, and checks that it is of our kind.
fn find(file: &File<'_>) -> Result<Found, SignatureFault> {
    let (_, root) = file.root().map_err(|_| SignatureFault::Missing)?;
    if !root.contains_key(&b"AcroForm"[..]) && !root.contains_key(&b"Perms"[..]) {
        return Err(SignatureFault::Missing);
    }
    let number = signature_number(file, &root).map_err(|_| SignatureFault::OtherKind)?;
    let placed = file.placed(number).map_err(|_| SignatureFault::OtherKind)?;
    let Object::Dictionary(signature) = &placed.object else {
        return Err(SignatureFault::OtherKind);
    };
    of_our_kind(signature).map_err(|_| SignatureFault::OtherKind)?;
    let [zero, first_length, second_start, second_length] =
        byte_range(signature).ok_or(SignatureFault::Malformed)?;
    let second_end = second_start.checked_add(second_length);
    let second_end = second_end.filter(|end| *end <= file.bytes.len());
    let second_end = second_end.ok_or(SignatureFault::Malformed)?;
    if zero != 0 || first_length >= second_start {
        return Err(SignatureFault::Malformed);
    }
    let Some(Object::Text(contents)) = signature.get(&b"Contents"[..]) else {
        return Err(SignatureFault::Malformed);
    };
    Ok(Found {
        place: placed.place,
        first: 0..first_length,
        second: second_start..second_end,
        contents: contents.clone(),
        at: claimed_time(signature).ok_or(SignatureFault::Malformed)?,
    })
}

/// The form has one field, a signature, which is also the one that grants permissions.
fn signature_number(file: &File<'_>, root: &Dictionary) -> Parsed<u32> {
    let fields = file.array(&file.child(root, "AcroForm")?, "Fields")?;
    let [field] = &fields[..] else {
        return Err(Malformed("not exactly one field"));
    };
    let field = file.dictionary(field)?;
    if !field
        .get(&b"FT"[..])
        .is_some_and(|kind| kind.is_name("Sig"))
    {
        return Err(Malformed("the field is no signature"));
    }
    let permissions = file.child(root, "Perms")?;
    match (
        field.get(&b"V"[..]),
        permissions.get(&b"DocMDP"[..]),
        permissions.len(),
    ) {
        (Some(Object::Reference(value)), Some(Object::Reference(certification)), 1)
            if value == certification =>
        {
            Ok(*value)
        }
        _ => Err(Malformed("the signature is no certification")),
    }
}

fn of_our_kind(signature: &Dictionary) -> Parsed<()> {
    let has = |key: &str, name: &str| {
        signature
            .get(key.as_bytes())
            .is_some_and(|value| value.is_name(name))
    };
    if !has("Type", "Sig") || !has("Filter", "Adobe.PPKLite") {
        return Err(Malformed("no signature"));
    }
    if !has("SubFilter", "ETSI.CAdES.detached") {
        return Err(Malformed("another format"));
    }
    let Some(Object::Array(references)) = signature.get(&b"Reference"[..]) else {
        return Err(Malformed("no reference"));
    };
    let [Object::Dictionary(reference)] = &references[..] else {
        return Err(Malformed("not one reference"));
    };
    let method = reference.get(&b"TransformMethod"[..]);
    let Some(Object::Dictionary(parameters)) = reference.get(&b"TransformParams"[..]) else {
        return Err(Malformed("no parameters"));
    };
    let forbids_all = parameters.get(&b"P"[..]) == Some(&Object::Integer(1));
    if method.is_some_and(|method| method.is_name("DocMDP")) && forbids_all {
        Ok(())
    } else {
        Err(Malformed("changes are permitted"))
    }
}

fn byte_range(signature: &Dictionary) -> Option<[usize; 4]> {
    let Some(Object::Array(items)) = signature.get(&b"ByteRange"[..]) else {
        return None;
    };
    let numbers = items.iter().map(|item| match item {
        Object::Integer(value) => usize::try_from(*value).ok(),
        _ => None,
    });
    numbers.collect::<Option<Vec<_>>>()?.try_into().ok()
}

fn claimed_time(signature: &Dictionary) -> Option<DateTime<Utc>> {
    let Some(Object::Text(written)) = signature.get(&b"M"[..]) else {
        return None;
    };
    let text = std::str::from_utf8(written).ok()?;
    let at = NaiveDateTime::parse_from_str(text, "D:%Y%m%d%H%M%SZ")
        .ok()?
        .and_utc();
    // One spelling only.
    (sign::written_time(at) == text).then_some(at)
}

/// The gap between the two parts is the signature's own string and nothing else, and the second
/// part ends where the file ends.
fn covered(file: &File<'_>, found: &Found) -> Result<(), AlterationFault> {
    if found.second.end != file.bytes.len() {
        return Err(AlterationFault::Appended);
    }
    let gap = &file.bytes[found.first.end..found.second.start];
    let digits = gap
        .strip_prefix(b"<")
        .and_then(|gap| gap.strip_suffix(b">"));
    let digits = digits.ok_or(AlterationFault::NotCovered)?;
    let inside = found.place.start < found.first.end && found.second.start < found.place.end;
    let own = file.bytes[..found.first.end].ends_with(b"/Contents")
        && hex::encode(&found.contents).as_bytes() == digits;
    if inside && own {
        Ok(())
    } else {
        Err(AlterationFault::NotCovered)
    }
}

fn verify(file: &File<'_>, found: &Found, trust: &Trust<'_>) -> Result<Signed, SignatureFault> {
    let cms = unpadded(&found.contents).ok_or(SignatureFault::Malformed)?;
    let (signer, certificates) = cms::signer(cms).ok_or(SignatureFault::Malformed)?;
    let token = cms::token(&signer).map_err(|_| SignatureFault::Malformed)?;
    let key = trust
        .keys
        .iter()
        .find(|key| {
            key.chain
                .first()
                .is_some_and(|leaf| certificates.contains(leaf))
        })
        .ok_or(SignatureFault::UnknownKey)?;
    let digest = Sha256::new()
        .chain_update(&file.bytes[found.first.clone()])
        .chain_update(&file.bytes[found.second.clone()])
        .finalize();
    let verifying_key =
        chain::leaf_key(&key.chain, found.at).map_err(SignatureFault::Certificate)?;
    let (token, digest) = (token.as_deref(), digest.into());
    if !cms::verifies(cms, &signer, token, &key.chain, &verifying_key, &digest) {
        return Err(SignatureFault::Broken);
    }
    let evidence = evidence(file).map_err(|_| SignatureFault::Malformed)?;
    let time = match token {
        None => SigningTime::Claimed,
        Some(token) => {
            let imprint = Sha256::digest(signer.signature.as_bytes()).into();
            stamped(token, &imprint, &evidence, trust.authorities).map_err(SignatureFault::Stamp)?
        }
    };
    let at = known_time(key, found.at, &time)?;
    if stamp::is_revoked(&key.chain, at, &evidence.crls) {
        return Err(SignatureFault::Certificate(ChainFault::Revoked));
    }
    Ok(Signed {
        key: key.id.clone(),
        at: found.at,
        time,
        specimen: key.specimen,
    })
}

/// What the token says. Who trusts no authority can't tell whether it counts.
fn stamped(
    token: &[u8],
    imprint: &[u8; 32],
    evidence: &Evidence,
    authorities: &TrustedAuthorities,
) -> Result<SigningTime, StampFault> {
    match stamp::verify(token, imprint, None, evidence, authorities) {
        Err(StampFault::Untrusted) if authorities.roots.is_empty() => Ok(SigningTime::Unjudged),
        verified => verified.map(|(stamp, _)| SigningTime::Stamped(Box::new(stamp))),
    }
}

/// The evidence that was signed with the document.
fn evidence(file: &File<'_>) -> Parsed<Evidence> {
    let (_, catalog) = file.root()?;
    dss::read(file, &dss::dictionary(&catalog)?, &Dictionary::new())
}

/// When the signature was made as far as is known, if key and certificates counted then. The
/// claimed time is the signer's own word, and who has a stolen key claims what he likes: where an
/// authority stamped, it is the stamp that must be early enough.
fn known_time(
    key: &TrustedDocumentKey,
    claimed: DateTime<Utc>,
    time: &SigningTime,
) -> Result<DateTime<Utc>, SignatureFault> {
    let at = match time {
        SigningTime::Claimed | SigningTime::Unjudged => claimed,
        SigningTime::Stamped(stamp) => {
            sign::check_claim(claimed, stamp.at).map_err(SignatureFault::Stamp)?;
            chain::leaf_key(&key.chain, stamp.at).map_err(SignatureFault::Certificate)?;
            claimed.max(stamp.at)
        }
    };
    if claimed < key.not_before {
        return Err(SignatureFault::Key(KeyRefusal::NotYetValid(key.not_before)));
    }
    if let Some(since) = key.compromised_at.filter(|since| at >= *since) {
        return Err(SignatureFault::Key(KeyRefusal::Compromised(since)));
    }
    // What was signed a moment before is stamped a moment after.
    match key
        .retired_at
        .filter(|until| claimed > *until || at > *until + sign::CLOCK_SKEW)
    {
        Some(until) => Err(SignatureFault::Key(KeyRefusal::Retired(until))),
        None => Ok(at),
    }
}
