//! A list as a `BitstringStatusListCredential` (W3C Bitstring Status List v1.0 §2.2), secured by
//! two proofs or as a JWT (W3C VC-JOSE-COSE §3.1).

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::bits::Bits;
use super::{ListError, SignError, StatusPurpose, TIME_TO_LIVE, list_url};
use crate::credential::contexts::CREDENTIALS_V2;
use crate::credential::jws::{self, open_compact, sign_compact};
use crate::credential::proof::{self, Cryptosuite, Proof};
use crate::credential::{IssuerKey, KeyId, TrustedKey, did_web, verification_method};

/// The contexts of what we publish, in this order and no others.
const CONTEXTS: [&str; 1] = [CREDENTIALS_V2];
const TYPES: [&str; 2] = ["VerifiableCredential", "BitstringStatusListCredential"];
const SUBJECT_TYPE: &str = "BitstringStatusList";
/// The proofs, in this order: software that knows only the one finds it, and the second covers
/// every member of the JSON.
const SUITES: [Cryptosuite; 2] = [Cryptosuite::Rdfc, Cryptosuite::Jcs];
const JWT_TYPE: &str = "vc+jwt";

/// The credential; unknown and repeated members are refused, so that what was signed is what was
/// read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Document {
    #[serde(rename = "@context")]
    contexts: Vec<String>,
    id: String,
    #[serde(rename = "type")]
    types: Vec<String>,
    issuer: String,
    valid_from: String,
    valid_until: String,
    credential_subject: Subject,
    /// Only in the form as JSON-LD, and absent in what is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<Proofs>,
    /// Only in the form as JWT: what programs look at that know tokens and no credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

/// How a credential is secured.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Proofs {
    /// As the first lists were: by JCS alone, which covers every member.
    First(Proof),
    /// As lists are signed now.
    Both([Proof; 2]),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    status_purpose: String,
    encoded_list: String,
    /// In milliseconds; a Token Status List counts in seconds.
    ttl: u64,
}

/// What a verified credential says.
pub(super) struct Content {
    pub(super) bits: Bits,
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

impl Document {
    /// The unsigned credential of a list, valid from a whole second.
    pub(super) fn new(
        public_url: &str,
        (purpose, list): (StatusPurpose, u32),
        bits: &Bits,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<Self, SignError> {
        let id = list_url(public_url, purpose, list);
        Ok(Self {
            contexts: CONTEXTS.map(str::to_owned).into(),
            types: TYPES.map(str::to_owned).into(),
            // A bare text: some readers of lists look for no object here.
            issuer: did_web(public_url),
            valid_from: timestamp(from),
            valid_until: timestamp(until),
            credential_subject: Subject {
                id: format!("{id}#list"),
                kind: SUBJECT_TYPE.into(),
                status_purpose: purpose.name().into(),
                encoded_list: bits.encode().map_err(SignError::Encoding)?,
                ttl: TIME_TO_LIVE.as_secs() * 1000,
            },
            id,
            proof: None,
            iss: None,
            iat: None,
            exp: None,
        })
    }

    /// The form as JSON-LD.
    pub(super) fn secure(
        &self,
        from: DateTime<Utc>,
        key: &IssuerKey,
    ) -> Result<Vec<u8>, SignError> {
        let mut document = json(self)?;
        let method = || verification_method(&self.issuer, &key.id);
        let proofs = SUITES
            .into_iter()
            .map(|suite| proof::sign(&document, suite, from, method(), key))
            .collect::<Result<Vec<_>, _>>()?;
        document["proof"] = json(&proofs)?;
        serde_json::to_vec_pretty(&document).map_err(|error| SignError::Encoding(error.into()))
    }

    /// The form as JWT: the credential itself is the payload, without a `vc` claim.
    pub(super) fn into_jwt(
        mut self,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        key: &IssuerKey,
    ) -> Result<Vec<u8>, SignError> {
        self.iss = Some(self.issuer.clone());
        self.iat = Some(from.timestamp());
        self.exp = Some(until.timestamp());
        let header = json!({
            "typ": JWT_TYPE, "cty": "vc", "kid": verification_method(&self.issuer, &key.id),
        });
        let payload =
            serde_json::to_vec(&self).map_err(|error| SignError::Encoding(error.into()))?;
        Ok(sign_compact(header, &payload, key)?.into_bytes())
    }

    /// Reads the form as JSON-LD: its proofs are one key's, made when the list became valid.
    pub(super) fn open<'k>(
        bytes: &[u8],
        did: &str,
        trusted: &'k [TrustedKey],
    ) -> Result<(Self, &'k TrustedKey), ListError> {
        let mut document: Self =
            serde_json::from_slice(bytes).map_err(|_| ListError::Malformed("document"))?;
        let proofs = document.proof.take().ok_or(ListError::Malformed("proof"))?;
        let (proofs, suites) = match &proofs {
            Proofs::First(proof) => (std::slice::from_ref(proof), &SUITES[1..]),
            Proofs::Both(proofs) => (proofs.as_slice(), &SUITES[..]),
        };
        let method = proofs.first().map_or("", Proof::verification_method);
        let as_signed = |proof: &Proof| {
            proof.verification_method() == method
                && proof.created().map(timestamp).as_ref() == Some(&document.valid_from)
        };
        if !proofs
            .iter()
            .map(Proof::cryptosuite)
            .eq(suites.iter().copied())
            || !proofs.iter().all(as_signed)
            || document.has_claims()
        {
            return Err(ListError::Malformed("proof"));
        }
        let key = trusted
            .iter()
            .find(|key| verification_method(did, &key.id) == method)
            .ok_or_else(|| ListError::UnknownKey(method.to_owned()))?;
        let unsigned =
            serde_json::to_value(&document).map_err(|_| ListError::Malformed("document"))?;
        // The cheap one, which is the last, first: what was tampered with is not worth a look at
        // its RDF.
        for proof in proofs.iter().rev() {
            proof.verify(&unsigned, &key.key)?;
        }
        Ok((document, key))
    }

