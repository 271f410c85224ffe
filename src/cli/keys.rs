//! `sceau keys new|list|public|history`: make, list and publish keys, and what was done with them.

use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::args::{Keys, PublicForm};
use super::output::{Output, say};
use super::{Exit, key_changes};
use crate::audit::AuditEvent;
use crate::clock::Clock;
use crate::config::Config;
use crate::credential::IssuerProfile;
use crate::i18n::FluentValue;
use crate::keys::{self, Keyring, NewKeyring, TrustedKeys};
use crate::store::Store;
use crate::timestamp::Stamper;

pub(super) async fn run(
    command: Keys,
    path: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let config = Config::load(path)?;
    match command {
        Keys::New { folder, issuer } => {
            let folder = folder.unwrap_or_else(|| config.keys.folder.clone());
            let new = NewKeyring {
                issuer: issuer.unwrap_or_else(|| config.issuer.name.clone()),
                public_url: config.service.public_url.clone(),
                now: Clock::System.now(),
                specimen: false,
            };
            keys::create(&folder, &new)
                .with_context(|| format!("making the key folder {}", folder.display()))?;
            let values = [("folder", FluentValue::from(folder.display().to_string()))];
            output.line(output.text_with("cli-keys-made", &values));
            list(&Keyring::load(&folder)?, output)
        }
        Keys::List => list(&load(&config)?, output),
        Keys::Public { form } => {
            // The published form is JSON whoever reads it.
            let published = published(&config, &load(&config)?, form)?;
            say(serde_json::to_string_pretty(&published)?);
            Ok(Exit::Success)
        }
        Keys::History => history(&config, output).await,
        change => key_changes::run(&config, change, output).await,
    }
}

/// The issuer as it is published, with its name and the authorities that it trusts.
fn published(config: &Config, keyring: &Keyring, form: PublicForm) -> anyhow::Result<Value> {
    let public_url = &config.service.public_url;
    let trusted = TrustedKeys {
        issuer: Some(config.issuer.name.clone()),
        authorities: Stamper::open(&config.timestamp)?.authorities().clone(),
        ..keyring.trusted()
    };
    Ok(match form {
        PublicForm::Jwks => trusted.to_published_jwks(public_url),
        PublicForm::Did => serde_json::to_value(keys::did_document(&trusted, public_url))?,
        PublicForm::Profile => {
            let issuer = IssuerProfile {
                name: config.issuer.name.clone(),
                signatory: config.issuer.signatory.clone(),
                role: config.issuer.role.clone(),
            };
            serde_json::to_value(keys::issuer_profile(&issuer, public_url))?
        }
    })
}

async fn history(config: &Config, output: &Output) -> anyhow::Result<Exit> {
    let trail = Store::open(&config.store.path).await?.key_trail().await?;
    for entry in &trail {
        let at = entry.at.format("%Y-%m-%d %H:%M:%S UTC");
        let told = told(&entry.event, output);
        output.line(format_args!("{at}  {:<16} {told}", entry.operator));
    }
    output.json(&trail)?;
    Ok(Exit::Success)
}

/// A change of a key in a sentence.
fn told(event: &AuditEvent, output: &Output) -> String {
    let date = |at: &DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let (sentence, values) = match event {
        AuditEvent::KeyRotated { key, replaced } => (
            "cli-keys-follows",
            vec![("id", key.clone()), ("replaced", replaced.clone())],
        ),
        AuditEvent::KeyRetired { key, at } => (
            "cli-keys-retired",
            vec![("id", key.clone()), ("at", date(at))],
        ),
        AuditEvent::KeyCompromised { key, at, reason } => (
            "cli-keys-history-compromised",
            vec![
                ("id", key.clone()),
                ("at", date(at)),
                ("reason", reason.clone()),
            ],
        ),
        // The trail of keys holds no others.
        _ => return String::new(),
    };
    let values: Vec<_> = values
        .into_iter()
        .map(|(name, value)| (name, FluentValue::from(value)))
        .collect();
    output.text_with(sentence, &values)
}

fn load(config: &Config) -> anyhow::Result<Keyring> {
    let folder = &config.keys.folder;
    Keyring::load(folder).with_context(|| format!("loading the keys in {}", folder.display()))
}

fn list(keyring: &Keyring, output: &Output) -> anyhow::Result<Exit> {
    let keys = keyring.describe();
    for key in &keys {
        output.line(format_args!(
            "{:<16} {:<11} {:<10} {}",
            key.id, key.purpose, key.algorithm, key.state
        ));
    }
    output.json(&keys)?;
    Ok(Exit::Success)
}
