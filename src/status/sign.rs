//! Writes and signs all forms of a list from one state, and reads them back before anybody else
//! does.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};

use super::bits::Bits;
use super::document::Document;
use super::packed::Packed;
use super::read::{Reader, StatusList, TokenList};
use super::token::Claims;
use super::{Form, ListError, SignError, StatusEntries, VALIDITY};
use crate::credential::{IssuerKey, TrustedKey};

/// What will be published of a list.
#[derive(Debug, Clone)]
pub struct NewList<'a> {
    /// The service's public address, without a path.
    pub public_url: &'a str,
    /// Number of the list.
    pub list: u32,
    /// The set places.
    pub entries: &'a StatusEntries,
    /// The instant of publication.
    pub at: DateTime<Utc>,
}

/// All forms of one version, and the time they are good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedList {
    /// From when it may be relied on.
    pub valid_from: DateTime<Utc>,
    /// Until when it may be relied on.
    pub valid_until: DateTime<Utc>,
    /// The signed bytes of every form.
    pub forms: BTreeMap<Form, Vec<u8>>,
}

impl NewList<'_> {
    /// Writes and signs every form. The same content at the same second gives the same bytes.
    pub fn sign(&self, key: &IssuerKey) -> Result<SignedList, SignError> {
        let (valid_from, valid_until) = self.times();
        let forms = Form::ALL
            .into_iter()
            .map(|form| Ok((form, self.sign_form(form, key)?)))
            .collect::<Result<_, SignError>>()?;
        let signed = SignedList {
            valid_from,
            valid_until,
            forms,
        };
        self.read_back(&signed, key)?;
        Ok(signed)
    }

    /// Writes and signs one form, which is not yet read back.
    pub fn sign_form(&self, form: Form, key: &IssuerKey) -> Result<Vec<u8>, SignError> {
        let times = self.times();
        let document = |purpose| {
            let bits = Bits::of(self.entries.of(purpose))?;
            Document::new(self.public_url, (purpose, self.list), &bits, times)
        };
        let claims = || {
            let statuses = Packed::of(self.entries)?;
            Claims::new(self.public_url, self.list, &statuses, times)
        };
        match form {
            Form::Document(purpose) => document(purpose)?.secure(times.0, key),
            Form::Jwt(purpose) => document(purpose)?.into_jwt(times, key),
            Form::TokenJwt => claims()?.to_jwt(key),
            Form::TokenCwt => claims()?.to_cwt(key),
        }
    }

    /// From when and until when it may be relied on.
    fn times(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let from = self.at.trunc_subsecs(0);
        (from, from + VALIDITY)
    }

    /// Every form, read as a verifier reads it, says what was to be said.
    fn read_back(&self, signed: &SignedList, key: &IssuerKey) -> Result<(), SignError> {
        let trusted = [TrustedKey {
            id: key.id.clone(),
            key: key.verifying_key,
            not_before: signed.valid_from,
            retired_at: None,
            compromised_at: None,
            specimen: false,
        }];
        let reader = Reader {
            public_url: self.public_url,
            trusted: &trusted,
            at: signed.valid_from,
        };
        for (form, bytes) in &signed.forms {
            let same = self.says_the_same(*form, bytes, &reader);
            if same != Ok(true) {
                return Err(SignError::ReadBack {
                    form: form.name(),
                    source: same.err(),
                });
            }
        }
        Ok(())
    }

    fn says_the_same(
        &self,
        form: Form,
        bytes: &[u8],
        reader: &Reader<'_>,
    ) -> Result<bool, ListError> {
        match form {
            Form::Document(purpose) | Form::Jwt(purpose) => {
                let list = StatusList::read(bytes, (purpose, self.list), reader)?;
                Ok(list.set_places() == *self.entries.of(purpose))
            }
            Form::TokenJwt | Form::TokenCwt => {
                let list = TokenList::read(bytes, self.list, reader)?;
                let said = list.entries()?;
                let suspended = self.entries.suspended.difference(&self.entries.revoked);
                Ok(said.revoked == self.entries.revoked && said.suspended.iter().eq(suspended))
            }
        }
    }
}
