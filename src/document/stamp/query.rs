//! The request for a time stamp, and the reading of the answer to it (RFC 3161 §2.4).

use const_oid::db::rfc5912::ID_SHA_256;
use der::asn1::{AnyRef, BitStringRef, Null, OctetString, Uint, Utf8StringRef};
use der::{Any, Decode, Encode, Sequence};
use spki::AlgorithmIdentifierOwned;

use super::{AnswerFault, Evidence, StampFault, Token, TrustedAuthorities, token};

/// Larger than any authority's answer with all its certificates.
const MOST_BYTES: usize = 64 << 10;

/// RFC 3161 §2.4.1.
#[derive(Sequence)]
pub(super) struct MessageImprint {
    pub(super) hash_algorithm: AlgorithmIdentifierOwned,
    pub(super) hashed_message: OctetString,
}

#[derive(Sequence)]
struct TimeStampRequest {
    version: u8,
    message_imprint: MessageImprint,
    nonce: Uint,
    cert_req: bool,
}

#[derive(Sequence)]
struct TimeStampResponse<'a> {
    status: Status<'a>,
    #[asn1(optional = "true")]
    token: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct Status<'a> {
    code: u32,
    #[asn1(optional = "true")]
    text: Option<Vec<Utf8StringRef<'a>>>,
    #[asn1(optional = "true")]
    failure: Option<BitStringRef<'a>>,
}

/// A request to stamp something with this SHA-256.
#[derive(Debug, Clone)]
pub struct Query {
    digest: [u8; 32],
    nonce: [u8; 16],
}

impl Query {
    /// `nonce` is random: it ties the answer to this request.
    pub fn new(digest: [u8; 32], nonce: [u8; 16]) -> Self {
        Self { digest, nonce }
    }

    /// The request in DER, to be sent as `application/timestamp-query`.
    pub fn to_der(&self) -> der::Result<Vec<u8>> {
        // Some authorities know the algorithm only with its parameters spelt out.
        let hash_algorithm = AlgorithmIdentifierOwned {
            oid: ID_SHA_256,
            parameters: Some(Any::encode_from(&Null)?),
        };
        TimeStampRequest {
            version: 1,
            message_imprint: MessageImprint {
                hash_algorithm,
                hashed_message: OctetString::new(&self.digest[..])?,
            },
            nonce: Uint::new(&self.nonce)?,
            cert_req: true,
        }
        .to_der()
    }

    /// The token in the answer, if it counts.
    pub fn open(
        &self,
        answer: &[u8],
        known: &Evidence,
        trusted: &TrustedAuthorities,
    ) -> Result<Token, AnswerFault> {
        if answer.len() > MOST_BYTES {
            return Err(AnswerFault::Malformed);
        }
        let response = TimeStampResponse::from_der(answer).map_err(|_| AnswerFault::Malformed)?;
        // Granted, or granted with changes.
        if response.status.code > 1 {
            return Err(AnswerFault::Refused(said(&response.status)));
        }
        let token = response.token.ok_or(AnswerFault::Malformed)?;
        let der = token.to_der().map_err(|_| AnswerFault::Malformed)?;
        let nonce = Uint::new(&self.nonce).map_err(|_| StampFault::Malformed)?;
        let (stamp, sent) = token::verify(&der, &self.digest, Some(&nonce), known, trusted)?;
        Ok(Token {
            der,
            digest: self.digest,
            stamp,
            sent,
        })
    }
}

/// RFC 3161 §2.4.2.
fn said(status: &Status<'_>) -> String {
    const FAILURES: [(usize, &str); 8] = [
        (0, "badAlg"),
        (2, "badRequest"),
        (5, "badDataFormat"),
        (14, "timeNotAvailable"),
        (15, "unacceptedPolicy"),
        (16, "unacceptedExtension"),
        (17, "addInfoNotAvailable"),
        (25, "systemFailure"),
    ];
    let bits = status.failure.as_ref().map(|bits| bits.bits());
    let set: Vec<usize> = bits
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(place, set)| set.then_some(place))
        .collect();
    let names = FAILURES.iter().filter(|(place, _)| set.contains(place));
    let mut words: Vec<&str> = names.map(|(_, name)| *name).collect();
    words.extend(status.text.iter().flatten().map(Utf8StringRef::as_str));
    // Foreign text goes into our logs and onto terminals.
    let text: String = words.join(", ");
    let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
    format!("status {}, {text}", status.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_what_openssl_reads() {
        // As `openssl ts -query -digest 07… -sha256 -cert` writes it, with this nonce.
        let der = Query::new([7; 32], [9; 16]).to_der().unwrap();
        let expected = format!(
            "304b0201013031300d060960864801650304020105000420{}0210{}0101ff",
            "07".repeat(32),
            "09".repeat(16)
        );
        assert_eq!(hex::encode(der), expected);
    }

    #[test]
    fn a_refusal_says_why_in_the_authoritys_words() {
        // By `openssl ts -reply` with a policy that forbids SHA-256.
        let answer = "30373035020102302c0c2a4d6573736167652064696765737420616c676f726974686d206973\
                      206e6f7420737570706f727465642e03020780";
        let answer = hex::decode(answer).unwrap();
        let query = Query::new([7; 32], [9; 16]);
        let opened = query.open(
            &answer,
            &Evidence::default(),
            &TrustedAuthorities::default(),
        );
        let said = "status 2, badAlg, Message digest algorithm is not supported.";
        assert_eq!(opened, Err(AnswerFault::Refused(said.to_owned())));
    }

    #[test]
    fn what_is_no_answer_is_refused_whatever_its_size() {
        let query = Query::new([7; 32], [9; 16]);
        let open = |answer: &[u8]| {
            query
                .open(answer, &Evidence::default(), &TrustedAuthorities::default())
                .unwrap_err()
        };
        for answer in [&b""[..], b"<html>", &[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]] {
            assert_eq!(open(answer), AnswerFault::Malformed);
        }
        assert_eq!(open(&vec![0x30; MOST_BYTES + 1]), AnswerFault::Malformed);
        // Granted, and no token.
        assert_eq!(open(&[0x30, 5, 0x30, 3, 2, 1, 0]), AnswerFault::Malformed);
    }
}
