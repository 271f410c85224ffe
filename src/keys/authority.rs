//! Makes the X.509 side of a document key (RFC 5280): a root, the signer's certificate, an empty
//! revocation list; or another signer's certificate under a root that exists.

use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use const_oid::ObjectIdentifier;
use der::asn1::Ia5String;
use der::{Encode, EncodePem};
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use spki::SubjectPublicKeyInfoRef;
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder, CertificateBuilder, CrlBuilder};
use x509_cert::certificate::{Rfc5280, TbsCertificate};
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints, CrlNumber, ExtendedKeyUsage,
    KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfo;
use x509_cert::time::{Time, Validity};

use super::Error;

/// RFC 9336: signs documents. Viewers built on NSS don't know it, hence the second.
const DOCUMENT_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36");
const EMAIL_PROTECTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.4");

/// Path of the first authority's revocation list below the public address, as written into
/// certificates.
pub(super) const CRL_PATH: &str = "/.well-known/sceau.crl";
/// Folder of later authorities' lists.
pub(super) const CRL_FOLDER: &str = "/.well-known/crl/";

/// What the certificates shall say.
pub(super) struct Subject<'a> {
    pub(super) issuer: &'a str,
    /// Where the revocation list will be.
    pub(super) crl_url: String,
    pub(super) not_before: DateTime<Utc>,
    pub(super) years: i32,
    pub(super) specimen: bool,
}

/// What was made.
pub(super) struct Papers {
    /// The signer's certificate, then the root's.
    pub(super) chain_pem: String,
    pub(super) crl: Vec<u8>,
}

/// Makes root, leaf and an empty revocation list. `serials` are random. Of the leaf only the public
/// half is needed: its private half may be in a token.
pub(super) fn make(
    subject: &Subject<'_>,
    root_key: &SigningKey,
    leaf_key: &VerifyingKey,
    serials: [[u8; 16]; 2],
) -> Result<Papers, Error> {
    papers(subject, root_key, leaf_key, serials).map_err(Error::make("document certificate"))
}

/// Makes the certificate of a key that takes another's place under the same root: the same names
/// and the same revocation list. Gives the new chain in PEM.
pub(super) fn succeed(
    chain: &[Certificate],
    root_key: &SigningKey,
    leaf_key: &VerifyingKey,
    serial: [u8; 16],
    not_before: DateTime<Utc>,
) -> Result<String, Error> {
    successor(chain, root_key, leaf_key, serial, not_before)
        .map_err(Error::make("document certificate"))
}

fn papers(
    subject: &Subject<'_>,
    root_key: &SigningKey,
    leaf_key: &VerifyingKey,
    serials: [[u8; 16]; 2],
) -> builder::Result<Papers> {
    let names = (name(subject, "root")?, name(subject, "documents")?);
    let not_before = time(subject.not_before)?;
    let not_after = time(years_later(subject.not_before, subject.years))?;
    let validity = Validity::new(not_before, not_after);

    let profile = Profile {
        subject: names.0.clone(),
        issuer: None,
    };
    let key = SubjectPublicKeyInfo::from_key(root_key.verifying_key())?;
    let mut root = CertificateBuilder::new(profile, serial(serials[0])?, validity, key)?;
    root.add_extension(&BasicConstraints {
        ca: true,
        path_len_constraint: Some(0),
    })?;
    root.add_extension(&KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign))?;
    let root = root.build::<_, DerSignature>(root_key)?;

    let profile = Profile {
        subject: names.1,
        issuer: Some(names.0),
    };
    let lists = crl_at(&subject.crl_url)?;
    let leaf = leaf(profile, serials[1], validity, &lists, (root_key, leaf_key))?;

    // Nothing is revoked yet; a new list is signed with the root key when something is.
    let crl =
        CrlBuilder::<Rfc5280>::new_with_this_update(&root, CrlNumber::try_from(1u32)?, not_before)?
            .with_next_update(Some(not_after))
            .build::<_, DerSignature>(root_key)?;

    Ok(Papers {
        chain_pem: pem(&leaf)? + &pem(&root)?,
        crl: crl.to_der()?,
    })
}

