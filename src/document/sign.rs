//! Certifies a rendered PDF: a PAdES signature (EN 319 142-1) that permits no change.
//!
//! Baseline B needs nothing but the key. For baseline T and LT the work is split where somebody
//! else is asked: [`prepare_signature`] signs, an authority stamps the signature value, and
//! [`Unstamped::finish`] puts the stamp in. Evidence stands before the signature in the same
//! revision, so that nothing is ever appended to a certificate.

use std::ops::Range;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::chain::{self, ChainFault};
use super::field::{dictionary, digest_around, field, fill, first_page, reserve, set, with_gap};
use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};
use super::stamp::{Evidence, StampFault, Token};
use super::update::Update;
use super::{DocumentKey, RenderedPdf, cms, dss};

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
    /// The time stamp is larger than the room that was left for it.
    #[error("the time stamp needs room for {needed} bytes")]
    Room {
        /// How much to leave.
        needed: usize,
    },
    /// The time stamp's certificates are not among the evidence that was signed.
    #[error("the time stamp is by an authority whose certificates were not known beforehand")]
    UnknownAuthority,
    /// The time stamp does not fit the signature.
    #[error("the time stamp can't be used")]
    Stamp(#[from] StampFault),
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

/// What is made ready for a time stamp. Nothing, by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StampPlan {
    /// How many bytes the token may take.
    pub room: usize,
    /// What is signed along, for baseline LT: it must hold the authority's certificates.
    pub evidence: Option<Evidence>,
}

/// How much later than an authority our clock may go.
pub(super) const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Signs the document. The same document, key, time and note give the same bytes.
///
/// `at` is the claimed time, to the second. It must lie within the certificates' validity.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a document that was signed is not to be signed again"
)]
pub fn sign_pdf(
    rendered: RenderedPdf,
    key: &DocumentKey,
    at: DateTime<Utc>,
    note: &SignatureNote,
) -> Result<SignedPdf, SignError> {
    prepare_signature(&rendered, key, at, note, &StampPlan::default())?.finish(None)
}

/// Signs the document and leaves room for a time stamp over the signature.
pub fn prepare_signature(
    rendered: &RenderedPdf,
    key: &DocumentKey,
    at: DateTime<Utc>,
    note: &SignatureNote,
    plan: &StampPlan,
) -> Result<Unstamped, SignError> {
    let at = at.trunc_subsecs(0);
    chain::leaf_key(&key.chain, at)?;
    let unsigned = rendered.as_bytes();
    let frame = if plan.room > 0 { cms::STAMP_FRAME } else { 0 };
    let room = cms::room(&key.chain) + plan.room + frame;
    let contents = Contents { room, at, note };
    let mut bytes = certify(&File::open(unsigned)?, &contents, plan.evidence.as_ref())?;
    let gap = reserve(&mut bytes, unsigned.len())?;
    let digest = digest_around(&bytes, &gap);
    let signature = cms::sign(key, &digest)?;
    Ok(Unstamped {
        bytes,
        gap,
        at,
        chain: key.chain.clone(),
        digest,
        signature,
        plan: plan.clone(),
    })
}

/// A signed document that is still without its time stamp.
#[derive(Debug, Clone)]
pub struct Unstamped {
    bytes: Vec<u8>,
    gap: Range<usize>,
    at: DateTime<Utc>,
    chain: Vec<Vec<u8>>,
    digest: [u8; 32],
    signature: Vec<u8>,
    plan: StampPlan,
}

impl Unstamped {
    /// SHA-256 of the signature value: what an authority is asked to stamp.
    pub fn imprint(&self) -> [u8; 32] {
        Sha256::digest(&self.signature).into()
    }

    /// The document with its time stamp, or without one.
    pub fn finish(mut self, token: Option<&Token>) -> Result<SignedPdf, SignError> {
        if let Some(token) = token {
            self.accept(token)?;
        }
        let token = token.map(|token| &token.der[..]);
        let message = cms::assemble(&self.chain, &self.digest, &self.signature, token)?;
        fill(&mut self.bytes, &self.gap, &message)?;
        Ok(SignedPdf { bytes: self.bytes })
    }

    fn accept(&self, token: &Token) -> Result<(), SignError> {
        if token.digest != self.imprint() {
            return Err(StampFault::OtherBytes.into());
        }
        check_claim(self.at, token.stamp.at)?;
        // The verifier asks whether the certificates counted when an authority saw the signature.
        chain::leaf_key(&self.chain, token.stamp.at)?;
        if token.length() > self.plan.room {
            return Err(SignError::Room {
                needed: token.length(),
            });
        }
        let known = |evidence: &Evidence| {
            let mut needed = token.certificates().into_iter();
            needed.all(|der| evidence.certificates.contains(&der))
        };
        if self.plan.evidence.as_ref().is_none_or(known) {
            Ok(())
        } else {
            Err(SignError::UnknownAuthority)
        }
    }
}

/// A stamp that is older than the time the document claims contradicts it.
pub(super) fn check_claim(
    claimed: DateTime<Utc>,
    stamped: DateTime<Utc>,
) -> Result<(), StampFault> {
    if claimed > stamped + CLOCK_SKEW {
        Err(StampFault::BeforeClaim)
    } else {
        Ok(())
    }
}

/// What the signature dictionary says.
struct Contents<'a> {
    room: usize,
    at: DateTime<Utc>,
    note: &'a SignatureNote,
}

/// The file with a certification field whose signature is still empty.
fn certify(
    file: &File<'_>,
    contents: &Contents<'_>,
    evidence: Option<&Evidence>,
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
    if let Some(evidence) = evidence {
        let store = dss::write(&mut update, &Dictionary::new(), evidence)?;
        set(&mut catalog, "DSS", store);
    }
    update.put(catalog_number, &Object::Dictionary(catalog));

    let field = field(
        "Certification",
        &contents.note.reason,
        page_number,
        signature,
    );
    update.put(widget, &field);
    update.put_written(signature, signature_dictionary(contents));
    update.append()
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

fn signature_dictionary(contents: &Contents<'_>) -> Vec<u8> {
    let Contents { room, at, note } = *contents;
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
    let rest = dictionary([
        ("Type", Object::name("Sig")),
        ("Filter", Object::name("Adobe.PPKLite")),
        ("SubFilter", Object::name("ETSI.CAdES.detached")),
        ("M", Object::Text(written_time(at).into_bytes())),
        ("Name", Object::text(&note.name)),
        ("Reason", Object::text(&note.reason)),
        ("Reference", Object::Array(vec![reference])),
    ]);
    with_gap(room, &rest)
}

/// ISO 32000-1 §7.9.4, in UTC.
pub(super) fn written_time(at: DateTime<Utc>) -> String {
    at.format("D:%Y%m%d%H%M%SZ").to_string()
}
