//! `sceau keys rotate|retire|compromise`: changes the key folder, records it, and says what is to
//! be done next.

use anyhow::{Context, bail};
use chrono::{DateTime, Duration, SecondsFormat, SubsecRound, Utc};
use serde_json::{Value, json};

use super::Exit;
use super::args::{Keys, NewKey, Operator};
use super::output::Output;
use super::serve::LOOKS_EVERY;
use crate::audit::AuditEvent;
use crate::clock::Clock;
use crate::config::Config;
use crate::credential::{CertificateId, KeyId};
use crate::i18n::FluentValue;
use crate::keys::{self, Authority, Compromise, Keyring, Place, Purpose, Rotated, Rotation};
use crate::revocation::{self, Office};
use crate::store::{self, Store};

/// A change of the key folder, and the register that is told of it.
struct Desk<'a> {
    config: &'a Config,
    /// Absent on a machine that only keeps keys.
    store: Option<Store>,
    now: DateTime<Utc>,
    output: &'a Output,
}

/// What became of the status lists, which the credential key signs.
enum Lists {
    /// They have nothing to do with it.
    None,
    /// The key that signs now signed them anew.
    Signed,
    /// They are as they were; why.
    Open(String),
}

impl Lists {
    fn tell(&self, answer: &mut Value) {
        match self {
            Self::None => {}
            Self::Signed => answer["status_lists_signed"] = true.into(),
            Self::Open(_) => answer["status_lists_signed"] = false.into(),
        }
    }
}

pub(super) async fn run(config: &Config, command: Keys, output: &Output) -> anyhow::Result<Exit> {
    let store = match Store::open(config.store.location()).await {
        // Keys may be made before there is a register.
        Err(store::Error::Missing { .. }) => {
            output.line(output.text("cli-keys-no-register"));
            None
        }
        opened => Some(opened?),
    };
    let desk = Desk {
        config,
        store,
        now: Clock::System.now(),
        output,
    };
    match command {
        Keys::Rotate {
            purpose,
            new,
            operator,
        } => desk.rotate(purpose, new, &operator).await?,
        Keys::Retire { id, at, operator } => desk.retire(&id, at, &operator).await?,
        Keys::Compromise {
            id,
            at,
            reason,
            new,
            operator,
        } => {
            let rotation = desk.rotation(Purpose::Credential, new).await?;
            let compromise = Compromise {
                id,
                since: at,
                reason,
                rotation,
            };
            desk.compromise(&compromise, &operator).await?;
        }
        // They change nothing, and are answered elsewhere.
        Keys::New { .. } | Keys::List | Keys::Public { .. } | Keys::History => {}
    }
    Ok(Exit::Success)
}

