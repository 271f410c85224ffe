//! Certifies a rendered PDF: a PAdES baseline B signature (EN 319 142-1) that permits no change.

use chrono::{DateTime, SubsecRound, Utc};
use sha2::{Digest, Sha256};

use super::chain::{self, ChainFault};
use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};
use super::update::Update;
use super::{DocumentKey, RenderedPdf, cms};

/// A certificate as it leaves the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPdf {
    bytes: Vec<u8>,
}

impl SignedPdf {
    /// The file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// SHA-256 of the file.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}

/// What viewers show beside the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureNote {
    /// Who signs: the issuer's name.
    pub name: String,
    /// Why: "Délivrance du certificat".
    pub reason: String,
}

/// Why a document could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The renderer made a file of another shape than this code was written for.
    #[error("the rendered PDF can't be signed: {0}")]
    Shape(&'static str),
    /// The certificates do not count at the signing time: nobody would accept the signature.
    #[error("the document key's certificates can't be used")]
    Chain(#[from] ChainFault),
    /// The key could not sign.
    #[error("the document key could not sign")]
    Signer(#[source] signature::Error),
    /// The signature could not be encoded.
    #[error("the signature could not be encoded")]
    Encoding(#[from] der::Error),
}

impl From<Malformed> for SignError {
    fn from(Malformed(what): Malformed) -> Self {
        Self::Shape(what)
    }
}

/// Signs the document. The same document, key, time and note give the same bytes.
///
/// `at` is the claimed time, to the second. It must lie within the certificates' validity.
pub fn sign_pdf(
    rendered: RenderedPdf,
    key: &DocumentKey,
    at: DateTime<Utc>,
    note: &SignatureNote,
) -> Result<SignedPdf, SignError> {
    let at = at.trunc_subsecs(0);
    chain::leaf_key(&key.chain, at)?;
    let unsigned = rendered.into_bytes();
    let room = cms::room(&key.chain);
    let mut bytes = certify(&File::open(&unsigned)?, room, at, note)?;
    let gap = reserve(&mut bytes, unsigned.len())?;

    let digest = Sha256::new()
        .chain_update(&bytes[..gap.start])
        .chain_update(&bytes[gap.end..])
        .finalize();
    let signature = hex::encode(cms::sign(key, &digest.into())?);
    let place = gap.start + 1..gap.start + 1 + signature.len();
    if place.end >= gap.end {
        return Err(SignError::Shape("the signature needs more room"));
    }
    bytes[place].copy_from_slice(signature.as_bytes());
    Ok(SignedPdf { bytes })
}

/// Wide enough for any offset; the range is written over it.
const RANGE: &str = "/ByteRange[0 0000000000 0000000000 0000000000]";
const CONTENTS: &str = "/Contents<";

/// The file with a certification field whose signature is still empty.
fn certify(
    file: &File<'_>,
    room: usize,
    at: DateTime<Utc>,
    note: &SignatureNote,
) -> Parsed<Vec<u8>> {
    let mut update = Update::new(file)?;
    let (widget, signature) = (update.number(), update.number());
    let (catalog_number, mut catalog) = file.root()?;
    for key in ["AcroForm", "Perms", "Extensions", "DSS"] {
        if catalog.contains_key(key.as_bytes()) {
            return Err(Malformed(
                "it already has a form, permissions or extensions",
            ));
        }
    }
    let (page_number, mut page) = first_page(file, &catalog)?;

    let mut annotations = match file.value(&page, "Annots")? {
        None => Vec::new(),
        Some(Object::Array(annotations)) => annotations,
        Some(_) => return Err(Malformed("its annotations are not an array")),
    };
    annotations.push(Object::Reference(widget));
    set(&mut page, "Annots", Object::Array(annotations));
    // ISO 14289-1 §7.18.3.
    set(&mut page, "Tabs", Object::name("S"));
    update.put(page_number, &Object::Dictionary(page));

    set(&mut catalog, "AcroForm", form(widget));
    set(
        &mut catalog,
        "Perms",
        dictionary([("DocMDP", Object::Reference(signature))]),
    );
    set(&mut catalog, "Extensions", extensions());
    update.put(catalog_number, &Object::Dictionary(catalog));

    update.put(widget, &field(page_number, signature, note));
    update.put_written(signature, signature_dictionary(room, at, note));
    update.append()
}

/// Fills in the byte range; gives the gap that it leaves: `<`, the digits, `>`.
fn reserve(bytes: &mut [u8], from: usize) -> Result<std::ops::Range<usize>, SignError> {
    let find = |word: &str| {
        let found = bytes[from..]
            .windows(word.len())
            .position(|bytes| bytes == word.as_bytes());
        found
            .map(|at| from + at)
            .ok_or(SignError::Shape("its signature has no place"))
    };
    let range = find(RANGE)?;
    let start = find(CONTENTS)? + CONTENTS.len() - 1;
    let length = bytes[start..].iter().position(|byte| *byte == b'>');
    let end = start + length.ok_or(SignError::Shape("its signature has no end"))? + 1;
    let written = format!("/ByteRange[0 {start} {end} {}", bytes.len() - end);
    let written = format!("{written:<width$}]", width = RANGE.len() - 1);
    bytes[range..range + RANGE.len()].copy_from_slice(written.as_bytes());
    Ok(start..end)
}

fn first_page(file: &File<'_>, root: &Dictionary) -> Parsed<(u32, Dictionary)> {
    let mut node = file.child(root, "Pages")?;
    // The tree of a document of ours is flat; a deeper one is still walked, but not for ever.
    for _ in 0..8 {
        let kids = file.array(&node, "Kids")?;
        let Some(Object::Reference(number)) = kids.first() else {
            return Err(Malformed("it has no page"));
        };
        node = file.dictionary(&Object::Reference(*number))?;
        if node
            .get(&b"Type"[..])
            .is_some_and(|kind| kind.is_name("Page"))
        {
            return Ok((*number, node));
        }
    }
    Err(Malformed("it has no page"))
}

fn form(widget: u32) -> Object {
    dictionary([
        ("Fields", Object::Array(vec![Object::Reference(widget)])),
        // Signatures exist, and the file may only be appended to (ISO 32000-1 table 219).
        ("SigFlags", Object::Integer(3)),
    ])
}

/// PDF 1.7 does not know this kind of signature (EN 319 142-1 §5.6).
fn extensions() -> Object {
    let level = [
        ("BaseVersion", Object::name("1.7")),
        ("ExtensionLevel", Object::Integer(8)),
    ];
    dictionary([("ADBE", dictionary(level))])
}

/// The field and its widget. It has no area: veraPDF's reading of ISO 14289-1 §7.18.4 and
/// ISO 19005-3 §6.3.3 is that such a widget needs neither a tag nor an appearance.
fn field(page: u32, signature: u32, note: &SignatureNote) -> Object {
    dictionary([
        ("Type", Object::name("Annot")),
        ("Subtype", Object::name("Widget")),
        ("FT", Object::name("Sig")),
        ("T", Object::Text(b"Certification".to_vec())),
        ("TU", Object::text(&note.reason)),
        // Print and Locked; Hidden would break PDF/A.
        ("F", Object::Integer(132)),
        ("Rect", Object::Array(vec![const { Object::Integer(0) }; 4])),
        ("P", Object::Reference(page)),
        ("V", Object::Reference(signature)),
    ])
}

fn signature_dictionary(room: usize, at: DateTime<Utc>, note: &SignatureNote) -> Vec<u8> {
    let parameters = dictionary([
        ("Type", Object::name("TransformParams")),
        // No change whatsoever is permitted.
        ("P", Object::Integer(1)),
        ("V", Object::name("1.2")),
    ]);
    let reference = dictionary([
        ("Type", Object::name("SigRef")),
        ("TransformMethod", Object::name("DocMDP")),
        ("TransformParams", parameters),
    ]);
    let mut rest = Vec::new();
    dictionary([
        ("Type", Object::name("Sig")),
        ("Filter", Object::name("Adobe.PPKLite")),
        ("SubFilter", Object::name("ETSI.CAdES.detached")),
        ("M", Object::Text(written_time(at).into_bytes())),
        ("Name", Object::text(&note.name)),
        ("Reason", Object::text(&note.reason)),
        ("Reference", Object::Array(vec![reference])),
    ])
    .write(&mut rest);
    let mut written = format!("<<{RANGE}{CONTENTS}{}>", "0".repeat(room * 2)).into_bytes();
    written.extend(&rest[2..]);
    written
}

/// ISO 32000-1 §7.9.4, in UTC.
pub(super) fn written_time(at: DateTime<Utc>) -> String {
    at.format("D:%Y%m%d%H%M%SZ").to_string()
}

fn dictionary<const N: usize>(pairs: [(&str, Object); N]) -> Object {
    Object::Dictionary(
        pairs
            .map(|(key, value)| (key.as_bytes().to_vec(), value))
            .into(),
    )
}

fn set(dictionary: &mut Dictionary, key: &str, value: Object) {
    dictionary.insert(key.as_bytes().to_vec(), value);
}
