//! Certificates and revocation lists of foreign authorities (RFC 5280), read with their raw bytes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, Encode, Sequence};
use spki::AlgorithmIdentifierRef;
use x509_cert::Certificate;
use x509_cert::certificate::{Rfc5280, Version};
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    BasicConstraints, CrlDistributionPoints, CrlReason, ExtendedKeyUsage, KeyUsage, KeyUsages,
};
use x509_cert::time::Time;

use super::{StampFault, algorithm};

/// RFC 3161 §2.3: the only purpose that a time-stamp certificate may have.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// Extensions that may be critical in a certificate: those looked at, and the policies, which do
/// not limit what this verifier concludes.
const UNDERSTOOD: [ObjectIdentifier; 4] = [
    BasicConstraints::OID,
    KeyUsage::OID,
    ExtendedKeyUsage::OID,
    ObjectIdentifier::new_unwrap("2.5.29.32"),
];
/// More addresses than any certificate needs.
const MOST_ADDRESSES: usize = 4;

/// What certificates and lists have in common: something signed, and by which algorithm.
#[derive(Sequence)]
struct Signed<'a> {
    content: AnyRef<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

/// A certificate with the bytes that it was read from.
pub(super) struct Paper {
    pub(super) der: Vec<u8>,
    pub(super) certificate: Certificate,
}

impl Paper {
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        Some(Self {
            certificate: Certificate::from_der(der).ok()?,
            der: der.to_vec(),
        })
    }

    /// Whether the other one's key signed this one.
    pub(super) fn is_signed_by(&self, issuer: &Self) -> Result<(), StampFault> {
        let tbs = self.certificate.tbs_certificate();
        if tbs.signature() != self.certificate.signature_algorithm() {
            return Err(StampFault::Broken);
        }
        verify(&self.der, issuer)
    }

    pub(super) fn is_issued_by(&self, issuer: &Self) -> bool {
        let (mine, theirs) = (&self.certificate, &issuer.certificate);
        mine.tbs_certificate().issuer() == theirs.tbs_certificate().subject()
    }

    pub(super) fn is_valid(&self, at: DateTime<Utc>) -> bool {
        let validity = self.certificate.tbs_certificate().validity();
        instant(validity.not_before) <= at && at <= instant(validity.not_after)
    }

    pub(super) fn until(&self) -> DateTime<Utc> {
        instant(self.certificate.tbs_certificate().validity().not_after)
    }

    pub(super) fn subject(&self) -> String {
        self.certificate.tbs_certificate().subject().to_string()
    }

    /// RFC 3161 §2.3: time stamps and nothing else, and marked critical.
    pub(super) fn stamps(&self) -> Result<(), StampFault> {
        self.is_understood()?;
        let (critical, purposes) = self
            .extension::<ExtendedKeyUsage>()?
            .ok_or(StampFault::Usage)?;
        let usage = self.extension::<KeyUsage>()?;
        let signs = usage.is_none_or(|(_, usage)| {
            usage.0.contains(KeyUsages::DigitalSignature)
                || usage.0.contains(KeyUsages::NonRepudiation)
        });
        let issues = self
            .extension::<BasicConstraints>()?
            .is_some_and(|(_, constraints)| constraints.ca);
        let version = self.certificate.tbs_certificate().version();
        if critical && purposes.0 == [TIME_STAMPING] && signs && !issues && version == Version::V3 {
            Ok(())
        } else {
            Err(StampFault::Usage)
        }
    }

    /// Whether it may issue, with so many issuers between it and the one that stamps.
    pub(super) fn issues(&self, below: usize) -> Result<(), StampFault> {
        self.is_understood()?;
        let (_, constraints) = self
            .extension::<BasicConstraints>()?
            .ok_or(StampFault::Usage)?;
        let deep_enough = constraints
            .path_len_constraint
            .is_none_or(|length| usize::from(length) >= below);
        if constraints.ca && deep_enough && self.may(KeyUsages::KeyCertSign)? {
            Ok(())
        } else {
            Err(StampFault::Usage)
        }
    }

    /// RFC 5280 §4.2: a critical extension that is not understood makes a certificate unusable.
    fn is_understood(&self) -> Result<(), StampFault> {
        let extensions = self.certificate.tbs_certificate().extensions();
        let understood = extensions
            .into_iter()
            .flatten()
            .all(|extension| !extension.critical || UNDERSTOOD.contains(&extension.extn_id));
        understood.then_some(()).ok_or(StampFault::Usage)
    }

    fn may(&self, usage: KeyUsages) -> Result<bool, StampFault> {
        let found = self.extension::<KeyUsage>()?;
        Ok(found.is_none_or(|(_, found)| found.0.contains(usage)))
    }

    fn extension<'a, T>(&'a self) -> Result<Option<(bool, T)>, StampFault>
    where
        T: Decode<'a, Error = der::Error> + AssociatedOid,
    {
        let tbs = self.certificate.tbs_certificate();
        tbs.get_extension::<T>().map_err(|_| StampFault::Malformed)
    }
}