    /// Reads the form as JWT.
    pub(super) fn open_jwt<'k>(
        text: &str,
        did: &'k str,
        trusted: &'k [TrustedKey],
    ) -> Result<(Self, &'k TrustedKey), ListError> {
        let expected = jws::Expected {
            typ: JWT_TYPE,
            did,
            trusted,
        };
        let opened = open_compact(text, expected)?;
        let document: Self =
            serde_json::from_slice(&opened.payload).map_err(|_| ListError::Malformed("payload"))?;
        let seconds = |text: &str| instant(text).map(|at| at.timestamp());
        if document.proof.is_some()
            || document.iss.as_ref() != Some(&document.issuer)
            || document.iat.is_none()
            || document.iat != seconds(&document.valid_from)
            || document.exp != seconds(&document.valid_until)
        {
            return Err(ListError::Malformed("claims"));
        }
        Ok((document, opened.key))
    }

    /// What the credential says, if it is the list that was asked for.
    pub(super) fn content(
        &self,
        public_url: &str,
        (purpose, list): (StatusPurpose, u32),
    ) -> Result<Content, ListError> {
        let id = list_url(public_url, purpose, list);
        let subject = &self.credential_subject;
        if self.id != id || subject.status_purpose != purpose.name() {
            return Err(ListError::AnotherList(self.id.clone()));
        }
        if self.contexts != CONTEXTS || self.types != TYPES {
            return Err(ListError::Malformed("type"));
        }
        if self.issuer != did_web(public_url) {
            return Err(ListError::Malformed("issuer"));
        }
        if subject.kind != SUBJECT_TYPE || subject.id != format!("{id}#list") {
            return Err(ListError::Malformed("credentialSubject"));
        }
        Ok(Content {
            bits: Bits::decode(&subject.encoded_list)?,
            from: instant(&self.valid_from).ok_or(ListError::Malformed("validFrom"))?,
            until: instant(&self.valid_until).ok_or(ListError::Malformed("validUntil"))?,
        })
    }

    fn has_claims(&self) -> bool {
        self.iss.is_some() || self.iat.is_some() || self.exp.is_some()
    }
}

/// The places of a credential that this service published itself, whatever its proofs: also one in
/// the form of an earlier version of this program.
pub(super) fn published_bits(document: &[u8]) -> Result<Bits, ListError> {
    let document: Value =
        serde_json::from_slice(document).map_err(|_| ListError::Malformed("document"))?;
    let list = document["credentialSubject"]["encodedList"]
        .as_str()
        .ok_or(ListError::Malformed("encodedList"))?;
    Ok(Bits::decode(list)?)
}

/// The key in whose name a credential was signed that this service published itself: also one in
/// the form of an earlier version of this program, with a single proof.
pub(super) fn published_signer(document: &[u8]) -> Result<KeyId, ListError> {
    let document: Value =
        serde_json::from_slice(document).map_err(|_| ListError::Malformed("document"))?;
    let proof = match &document["proof"] {
        Value::Array(proofs) => proofs.first().unwrap_or(&Value::Null),
        proof => proof,
    };
    let issuer = document["issuer"].as_str();
    let method = proof["verificationMethod"].as_str();
    issuer
        .zip(method)
        .and_then(|(issuer, method)| method.strip_prefix(issuer)?.strip_prefix('#'))
        .map(|key| KeyId(key.to_owned()))
        .ok_or(ListError::Malformed("verificationMethod"))
}

fn json(value: &impl Serialize) -> Result<Value, SignError> {
    serde_json::to_value(value).map_err(|error| SignError::Encoding(error.into()))
}

fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn instant(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    // One way to write an instant: ours.
    (timestamp(at) == text).then_some(at)
}
