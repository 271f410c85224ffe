//! The X.509 chain of a document key (RFC 5280 §6, cut down to what our own chains look like).

use serde::{Deserialize, Serialize};
use std::time::Duration;

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912::ECDSA_WITH_SHA_256;
use der::asn1::BitString;
use der::{Decode, Encode};
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use signature::Verifier;
use x509_cert::Certificate;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages};

use super::TrustedDocumentKey;

const DOCUMENT_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");
/// A signer, its issuer and two levels above: more is not an issuer's own chain.
const MOST_CERTIFICATES: usize = 4;

/// What is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ChainFault {
    /// Not certificates, or too many or few.
    #[error("the chain is not one to four X.509 certificates")]
    Unreadable,
    /// An algorithm other than ECDSA P-256 with SHA-256.
    #[error("a certificate uses another algorithm than ECDSA P-256 with SHA-256")]
    Algorithm,
    /// A certificate is not signed by the next, or the last not by itself.
    #[error("a certificate is not signed by the next one")]
    Broken,
    /// The signer's certificate is for something else, or an issuer's is no CA's.
    #[error("a certificate is not made for this use")]
    Usage,
    /// A certificate does not count at the instant asked about.
    #[error("a certificate is not valid at that time")]
    Expired,
    /// A revocation list takes a certificate out of force.
    #[error("a certificate is revoked")]
    Revoked,
}

impl TrustedDocumentKey {
    /// Whether the chain, from the signer to a self-signed root, counts for documents signed at
    /// this instant. The dates of the key itself are not looked at.
    pub fn check(&self, at: DateTime<Utc>) -> Result<(), ChainFault> {
        leaf_key(&self.chain, at).map(|_| ())
    }

    /// Whether this revocation list, in DER, is signed by the issuer of the
    /// signer's certificate and leaves that certificate in force.
    pub fn is_in_force_by(&self, list: &[u8]) -> bool {
        self.is_revoked_by(list) == Some(false)
    }

    /// Whether this revocation list, in DER, revokes the signer's certificate; `None` if the list
    /// is not signed by the certificate's issuer.
    pub fn is_revoked_by(&self, list: &[u8]) -> Option<bool> {
        let read = |place: usize| Certificate::from_der(self.chain.get(place)?).ok();
        let (leaf, issuer) = (read(0)?, read(1)?);
        let list = CertificateList::<Rfc5280>::from_der(list).ok()?;
        let leaf_number = leaf.tbs_certificate().serial_number();
        let tbs = &list.tbs_cert_list;
        let by_the_issuer = tbs.issuer == *issuer.tbs_certificate().subject()
            && list.signature_algorithm.oid == ECDSA_WITH_SHA_256
            && tbs.signature == list.signature_algorithm
            && tbs
                .to_der()
                .is_ok_and(|signed| verify(&signed, &list.signature, &issuer).is_ok());
        let mut revoked = tbs.revoked_certificates.iter().flatten();
        by_the_issuer.then(|| revoked.any(|entry| entry.serial_number == *leaf_number))
    }

    /// The two coordinates of the signer's public point.
    pub fn coordinates(&self) -> Option<([u8; 32], [u8; 32])> {
        let leaf = Certificate::from_der(self.chain.first()?).ok()?;
        let point = public_key(&leaf).ok()?.to_sec1_point(false);
        let x = point.x()?.as_slice().try_into().ok()?;
        let y = point.y()?.as_slice().try_into().ok()?;
        Some((x, y))
    }
}

/// The signer's public key, if the whole chain holds at this instant.
pub(super) fn leaf_key(chain: &[Vec<u8>], at: DateTime<Utc>) -> Result<VerifyingKey, ChainFault> {
    if chain.is_empty() || chain.len() > MOST_CERTIFICATES {
        return Err(ChainFault::Unreadable);
    }
    let chain: Vec<Certificate> = chain
        .iter()
        .map(|der| Certificate::from_der(der).map_err(|_| ChainFault::Unreadable))
        .collect::<Result<_, _>>()?;
    for (place, certificate) in chain.iter().enumerate() {
        // The root signs itself.
        let issuer = chain.get(place + 1).unwrap_or(certificate);
        signed_by(certificate, issuer)?;
        in_force(certificate, at)?;
        if place == 0 {
            signs_documents(certificate)?;
        } else {
            issues(certificate, place - 1)?;
        }
    }
    chain
        .first()
        .ok_or(ChainFault::Unreadable)
        .and_then(public_key)
}