/// A revocation list with the bytes that it was read from.
pub(super) struct Revocations {
    der: Vec<u8>,
    list: CertificateList<Rfc5280>,
}

impl Revocations {
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let list = CertificateList::<Rfc5280>::from_der(der).ok()?;
        // A list with critical extensions covers only some certificates, or only what is new.
        let mut extensions = list.tbs_cert_list.crl_extensions.iter().flatten();
        if extensions.any(|extension| extension.critical) {
            return None;
        }
        Some(Self {
            der: der.to_vec(),
            list,
        })
    }

    /// What it says about a stamp made at this instant with this certificate: `Some(true)` if it
    /// leaves it in force, `None` if it is not about it or too old to tell.
    pub(super) fn leaves(&self, paper: &Paper, issuer: &Paper, at: DateTime<Utc>) -> Option<bool> {
        let tbs = &self.list.tbs_cert_list;
        let subject = issuer.certificate.tbs_certificate().subject();
        let signed = tbs.issuer == *subject
            && tbs.signature == self.list.signature_algorithm
            && issuer.may(KeyUsages::CRLSign).ok()?
            && verify(&self.der, issuer).is_ok();
        if !signed {
            return None;
        }
        let number = paper.certificate.tbs_certificate().serial_number();
        let mut entries = tbs.revoked_certificates.iter().flatten();
        let Some(entry) = entries.find(|entry| entry.serial_number == *number) else {
            return tbs
                .next_update
                .is_some_and(|next| instant(next) >= at)
                .then_some(true);
        };
        let mut extensions = entry.crl_entry_extensions.iter().flatten();
        let reason = extensions
            .find(|extension| extension.extn_id == CrlReason::OID)
            .and_then(|extension| CrlReason::from_der(extension.extn_value.as_bytes()).ok());
        // RFC 3161 §4: only these reasons say that the key was never in other hands.
        let harmless = matches!(
            reason,
            Some(
                CrlReason::Unspecified
                    | CrlReason::AffiliationChanged
                    | CrlReason::Superseded
                    | CrlReason::CessationOfOperation
            )
        );
        Some(harmless && at < instant(entry.revocation_date))
    }
}

/// Whether these bytes are a certificate.
pub fn is_certificate(der: &[u8]) -> bool {
    Certificate::from_der(der).is_ok()
}

/// Whether these bytes are a revocation list.
pub fn is_list(der: &[u8]) -> bool {
    CertificateList::<Rfc5280>::from_der(der).is_ok()
}

/// Whether these bytes are a revocation list that may be relied on at this instant.
pub fn is_current_list(der: &[u8], at: DateTime<Utc>) -> bool {
    Revocations::read(der).is_some_and(|read| {
        let next = read.list.tbs_cert_list.next_update;
        next.is_some_and(|next| instant(next) >= at)
    })
}

/// Where a certificate says that its revocation lists are.
pub fn crl_addresses(certificate: &[u8]) -> Vec<String> {
    let Some(paper) = Paper::read(certificate) else {
        return Vec::new();
    };
    let Ok(Some((_, points))) = paper.extension::<CrlDistributionPoints>() else {
        return Vec::new();
    };
    let names = points.0.into_iter().filter_map(|point| {
        match point.distribution_point {
            // A list for some reasons only does not tell whether a certificate is in force.
            Some(DistributionPointName::FullName(names)) if point.reasons.is_none() => Some(names),
            _ => None,
        }
    });
    let addresses = names.flatten().filter_map(|name| match name {
        GeneralName::UniformResourceIdentifier(address) => Some(address.as_str().to_owned()),
        _ => None,
    });
    addresses
        .filter(|address| address.starts_with("http://") || address.starts_with("https://"))
        .take(MOST_ADDRESSES)
        .collect()
}

fn verify(signed: &[u8], issuer: &Paper) -> Result<(), StampFault> {
    let parts = Signed::from_der(signed).map_err(|_| StampFault::Malformed)?;
    let content = parts.content.to_der().map_err(|_| StampFault::Malformed)?;
    let signature = parts.signature.as_bytes().ok_or(StampFault::Malformed)?;
    let key = issuer.certificate.tbs_certificate();
    let key = key.subject_public_key_info();
    algorithm::verify(key, parts.algorithm.oid, None, &content, signature)
}

fn instant(time: Time) -> DateTime<Utc> {
    let seconds = time.to_unix_duration().min(Duration::from_secs(1 << 38));
    let seconds = i64::try_from(seconds.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
