//! Keeps a signed document verifiable (PAdES baseline LTA, EN 319 142-1 §5.5): appends fresh
//! evidence and a time stamp over the whole file.
//!
//! Everything appended but the stamp follows from the file and the evidence. The verifier therefore
//! makes it again and compares bytes: whatever else somebody appends is not a renewal.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::field::{dictionary, digest_around, field, fill, first_page, reserve, set, with_gap};
use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};
use super::stamp::{self, Evidence, Token};
use super::update::Update;
use super::{SignError, dss};

/// A document that is still without the time stamp that renews it.
#[derive(Debug, Clone)]
pub struct Unrenewed {
    pub(super) bytes: Vec<u8>,
    gap: Range<usize>,
    room: usize,
    /// Certificates that the document holds, old and new.
    certificates: Vec<Vec<u8>>,
}

/// Appends what the evidence adds to what the document has, and leaves so much room for a token.
pub fn prepare_renewal(
    document: &[u8],
    evidence: &Evidence,
    room: usize,
) -> Result<Unrenewed, SignError> {
    let file = File::open(document)?;
    let (_, catalog) = file.root()?;
    let store = dss::dictionary(&catalog)?;
    let known = dss::read(&file, &store, &Dictionary::new())?;
    let is_new = |all: &[Vec<u8>], known: &[Vec<u8>]| -> Vec<Vec<u8>> {
        let new = all.iter().filter(|der| !known.contains(der));
        new.cloned().collect()
    };
    let added = Evidence {
        certificates: is_new(&evidence.certificates, &known.certificates),
        crls: is_new(&evidence.crls, &known.crls),
    };
    let (bytes, gap) = write(&file, &added, room)?;
    let certificates = [known.certificates, added.certificates].concat();
    Ok(Unrenewed {
        bytes,
        gap,
        room,
        certificates,
    })
}

impl Unrenewed {
    /// SHA-256 of everything but the gap: what an authority is asked to stamp.
    pub fn imprint(&self) -> [u8; 32] {
        digest_around(&self.bytes, &self.gap)
    }

    /// The renewed document.
    pub fn finish(mut self, token: &Token) -> Result<Vec<u8>, SignError> {
        if token.digest != self.imprint() {
            return Err(stamp::StampFault::OtherBytes.into());
        }
        if token.length() > self.room {
            return Err(SignError::Room {
                needed: token.length(),
            });
        }
        let mut needed = token.certificates().into_iter();
        if !needed.all(|der| self.certificates.contains(&der)) {
            return Err(SignError::UnknownAuthority);
        }
        fill(&mut self.bytes, &self.gap, &token.der)?;
        Ok(self.bytes)
    }
}

/// The file with the evidence and an empty time stamp appended.
fn write(file: &File<'_>, added: &Evidence, room: usize) -> Parsed<(Vec<u8>, Range<usize>)> {
    let mut update = Update::new(file)?;
    let (widget, stamp) = (update.number(), update.number());
    let (catalog_number, mut catalog) = file.root()?;
    let (page_number, mut page) = first_page(file, &catalog)?;
    let mut form = file.child(&catalog, "AcroForm")?;
    let mut fields = file.array(&form, "Fields")?;
    let mut annotations = file.array(&page, "Annots")?;

    let name = format!("Renewal{}", fields.len());
    update.put(widget, &field(&name, &name, page_number, stamp));
    let rest = dictionary([
        ("Type", Object::name("DocTimeStamp")),
        ("Filter", Object::name("Adobe.PPKLite")),
        ("SubFilter", Object::name("ETSI.RFC3161")),
    ]);
    update.put_written(stamp, with_gap(room, &rest));

    annotations.push(Object::Reference(widget));
    set(&mut page, "Annots", Object::Array(annotations));
    update.put(page_number, &Object::Dictionary(page));

    fields.push(Object::Reference(widget));
    set(&mut form, "Fields", Object::Array(fields));
    set(&mut catalog, "AcroForm", Object::Dictionary(form));
    let store = dss::write(&mut update, &dss::dictionary(&catalog)?, added)?;
    set(&mut catalog, "DSS", store);
    update.put(catalog_number, &Object::Dictionary(catalog));

    let mut bytes = update.append()?;
    let gap = reserve(&mut bytes, file.bytes.len())?;
    Ok((bytes, gap))
}

