//! Revocation lists of the document keys' certificates (RFC 5280 §5): where they are published,
//! and the next list when a certificate is revoked.

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use der::asn1::{GeneralizedTime, OctetString, Uint};
use der::{Decode, Encode};
use p256::ecdsa::{DerSignature, SigningKey};
use x509_cert::Certificate;
use x509_cert::builder::{self, Builder, CrlBuilder};
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{CrlDistributionPoints, CrlNumber, CrlReason};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::time::Time;

use super::Error;
use super::authority::time;

/// RFC 5280 §5.3.2.
const INVALIDITY_DATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");

/// When a key was revoked, and since when its signatures may be somebody else's.
#[derive(Clone, Copy)]
pub(super) struct Compromised {
    pub(super) noted: DateTime<Utc>,
    pub(super) since: DateTime<Utc>,
}

/// The address that a certificate names for its list.
pub(super) fn address(certificate: &Certificate) -> Option<String> {
    let extension = certificate.tbs_certificate().get_extension();
    let (_, lists): (bool, CrlDistributionPoints) = extension.ok()??;
    let names = lists.0.into_iter().filter_map(|list| {
        let Some(DistributionPointName::FullName(names)) = list.distribution_point else {
            return None;
        };
        Some(names)
    });
    names.flatten().find_map(|name| match name {
        GeneralName::UniformResourceIdentifier(address) => Some(address.to_string()),
        _ => None,
    })
}

/// The path of an address: what stands after the host.
pub(super) fn path(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    rest.find('/').and_then(|slash| rest.get(slash..))
}

/// The next list after this one: with one more certificate in it, or with an earlier date of the
/// same one. Gives its number too.
pub(super) fn revoke(
    list: &[u8],
    (certificate, root): (&Certificate, &Certificate),
    root_key: &SigningKey,
    compromised: Compromised,
) -> Result<(Vec<u8>, u64), Error> {
    next(list, (certificate, root), root_key, compromised).map_err(Error::make("revocation list"))
}

fn next(
    list: &[u8],
    (certificate, root): (&Certificate, &Certificate),
    root_key: &SigningKey,
    compromised: Compromised,
) -> builder::Result<(Vec<u8>, u64)> {
    let old = CertificateList::<Rfc5280>::from_der(list)?.tbs_cert_list;
    let number = number(old.crl_extensions.as_deref().unwrap_or_default())? + 1;
    let mut revoked = old.revoked_certificates.unwrap_or_default();
    let serial = certificate.tbs_certificate().serial_number();
    // A date that was published is not moved by telling more about the reason.
    let known = revoked
        .iter()
        .position(|entry| entry.serial_number == *serial);
    let since = match known.map(|place| revoked.remove(place)) {
        Some(entry) => entry.revocation_date,
        None => time(compromised.noted)?,
    };
    let mut entry = RevokedCert {
        serial_number: serial.clone(),
        revocation_date: since,
        crl_entry_extensions: None,
    };
    let issuer = root.tbs_certificate().subject();
    let reason = (&CrlReason::KeyCompromise).to_extension(issuer, &[])?;
    entry.crl_entry_extensions = Some(vec![reason, invalidity(compromised.since)?]);
    revoked.push(entry);
    let now = time(compromised.noted)?;
    let until = root.tbs_certificate().validity().not_after;
    let list =
        CrlBuilder::<Rfc5280>::new_with_this_update(root, CrlNumber::try_from(number)?, now)?
            .with_next_update(Some(until))
            .with_certificates(revoked.into_iter())
            .build::<_, DerSignature>(root_key)?;
    Ok((list.to_der()?, number))
}

fn invalidity(since: DateTime<Utc>) -> der::Result<Extension> {
    let since = GeneralizedTime::from(match time(since)? {
        Time::UtcTime(time) => time.to_date_time(),
        Time::GeneralTime(time) => time.to_date_time(),
    });
    Ok(Extension {
        extn_id: INVALIDITY_DATE,
        critical: false,
        extn_value: OctetString::new(since.to_der()?)?,
    })
}

/// The list's number; lists of other authorities may have none.
fn number(extensions: &[Extension]) -> der::Result<u64> {
    let mut numbers = extensions
        .iter()
        .filter(|extension| extension.extn_id == <CrlNumber as const_oid::AssociatedOid>::OID);
    let Some(extension) = numbers.next() else {
        return Ok(0);
    };
    let number = Uint::from_der(extension.extn_value.as_bytes())?;
    let bytes = number.as_bytes();
    if bytes.len() > 7 {
        return Err(der::ErrorKind::Overflow.into());
    }
    Ok(bytes
        .iter()
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
