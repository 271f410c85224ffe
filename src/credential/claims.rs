//! What a seal claims, and its CBOR (`docs/seal-format.md`).

use chrono::{DateTime, Days, NaiveDate, SubsecRound, Utc};
use minicbor::decode::{Decoder, Error};
use uuid::Uuid;

use super::cbor;
use super::{CertificateFacts, CertificateId, StatusReference};
use crate::i18n::Language;

/// CWT claim `iat` (RFC 8392 §3.1.6).
const ISSUED_AT: i64 = 6;
/// CWT claim `cti` (RFC 8392 §3.1.7).
const CERTIFICATE_ID: i64 = 7;
/// The certificate, as a private-use claim (RFC 8392 §9.1: less than −65536).
const CERTIFICATE: i64 = -65_537;
/// Fills the last half byte when the number of levels is odd.
const NO_LEVEL: u8 = 15;
/// Longest name in bytes of UTF-8.
const MAX_NAME_BYTES: usize = 512;
/// Most competences.
const MAX_LEVELS: usize = 64;

/// The facts that the seal carries: enough to recognise holder and result, offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealClaims {
    /// Permanent identifier.
    pub id: CertificateId,
    /// When it was issued, in whole seconds.
    pub issued_at: DateTime<Utc>,
    /// Framework id.
    pub framework: String,
    /// Framework version.
    pub framework_version: u32,
    /// Language of the document.
    pub language: Language,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Score.
    pub score: u32,
    /// Whether the score was lowered because the test was not completed.
    pub degraded: bool,
    /// Level of every competence in the framework's order, each below 15.
    pub levels: Vec<u8>,
    /// Civil date of the exam.
    pub exam_date: NaiveDate,
    /// Place of the revocation state.
    pub status: StatusReference,
}

impl SealClaims {
    /// What a seal over these facts claims.
    pub fn from_facts(facts: &CertificateFacts) -> Self {
        Self {
            id: facts.id,
            issued_at: facts.issued_at.trunc_subsecs(0),
            framework: facts.framework.clone(),
            framework_version: facts.framework_version,
            language: facts.language,
            last_name: facts.holder.last_name.clone(),
            first_name: facts.holder.first_name.clone(),
            birth_date: facts.holder.birth_date,
            score: facts.score,
            degraded: facts.degraded,
            levels: facts.levels.clone(),
            exam_date: facts.exam_date,
            status: facts.status,
        }
    }

    /// The bytes that are signed. Keys in the bytewise order of their encoding (RFC 8949 §4.2.1).
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(|e| {
            e.map(3)?;
            e.i64(ISSUED_AT)?.i64(self.issued_at.timestamp())?;
            e.i64(CERTIFICATE_ID)?.bytes(self.id.0.as_bytes())?;
            e.i64(CERTIFICATE)?.map(10)?;
            e.u8(1)?
                .array(2)?
                .str(&self.framework)?
                .u32(self.framework_version)?;
            e.u8(2)?.str(self.language.tag())?;
            e.u8(3)?.str(&self.last_name)?;
            e.u8(4)?.str(&self.first_name)?;
            e.u8(5)?.i64(days(self.birth_date))?;
            e.u8(6)?.u32(self.score)?;
            e.u8(7)?.bool(self.degraded)?;
            e.u8(8)?.bytes(&nibbles(&self.levels))?;
            e.u8(9)?.i64(days(self.exam_date))?;
            e.u8(10)?
                .array(2)?
                .u32(self.status.list)?
                .u32(self.status.index)?;
            Ok(())
        })
    }

    /// Reads claims; refuses anything but their one deterministic form.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let claims = Self::read(&mut Decoder::new(bytes))?;
        if claims.encode() == bytes {
            Ok(claims)
        } else {
            Err(Error::message("not deterministic"))
        }
    }

    fn read(d: &mut Decoder<'_>) -> Result<Self, Error> {
        cbor::map(d, 3)?;
        cbor::key(d, ISSUED_AT)?;
        let issued_at = DateTime::from_timestamp(d.i64()?, 0)
            .ok_or_else(|| Error::message("instant out of range"))?;
        cbor::key(d, CERTIFICATE_ID)?;
        let id = Uuid::from_slice(cbor::bytes(d)?)
            .map_err(|_| Error::message("an identifier has 16 bytes"))?;
        cbor::key(d, CERTIFICATE)?;
        cbor::map(d, 10)?;
        cbor::key(d, 1)?;
        cbor::array(d, 2)?;
        let (framework, framework_version) = (cbor::text(d, 64)?, d.u32()?);
        cbor::key(d, 2)?;
        let language = cbor::text(d, 2)?
            .parse()
            .map_err(|_| Error::message("unknown language"))?;
        cbor::key(d, 3)?;
        let last_name = cbor::text(d, MAX_NAME_BYTES)?;
        cbor::key(d, 4)?;
        let first_name = cbor::text(d, MAX_NAME_BYTES)?;
        cbor::key(d, 5)?;
        let birth_date = date(d.i64()?)?;
        cbor::key(d, 6)?;
        let score = d.u32()?;
        cbor::key(d, 7)?;
        let degraded = d.bool()?;
        cbor::key(d, 8)?;
        let levels = from_nibbles(cbor::bytes(d)?)?;
        cbor::key(d, 9)?;
        let exam_date = date(d.i64()?)?;
        cbor::key(d, 10)?;
        cbor::array(d, 2)?;
        let status = StatusReference {
            list: d.u32()?,
            index: d.u32()?,
        };
        cbor::end(d)?;
        Ok(Self {
            id: CertificateId(id),
            issued_at,
            framework,
            framework_version,
            language,
            last_name,
            first_name,
            birth_date,
            score,
            degraded,
            levels,
            exam_date,
            status,
        })
    }
}

/// Days since 1970-01-01, as in CBOR tag 100 (RFC 8943) but without the tag.
fn days(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

fn date(days: i64) -> Result<NaiveDate, Error> {
    let distance = Days::new(days.unsigned_abs());
    let epoch = NaiveDate::default();
    let date = if days < 0 {
        epoch.checked_sub_days(distance)
    } else {
        epoch.checked_add_days(distance)
    };
    date.ok_or_else(|| Error::message("date out of range"))
}

/// Two levels a byte, the earlier one in the high half.
fn nibbles(levels: &[u8]) -> Vec<u8> {
    levels
        .chunks(2)
        .map(|pair| (pair[0] & 15) << 4 | pair.get(1).map_or(NO_LEVEL, |level| level & 15))
        .collect()
}

fn from_nibbles(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    if bytes.len() > MAX_LEVELS / 2 {
        return Err(Error::message("too many levels"));
    }
    let mut levels: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .collect();
    if levels.last() == Some(&NO_LEVEL) {
        levels.pop();
    }
    if levels.contains(&NO_LEVEL) {
        return Err(Error::message("level out of range"));
    }
    Ok(levels)
}