impl Desk<'_> {
    async fn rotate(
        &self,
        purpose: Purpose,
        new: NewKey,
        operator: &Operator,
    ) -> anyhow::Result<()> {
        let rotation = self.rotation(purpose, new).await?;
        let rotated = keys::rotate(&self.config.keys.folder, &rotation)?;
        self.record_rotation(&rotated, operator).await?;
        let lists = self.sign_lists(purpose).await;
        self.say_rotated("cli-keys-rotated", &rotated);
        self.say_lists(&lists);
        self.say_next(&rotated);
        self.say("cli-keys-next-retire", &[("id", &rotated.replaced)]);
        let mut answer = serde_json::to_value(&rotated)?;
        lists.tell(&mut answer);
        self.output.json(&answer)
    }

    async fn retire(
        &self,
        id: &str,
        at: Option<DateTime<Utc>>,
        operator: &Operator,
    ) -> anyhow::Result<()> {
        let at = at.unwrap_or(self.now);
        // Seals and documents hold whole seconds: what was signed within the last one counts.
        let next_second = at.trunc_subsecs(0) + Duration::seconds(1);
        let later = self.signed_since(id, next_second).await?;
        if !later.is_empty() {
            bail!(
                "nothing was changed: `{id}` signed {} certificates after {}, which would no \
                 longer be authentic",
                later.len(),
                written(at)
            );
        }
        keys::retire(&self.config.keys.folder, id, at, self.now)?;
        let event = AuditEvent::KeyRetired {
            key: id.to_owned(),
            at,
        };
        self.record(&event, operator).await?;
        let at = written(at);
        self.say("cli-keys-retired", &[("id", id), ("at", &at)]);
        self.say_reload();
        self.output.json(&json!({ "id": id, "retired_at": at }))
    }

    async fn compromise(&self, compromise: &Compromise, operator: &Operator) -> anyhow::Result<()> {
        let done = keys::compromise(&self.config.keys.folder, compromise)?;
        let (id, since) = (&*compromise.id, written(compromise.since));
        let event = AuditEvent::KeyCompromised {
            key: id.to_owned(),
            at: compromise.since,
            reason: compromise.reason.trim().to_owned(),
        };
        self.record(&event, operator).await?;
        if let Some(rotated) = &done.rotated {
            self.record_rotation(rotated, operator).await?;
        }
        let lists = self.sign_lists(done.purpose).await;
        let affected = self.signed_since(id, compromise.since).await?;
        self.say("cli-keys-compromised", &[("id", id), ("at", &since)]);
        match &done.rotated {
            Some(rotated) => {
                self.say_rotated("cli-keys-follows", rotated);
                self.say_lists(&lists);
                self.say_next(rotated);
            }
            None => self.say_reload(),
        }
        match done.revoked {
            Some(true) => self.say("cli-keys-crl-done", &[]),
            Some(false) => self.say("cli-keys-crl-open", &[]),
            None => {}
        }
        let count = FluentValue::from(affected.len());
        let text = self
            .output
            .text_with("cli-keys-affected", &[("count", count)]);
        self.output.line(text);
        let mut answer = serde_json::to_value(&done)?;
        answer["compromised_at"] = since.into();
        answer["affected"] = serde_json::to_value(&affected)?;
        lists.tell(&mut answer);
        self.output.json(&answer)
    }

    /// What a new key shall be. A certificate that was recorded before the key was made, and whose
    /// issuance was interrupted, will be signed with the new key and its old date.
    async fn rotation(&self, purpose: Purpose, new: NewKey) -> anyhow::Result<Rotation> {
        let unfinished = match &self.store {
            Some(store) => store
                .unfinished(1)
                .await?
                .first()
                .map(|row| row.prepared_at),
            None => None,
        };
        Ok(Rotation {
            purpose,
            id: new.new_id,
            now: self.now,
            counts_from: unfinished.map_or(self.now, |at| at.min(self.now)),
            place: match new.token_key {
                Some(key) => Place::Token {
                    key,
                    token: new.token,
                },
                None if new.as_file => Place::File,
                None => Place::AsBefore,
            },
            authority: if new.new_authority {
                Authority::New
            } else {
                Authority::Same(new.authority_key)
            },
            public_url: self.config.service.public_url.clone(),
        })
    }

    async fn signed_since(
        &self,
        id: &str,
        since: DateTime<Utc>,
    ) -> anyhow::Result<Vec<CertificateId>> {
        Ok(match &self.store {
            Some(store) => store.signed_since(&KeyId(id.to_owned()), since).await?,
            None => Vec::new(),
        })
    }

    async fn record_rotation(&self, rotated: &Rotated, operator: &Operator) -> anyhow::Result<()> {
        let event = AuditEvent::KeyRotated {
            key: rotated.id.clone(),
            replaced: rotated.replaced.clone(),
        };
        self.record(&event, operator).await
    }

    async fn record(&self, event: &AuditEvent, operator: &Operator) -> anyhow::Result<()> {
        let Some(store) = &self.store else {
            return Ok(());
        };
        store
            .record_key_change(event, &operator.operator, self.now)
            .await
            .context("the keys are changed, but the audit trail could not be written")
    }

    /// The lists must not wait for the service: what a distrusted key signed, nobody believes.
    async fn sign_lists(&self, purpose: Purpose) -> Lists {
        let Some(store) = self
            .store
            .as_ref()
            .filter(|_| purpose == Purpose::Credential)
        else {
            return Lists::None;
        };
        let signed = async {
            let keyring = Keyring::load(&self.config.keys.folder)?;
            let office = Office {
                store,
                key: keyring.issuer_key(),
                earlier_keys: keyring.earlier_keys(),
                public_url: &self.config.service.public_url,
                tells_holders: false,
                clock: Clock::System,
            };
            anyhow::Ok(revocation::publish_all(&office).await?)
        };
        match signed.await {
            Ok(()) => Lists::Signed,
            Err(error) => Lists::Open(format!("{error:#}")),
        }
    }

    fn say_lists(&self, lists: &Lists) {
        match lists {
            Lists::None => {}
            Lists::Signed => self.say("cli-keys-lists-signed", &[]),
            Lists::Open(problem) => self.say("cli-keys-lists-open", &[("problem", problem)]),
        }
    }

    fn say_rotated(&self, sentence: &str, rotated: &Rotated) {
        let values = [("id", &*rotated.id), ("replaced", &*rotated.replaced)];
        self.say(sentence, &values);
    }

    fn say_next(&self, rotated: &Rotated) {
        if let Some(file) = &rotated.authority_key {
            let file = file.display().to_string();
            self.say("cli-keys-next-authority", &[("file", &file)]);
        }
        self.say_reload();
        self.say("cli-keys-next-publish", &[]);
    }

    fn say_reload(&self) {
        let seconds = FluentValue::from(LOOKS_EVERY.as_secs());
        let text = self
            .output
            .text_with("cli-keys-next-reload", &[("seconds", seconds)]);
        self.output.line(text);
    }

    fn say(&self, id: &str, values: &[(&str, &str)]) {
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, FluentValue::from((*value).to_owned())))
            .collect();
        self.output.line(self.output.text_with(id, &values));
    }
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