fn successor(
    chain: &[Certificate],
    root_key: &SigningKey,
    leaf_key: &VerifyingKey,
    serial: [u8; 16],
    not_before: DateTime<Utc>,
) -> builder::Result<String> {
    let [old, root] = chain else {
        return Err(der::Error::from(der::ErrorKind::Failed).into());
    };
    let end = time(years_later(not_before, super::create::YEARS))?;
    let root_end = root.tbs_certificate().validity().not_after;
    let not_after = if end.to_unix_duration() < root_end.to_unix_duration() {
        end
    } else {
        root_end
    };
    let lists = old.tbs_certificate().get_extension()?;
    let (_, lists): (bool, CrlDistributionPoints) =
        lists.ok_or_else(|| der::Error::from(der::ErrorKind::Failed))?;
    let profile = Profile {
        subject: old.tbs_certificate().subject().clone(),
        issuer: Some(root.tbs_certificate().subject().clone()),
    };
    let validity = Validity::new(time(not_before)?, not_after);
    let leaf = leaf(profile, serial, validity, &lists, (root_key, leaf_key))?;
    Ok(pem(&leaf)? + &pem(root)?)
}

/// A signer's certificate; the keys are the root's and its own.
fn leaf(
    profile: Profile,
    random: [u8; 16],
    validity: Validity,
    lists: &CrlDistributionPoints,
    (root_key, leaf_key): (&SigningKey, &VerifyingKey),
) -> builder::Result<Certificate> {
    let key = SubjectPublicKeyInfo::from_key(leaf_key)?;
    let mut leaf = CertificateBuilder::new(profile, serial(random)?, validity, key)?;
    leaf.add_extension(&KeyUsage(
        KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
    ))?;
    leaf.add_extension(&ExtendedKeyUsage(vec![DOCUMENT_SIGNING, EMAIL_PROTECTION]))?;
    leaf.add_extension(lists)?;
    leaf.build::<_, DerSignature>(root_key)
}

fn pem(certificate: &Certificate) -> der::Result<String> {
    certificate.to_pem(der::pem::LineEnding::LF)
}

struct Profile {
    subject: Name,
    issuer: Option<Name>,
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, subject: &Name) -> Name {
        self.issuer.clone().unwrap_or_else(|| subject.clone())
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        issuer_key: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        let mut made: Vec<Extension> = Vec::new();
        made.push(SubjectKeyIdentifier::try_from(key)?.to_extension(tbs.subject(), &made)?);
        if self.issuer.is_some() {
            let authority = AuthorityKeyIdentifier::try_from(issuer_key)?;
            made.push(authority.to_extension(tbs.subject(), &made)?);
        }
        Ok(made)
    }
}

/// `CN=<issuer> – documents,O=<issuer>`, with SPECIMEN in front if it is one.
fn name(subject: &Subject<'_>, role: &str) -> der::Result<Name> {
    let specimen = if subject.specimen { "SPECIMEN " } else { "" };
    let ending = format!(" – {role}");
    let space = 64 - specimen.chars().count() - ending.chars().count();
    let common = format!("{specimen}{}{ending}", cut(subject.issuer, space));
    let organisation = format!("{specimen}{}", cut(subject.issuer, 64 - specimen.len()));
    Name::from_str(&format!(
        "CN={},O={}",
        escape(&common),
        escape(&organisation)
    ))
}

/// RFC 5280 appendix A: these names have at most 64 characters.
fn cut(text: &str, characters: usize) -> String {
    let cut: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(characters)
        .collect();
    cut.trim().to_owned()
}

/// RFC 4514 §2.4.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (place, character) in text.chars().enumerate() {
        if ",+\"\\<>;=".contains(character) || (place == 0 && character == '#') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn crl_at(url: &str) -> der::Result<CrlDistributionPoints> {
    let place = GeneralName::UniformResourceIdentifier(Ia5String::new(url)?);
    Ok(CrlDistributionPoints(vec![DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![place])),
        reasons: None,
        crl_issuer: None,
    }]))
}

fn serial(mut random: [u8; 16]) -> der::Result<SerialNumber> {
    // Positive and never shorter than 16 bytes (RFC 5280 §4.1.2.2).
    random[0] = random[0] & 0x7f | 0x40;
    SerialNumber::new(&random)
}

pub(super) fn time(at: DateTime<Utc>) -> der::Result<Time> {
    let seconds = u64::try_from(at.timestamp()).map_err(|_| der::ErrorKind::DateTime)?;
    Ok(der::DateTime::from_unix_duration(Duration::from_secs(seconds))?.into())
}

fn years_later(at: DateTime<Utc>, years: i32) -> DateTime<Utc> {
    use chrono::Datelike;
    // 29 February has no anniversary in most years.
    at.with_year(at.year() + years)
        .unwrap_or(at + chrono::Duration::days(i64::from(years) * 365))
}