fn signed_by(certificate: &Certificate, issuer: &Certificate) -> Result<(), ChainFault> {
    let tbs = certificate.tbs_certificate();
    let algorithm = certificate.signature_algorithm();
    if algorithm.oid != ECDSA_WITH_SHA_256 || tbs.signature() != algorithm {
        return Err(ChainFault::Algorithm);
    }
    if tbs.issuer() != issuer.tbs_certificate().subject() {
        return Err(ChainFault::Broken);
    }
    let signed = tbs.to_der().map_err(|_| ChainFault::Unreadable)?;
    verify(&signed, certificate.signature(), issuer)
}

fn verify(signed: &[u8], signature: &BitString, issuer: &Certificate) -> Result<(), ChainFault> {
    let signature = signature.as_bytes().ok_or(ChainFault::Broken)?;
    let signature = DerSignature::from_bytes(signature).map_err(|_| ChainFault::Broken)?;
    public_key(issuer)?
        .verify(signed, &signature)
        .map_err(|_| ChainFault::Broken)
}

fn in_force(certificate: &Certificate, at: DateTime<Utc>) -> Result<(), ChainFault> {
    let seconds = u64::try_from(at.timestamp()).map_err(|_| ChainFault::Expired)?;
    let at = Duration::from_secs(seconds);
    let validity = certificate.tbs_certificate().validity();
    let from = validity.not_before.to_unix_duration();
    let until = validity.not_after.to_unix_duration();
    if from <= at && at <= until {
        Ok(())
    } else {
        Err(ChainFault::Expired)
    }
}

fn signs_documents(leaf: &Certificate) -> Result<(), ChainFault> {
    let tbs = leaf.tbs_certificate();
    let usage = extension::<KeyUsage>(leaf)?.ok_or(ChainFault::Usage)?;
    let purposes = extension::<ExtendedKeyUsage>(leaf)?.ok_or(ChainFault::Usage)?;
    let is_ca = extension::<BasicConstraints>(leaf)?.is_some_and(|constraints| constraints.ca);
    let for_documents = usage.0.contains(KeyUsages::DigitalSignature)
        && purposes.0.contains(&DOCUMENT_SIGNING)
        && !is_ca;
    if !for_documents || tbs.version() != x509_cert::certificate::Version::V3 {
        return Err(ChainFault::Usage);
    }
    Ok(())
}

/// `below`: how many issuers stand between this one and the signer.
fn issues(certificate: &Certificate, below: usize) -> Result<(), ChainFault> {
    let constraints = extension::<BasicConstraints>(certificate)?.ok_or(ChainFault::Usage)?;
    let usage = extension::<KeyUsage>(certificate)?.ok_or(ChainFault::Usage)?;
    let deep_enough = constraints
        .path_len_constraint
        .is_none_or(|length| usize::from(length) >= below);
    if constraints.ca && deep_enough && usage.0.contains(KeyUsages::KeyCertSign) {
        Ok(())
    } else {
        Err(ChainFault::Usage)
    }
}

fn extension<'a, T>(certificate: &'a Certificate) -> Result<Option<T>, ChainFault>
where
    T: Decode<'a, Error = der::Error> + const_oid::AssociatedOid,
{
    let found = certificate.tbs_certificate().get_extension::<T>();
    Ok(found
        .map_err(|_| ChainFault::Unreadable)?
        .map(|(_critical, extension)| extension))
}

fn public_key(certificate: &Certificate) -> Result<VerifyingKey, ChainFault> {
    let info = certificate.tbs_certificate().subject_public_key_info();
    let der = info.to_der().map_err(|_| ChainFault::Unreadable)?;
    VerifyingKey::from_public_key_der(&der).map_err(|_| ChainFault::Algorithm)
}
