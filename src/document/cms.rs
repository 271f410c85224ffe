//! The CMS object in a signed PDF (RFC 5652, EN 319 122-1 baseline B and T): made, and verified.
//!
//! Everything in it but the signature value and the time stamp follows from the key and the
//! document's digest. The verifier therefore makes it again and compares bytes: nothing can be
//! added, left out or written differently.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use const_oid::db::rfc5912::{ECDSA_WITH_SHA_256, ID_SHA_256};
use der::asn1::{OctetString, SetOfVec};
use der::{Any, Decode, Encode, Sequence};
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};
use signature::Verifier;
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;

use super::{DocumentKey, SignError};

/// RFC 5035.
const SIGNING_CERTIFICATE_V2: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// RFC 6211.
const ALGORITHM_PROTECTION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.52");

/// RFC 3161 appendix A.
const SIGNATURE_TIME_STAMP: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// RFC 5035 `ESSCertIDv2`; the default SHA-256 is left out, as DER asks.
#[derive(Sequence)]
struct EssCertIdV2 {
    cert_hash: OctetString,
}

#[derive(Sequence)]
struct SigningCertificateV2 {
    certs: Vec<EssCertIdV2>,
}

#[derive(Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    signature: Option<AlgorithmIdentifierOwned>,
}

/// How many bytes a signature of this chain takes at most, without a time stamp.
pub(super) fn room(chain: &[Vec<u8>]) -> usize {
    // Attributes, algorithms, the signer's name once more, the signature.
    let leaf = chain.first().map_or(0, Vec::len);
    chain.iter().map(Vec::len).sum::<usize>() + leaf + 512
}

/// How many bytes a time stamp takes besides its token.
pub(super) const STAMP_FRAME: usize = 64;

/// Signs a document with this SHA-256; gives the signature value, which a time stamp is over.
pub(super) fn sign(key: &DocumentKey, digest: &[u8; 32]) -> Result<Vec<u8>, SignError> {
    let attributes = attributes(&key.chain, digest).and_then(|set| set.to_der())?;
    let signature = key
        .signer
        .try_sign(&attributes)
        .map_err(SignError::Signer)?;
    // (r, s) and (r, -s) both verify: only the smaller is ours, so that nobody can turn one file
    // into another that counts as well.
    let signature = signature.normalize_s();
    Ok(signature.to_der().as_bytes().to_vec())
}

/// The token of the one time stamp among the unsigned attributes; an error if there is anything
/// else.
pub(super) fn token(signer: &SignerInfo) -> der::Result<Option<Vec<u8>>> {
    let Some(attributes) = &signer.unsigned_attrs else {
        return Ok(None);
    };
    if let [attribute] = attributes.as_slice()
        && let [value] = attribute.values.as_slice()
        && attribute.oid == SIGNATURE_TIME_STAMP
    {
        value.to_der().map(Some)
    } else {
        Err(der::ErrorKind::Failed.into())
    }
}

/// The certificates of the only signature that this is, if it is one.
pub(super) fn signer(cms: &[u8]) -> Option<(SignerInfo, Vec<Vec<u8>>)> {
    let content = ContentInfo::from_der(cms).ok()?;
    let data: SignedData = content.content.decode_as().ok()?;
    let [signer] = data.signer_infos.0.as_slice() else {
        return None;
    };
    let certificates = data.certificates?;
    let certificates = certificates
        .0
        .iter()
        .map(Encode::to_der)
        .collect::<Result<_, _>>()
        .ok()?;
    Some((signer.clone(), certificates))
}

/// Whether this is what [`sign`] and [`assemble`] make with this chain, for a document with this
/// digest.
pub(super) fn verifies(
    cms: &[u8],
    signer: &SignerInfo,
    token: Option<&[u8]>,
    chain: &[Vec<u8>],
    key: &VerifyingKey,
    digest: &[u8; 32],
) -> bool {
    let verify = || -> Option<bool> {
        let attributes = attributes(chain, digest)
            .and_then(|set| set.to_der())
            .ok()?;
        let value = signer.signature.as_bytes();
        let signature = Signature::from_der(value).ok()?;
        if signature.normalize_s() != signature {
            return None;
        }
        key.verify(&attributes, &signature).ok()?;
        Some(assemble(chain, digest, value, token).ok()? == cms)
    };
    verify().unwrap_or(false)
}

fn attributes(chain: &[Vec<u8>], digest: &[u8; 32]) -> der::Result<SetOfVec<Attribute>> {
    let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
    let certificate = EssCertIdV2 {
        cert_hash: octets(&Sha256::digest(leaf))?,
    };
    let protection = AlgorithmProtection {
        digest: algorithm(ID_SHA_256),
        signature: Some(algorithm(ECDSA_WITH_SHA_256)),
    };
    // No signing-time: EN 319 142-1 leaves it to the signature dictionary's /M. The set sorts
    // itself as DER asks.
    SetOfVec::try_from(vec![
        attribute(ID_CONTENT_TYPE, &ID_DATA)?,
        attribute(ID_MESSAGE_DIGEST, &octets(digest)?)?,
        attribute(
            SIGNING_CERTIFICATE_V2,
            &SigningCertificateV2 {
                certs: vec![certificate],
            },
        )?,
        attribute(ALGORITHM_PROTECTION, &protection)?,
    ])
}

/// The message: a signature of this chain over a document with this digest, and its time stamp.
pub(super) fn assemble(
    chain: &[Vec<u8>],
    digest: &[u8; 32],
    signature: &[u8],
    token: Option<&[u8]>,
) -> der::Result<Vec<u8>> {
    let certificates = chain
        .iter()
        .map(|der| Certificate::from_der(der))
        .collect::<der::Result<Vec<_>>>()?;
    let leaf = certificates
        .first()
        .ok_or(der::ErrorKind::Failed)?
        .tbs_certificate();
    let stamp = token.map(stamp_attribute).transpose()?;
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: leaf.issuer().clone(),
            serial_number: leaf.serial_number().clone(),
        }),
        digest_alg: algorithm(ID_SHA_256),
        signed_attrs: Some(attributes(chain, digest)?),
        signature_algorithm: algorithm(ECDSA_WITH_SHA_256),
        signature: octets(signature)?,
        unsigned_attrs: stamp,
    };
    let certificates: Vec<CertificateChoices> = certificates
        .into_iter()
        .map(CertificateChoices::Certificate)
        .collect();
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm(ID_SHA_256)])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: ID_DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet::try_from(certificates)?),
        crls: None,
        signer_infos: SignerInfos::try_from(vec![signer])?,
    };
    let content = Any::from_der(&data.to_der()?)?;
    ContentInfo {
        content_type: ID_SIGNED_DATA,
        content,
    }
    .to_der()
}

fn stamp_attribute(token: &[u8]) -> der::Result<SetOfVec<Attribute>> {
    let values = SetOfVec::try_from(vec![Any::from_der(token)?])?;
    SetOfVec::try_from(vec![Attribute {
        oid: SIGNATURE_TIME_STAMP,
        values,
    }])
}

fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> der::Result<Attribute> {
    let value = Any::from_der(&value.to_der()?)?;
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// RFC 5754 §2 and §3.2: parameters are absent.
fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid,
        parameters: None,
    }
}

fn octets(bytes: &[u8]) -> der::Result<OctetString> {
    OctetString::new(bytes)
}