/// The last renewal of a document.
pub(super) struct Renewal<'a> {
    /// The document that was renewed.
    pub(super) document: &'a [u8],
    /// The token in DER.
    pub(super) token: Vec<u8>,
    /// What the token must be over.
    pub(super) digest: [u8; 32],
    /// Everything that the document holds to verify it with.
    pub(super) evidence: Evidence,
}

/// The last renewal, if the end of the file is exactly what [`prepare_renewal`] appends.
pub(super) fn peel(bytes: &[u8]) -> Option<Renewal<'_>> {
    read(bytes).ok().flatten()
}

fn read(bytes: &[u8]) -> Parsed<Option<Renewal<'_>>> {
    let file = File::open(bytes)?;
    let Some(contents) = contents(&file)? else {
        return Ok(None);
    };
    let Some(document) = older(&file) else {
        return Ok(None);
    };
    let old_file = File::open(document)?;
    let old_store = dss::dictionary(&old_file.root()?.1)?;
    let (_, catalog) = file.root()?;
    let store = dss::dictionary(&catalog)?;
    let added = dss::read(&file, &store, &old_store)?;
    let is_evidence = added
        .certificates
        .iter()
        .all(|der| stamp::is_certificate(der))
        && added.crls.iter().all(|der| stamp::is_list(der));
    let (mut expected, gap) = write(&old_file, &added, contents.len())?;
    let token = unpadded(&contents).filter(|_| is_evidence);
    let Some(token) = token else { return Ok(None) };
    fill(&mut expected, &gap, token)?;
    if expected != bytes {
        return Ok(None);
    }
    Ok(Some(Renewal {
        document,
        token: token.to_vec(),
        digest: digest_around(bytes, &gap),
        evidence: dss::read(&file, &store, &Dictionary::new())?,
    }))
}

/// The string of the last field, if that is a time stamp of the document.
fn contents(file: &File<'_>) -> Parsed<Option<Vec<u8>>> {
    let (_, catalog) = file.root()?;
    let fields = file.array(&file.child(&catalog, "AcroForm")?, "Fields")?;
    let last = fields.last().ok_or(Malformed("the form has no field"))?;
    let value = file.child(&file.dictionary(last)?, "V")?;
    let is_stamp = value
        .get(&b"Type"[..])
        .is_some_and(|kind| kind.is_name("DocTimeStamp"));
    match value.get(&b"Contents"[..]) {
        Some(Object::Text(contents)) if is_stamp => Ok(Some(contents.clone())),
        _ => Ok(None),
    }
}

/// The file as it was before the last revision.
fn older<'a>(file: &File<'a>) -> Option<&'a [u8]> {
    let Some(Object::Integer(start)) = file.trailer.get(&b"Prev"[..]) else {
        return None;
    };
    let end = format!("startxref\n{start}\n%%EOF\n");
    let from = usize::try_from(*start).ok()?;
    let found = file
        .bytes
        .get(from..)?
        .windows(end.len())
        .position(|window| window == end.as_bytes())?;
    let document = &file.bytes[..from + found + end.len()];
    (document.len() < file.bytes.len()).then_some(document)
}

/// The DER object that the string starts with, if only zeros follow.
pub(super) fn unpadded(contents: &[u8]) -> Option<&[u8]> {
    let mut reader = der::SliceReader::new(contents).ok()?;
    let object = <der::asn1::AnyRef<'_> as der::Decode<'_>>::decode(&mut reader).ok()?;
    let length = usize::try_from(u32::from(der::Encode::encoded_len(&object).ok()?)).ok()?;
    let (message, padding) = contents.split_at_checked(length)?;
    padding.iter().all(|byte| *byte == 0).then_some(message)
}
