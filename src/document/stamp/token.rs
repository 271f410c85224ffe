//! The token: a CMS message over what it says about a digest and a time (RFC 3161 §2.4.2).

use chrono::{DateTime, NaiveDateTime, Utc};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::{AnyRef, Int, OctetString, Uint};
use der::{Decode, Encode, Sequence, Tag, Tagged};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest as legacy_digest};
use spki::AlgorithmIdentifierRef;
use x509_cert::attr::Attribute;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::query::MessageImprint;
use super::x509::Paper;
use super::{Evidence, Stamp, StampFault, TrustedAuthorities, algorithm, path};

const TIME_STAMP_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// RFC 2634 §5.4 and RFC 5035 §3.
const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");

/// More certificates than any authority sends.
const MOST_CERTIFICATES: usize = 16;

#[derive(Sequence)]
struct TimeStampInfo<'a> {
    version: u8,
    policy: ObjectIdentifier,
    message_imprint: MessageImprint,
    serial_number: Int,
    gen_time: AnyRef<'a>,
    #[asn1(optional = "true")]
    accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    ordering: bool,
    #[asn1(optional = "true")]
    nonce: Option<Uint>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    tsa: Option<AnyRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

#[derive(Sequence)]
struct Accuracy {
    #[asn1(optional = "true")]
    seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    micros: Option<u16>,
}

/// Both versions of the attribute begin with the list of certificates.
#[derive(Sequence)]
struct SigningCertificate<'a> {
    certificates: Vec<AnyRef<'a>>,
    #[asn1(optional = "true")]
    policies: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct CertificateId<'a> {
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct CertificateIdV2<'a> {
    #[asn1(default = "sha256")]
    algorithm: AlgorithmIdentifierRef<'a>,
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer: Option<AnyRef<'a>>,
}

fn sha256<'a>() -> AlgorithmIdentifierRef<'a> {
    AlgorithmIdentifierRef {
        oid: ID_SHA_256,
        parameters: None,
    }
}

/// What this token says about something with this SHA-256, if it counts, and the certificates that
/// it was sent with.
pub(in crate::document) fn verify(
    token: &[u8],
    digest: &[u8; 32],
    nonce: Option<&Uint>,
    known: &Evidence,
    trusted: &TrustedAuthorities,
) -> Result<(Stamp, Vec<Vec<u8>>), StampFault> {
    // 1. One signed message with one signer, about a time stamp.
    let data = opened(token)?;
    let content = data.encap_content_info.econtent.as_ref();
    let content: OctetString = content
        .ok_or(StampFault::Malformed)?
        .decode_as()
        .map_err(|_| StampFault::Malformed)?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return Err(StampFault::Malformed);
    };
    let mut hashes = data.digest_algorithms.iter();
    if !hashes.any(|algorithm| algorithm.oid == signer.digest_alg.oid) {
        return Err(StampFault::Malformed);
    }
    // 2. It is about these bytes and answers this request.
    let at = said(content.as_bytes(), digest, nonce)?;
    // 3. The certificate that it names signed it.
    let sent = certificates(&data)?;
    // They are not signed: what a document does not hold beforehand was not sent to its signer.
    if !known.certificates.is_empty() && sent.iter().any(|der| !known.certificates.contains(der)) {
        return Err(StampFault::Malformed);
    }
    let mut all = Evidence {
        certificates: sent.clone(),
        crls: Vec::new(),
    };
    all.extend(known);
    let known = all;
    let attributes = signed_attributes(signer, content.as_bytes())?;
    let paper = named(signer, &attributes, &known.certificates)?;
    let message = signer.signed_attrs.as_ref().map(Encode::to_der);
    let message = message.ok_or(StampFault::Malformed)?;
    algorithm::verify(
        paper
            .certificate
            .tbs_certificate()
            .subject_public_key_info(),
        signer.signature_algorithm.oid,
        Some(signer.digest_alg.oid),
        &message.map_err(|_| StampFault::Malformed)?,
        signer.signature.as_bytes(),
    )?;
    // 4. A trusted root vouches for that certificate, at that time, for this use.
    let stamp = path::build(paper, at, &known, trusted)?;
    Ok((stamp, sent))
}

fn opened(token: &[u8]) -> Result<SignedData, StampFault> {
    let read = || -> der::Result<SignedData> {
        let content = ContentInfo::from_der(token)?;
        let data: SignedData = content.content.decode_as()?;
        if content.content_type == ID_SIGNED_DATA
            && data.encap_content_info.econtent_type == TIME_STAMP_INFO
        {
            Ok(data)
        } else {
            Err(der::ErrorKind::Failed.into())
        }
    };
    read().map_err(|_| StampFault::Malformed)
}

fn certificates(data: &SignedData) -> Result<Vec<Vec<u8>>, StampFault> {
    let all: Vec<&CertificateChoices> = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .collect();
    if all.len() > MOST_CERTIFICATES {
        return Err(StampFault::Malformed);
    }
    let read = |choice: &CertificateChoices| match choice {
        CertificateChoices::Certificate(certificate) => {
            certificate.to_der().map_err(|_| StampFault::Malformed)
        }
        CertificateChoices::Other(_) => Err(StampFault::Malformed),
    };
    all.into_iter().map(read).collect()
}

/// The time, if it is said about this digest in answer to this request.
fn said(
    content: &[u8],
    digest: &[u8; 32],
    nonce: Option<&Uint>,
) -> Result<DateTime<Utc>, StampFault> {
    let info = TimeStampInfo::from_der(content).map_err(|_| StampFault::Malformed)?;
    if info.version != 1 {
        return Err(StampFault::Malformed);
    }
    let mut extensions = info.extensions.iter().flatten();
    if extensions.any(|extension| extension.critical) {
        return Err(StampFault::Malformed);
    }
    let imprint = &info.message_imprint;
    if imprint.hash_algorithm.oid != ID_SHA_256 || imprint.hashed_message.as_bytes() != digest {
        return Err(StampFault::OtherBytes);
    }
    if nonce.is_some_and(|nonce| info.nonce.as_ref() != Some(nonce)) {
        return Err(StampFault::OtherRequest);
    }
    time(info.gen_time).ok_or(StampFault::Malformed)
}

/// RFC 3161 §2.4.2: UTC, to the second or finer.
fn time(written: AnyRef<'_>) -> Option<DateTime<Utc>> {
    if written.tag() != Tag::GeneralizedTime || written.value().len() > 32 {
        return None;
    }
    let text = std::str::from_utf8(written.value()).ok()?;
    let at = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S%.fZ").ok()?;
    Some(at.and_utc())
}

/// The attributes that are signed, each once, with the digest of this content among them.
fn signed_attributes(signer: &SignerInfo, content: &[u8]) -> Result<Vec<Attribute>, StampFault> {
    let attributes = signer.signed_attrs.as_ref().ok_or(StampFault::Malformed)?;
    let attributes: Vec<Attribute> = attributes.iter().cloned().collect();
    let digest = algorithm::digest(signer.digest_alg.oid, content)?;
    let kind: ObjectIdentifier = value(&attributes, ID_CONTENT_TYPE)?
        .and_then(|value| value.decode_as().ok())
        .ok_or(StampFault::Malformed)?;
    let hash: OctetString = value(&attributes, ID_MESSAGE_DIGEST)?
        .and_then(|value| value.decode_as().ok())
        .ok_or(StampFault::Malformed)?;
    if kind != TIME_STAMP_INFO {
        return Err(StampFault::Malformed);
    }
    if hash.as_bytes() != digest {
        return Err(StampFault::Broken);
    }
    Ok(attributes)
}

/// The one value of an attribute; one that stands twice or has several is refused.
fn value(attributes: &[Attribute], oid: ObjectIdentifier) -> Result<Option<der::Any>, StampFault> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(attribute), None) => match attribute.values.as_slice() {
            [value] => Ok(Some(value.clone())),
            _ => Err(StampFault::Malformed),
        },
        _ => Err(StampFault::Malformed),
    }
}

/// The certificate that the signed attributes and the signer's identifier both name.
fn named(
    signer: &SignerInfo,
    attributes: &[Attribute],
    known: &[Vec<u8>],
) -> Result<Paper, StampFault> {
    let malformed = |_| StampFault::Malformed;
    let mut matching: Vec<&Vec<u8>> = known.iter().collect();
    let mut names = 0;
    for (oid, second) in [(SIGNING_CERTIFICATE, false), (SIGNING_CERTIFICATE_V2, true)] {
        let Some(value) = value(attributes, oid)? else {
            continue;
        };
        names += 1;
        let value = value.to_der().map_err(malformed)?;
        let list = SigningCertificate::from_der(&value).map_err(malformed)?;
        let first = list.certificates.first().ok_or(StampFault::Malformed)?;
        let first = first.to_der().map_err(malformed)?;
        let (by, hash) = if second {
            let id = CertificateIdV2::from_der(&first).map_err(malformed)?;
            (Some(id.algorithm.oid), id.hash)
        } else {
            let id = CertificateId::from_der(&first).map_err(malformed)?;
            (None, id.hash)
        };
        matching.retain(|der| hashed(by, der).is_some_and(|own| own == hash.as_bytes()));
    }
    if names == 0 {
        return Err(StampFault::Malformed);
    }
    let mut papers = matching.into_iter().filter_map(|der| Paper::read(der));
    papers
        .find(|paper| identifies(&signer.sid, paper))
        .ok_or(StampFault::Broken)
}

/// The first version of the attribute knows only SHA-1; forging a second certificate with the same
/// hash as one that exists is not possible with it either.
fn hashed(by: Option<ObjectIdentifier>, der: &[u8]) -> Option<Vec<u8>> {
    match by {
        None => Some(
            legacy_digest(&SHA1_FOR_LEGACY_USE_ONLY, der)
                .as_ref()
                .to_vec(),
        ),
        Some(oid) => algorithm::digest(oid, der).ok(),
    }
}

fn identifies(sid: &SignerIdentifier, paper: &Paper) -> bool {
    let tbs = paper.certificate.tbs_certificate();
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(name) => {
            name.issuer == *tbs.issuer() && name.serial_number == *tbs.serial_number()
        }
        SignerIdentifier::SubjectKeyIdentifier(wanted) => tbs
            .get_extension::<SubjectKeyIdentifier>()
            .is_ok_and(|found| found.is_some_and(|(_, found)| found == *wanted)),
    }
}
