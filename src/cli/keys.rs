//! `sceau keys new|list|public|history`: make, list and publish keys, and what was done with them.

use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

use super::args::{Keys, KeysInToken, PublicForm};
use super::output::{Output, full, say};
use super::{Exit, key_changes};
use crate::audit::AuditEvent;
use crate::clock::Clock;
use crate::config::Config;
use crate::credential::IssuerProfile;
use crate::i18n::FluentValue;
use crate::keys::{self, KeyDescription, Keyring, NewKeyring, NewToken, Trial, TrustedKeys};
use crate::store::Store;
use crate::timestamp::Stamper;

pub(super) async fn run(
    command: Keys,
    path: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let config = Config::load(path)?;
    match command {
        Keys::New {
            folder,
            issuer,
            token,
        } => {
            let folder = folder.unwrap_or_else(|| config.keys.folder.clone());
            let new = NewKeyring {
                issuer: issuer.unwrap_or_else(|| config.issuer.name.clone()),
                public_url: config.service.public_url.clone(),
                now: Clock::System.now(),
                specimen: false,
            };
            let made = match new_token(token)? {
                Some(token) => keys::create_for_token(&folder, &new, &token),
                None => keys::create(&folder, &new),
            };
            made.with_context(|| format!("making the key folder {}", folder.display()))?;
            let values = [("folder", FluentValue::from(folder.display().to_string()))];
            output.line(output.text_with("cli-keys-made", &values));
            list(&folder, output)
        }
        Keys::List => list(&config.keys.folder, output),
        Keys::Public { form } => {
            // The published form is JSON whoever reads it.
            let published = published(&config, &load(&config.keys.folder)?, form)?;
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
    let trail = Store::open(config.store.location())
        .await?
        .key_trail()
        .await?;
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

/// The public halves are read even if the token that holds the private ones is gone.
fn load(folder: &Path) -> anyhow::Result<Keyring> {
    let keyring = match Keyring::load(folder) {
        Err(error) if error.is_of_token() => Keyring::load_without_signing(folder),
        loaded => loaded,
    };
    keyring.with_context(|| format!("loading the keys in {}", folder.display()))
}

fn new_token(token: KeysInToken) -> anyhow::Result<Option<NewToken>> {
    let (Some(label), Some(module)) = (token.token, token.module) else {
        return Ok(None);
    };
    // What is written into the folder must hold wherever the service starts.
    let pin_file = token.pin_file.map(std::path::absolute).transpose()?;
    Ok(Some(NewToken {
        module,
        label,
        pin_env: token.pin_env,
        pin_file,
        credential_key: token.credential_key,
        document_key: token.document_key,
    }))
}

/// A key as listed.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    key: KeyDescription,
    /// Whether the token of a key in a token answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<bool>,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Lists every key. Fails if a key in a token does not sign.
fn list(folder: &Path, output: &Output) -> anyhow::Result<Exit> {
    let keys = load(folder)?.describe();
    let trials = keys::try_tokens(folder)?;
    let mut exit = Exit::Success;
    let mut listed = Vec::new();
    for key in keys {
        let trial = trials.iter().find(|trial| trial.key.0 == key.id);
        let failed = trial.and_then(|trial| trial.answer.as_ref().err());
        let problem = failed.map(|error| full(error));
        if problem.is_some() {
            exit = Exit::Failure;
        }
        let token = key.token.as_ref();
        let place = token.map(|token| in_token(token, trial, output));
        output.line(format_args!(
            "{:<16} {:<11} {:<10} {}{}",
            key.id,
            key.purpose,
            key.algorithm,
            key.state,
            place.map(|place| format!(", {place}")).unwrap_or_default()
        ));
        if let Some(problem) = &problem {
            output.line(format_args!("  {problem}"));
        }
        listed.push(Listed {
            answers: trial.map(|trial| trial.answer.is_ok()),
            problem,
            key,
        });
    }
    output.json(&listed)?;
    Ok(exit)
}

/// Where a key in a token is and, if it was asked, whether it answers.
pub(super) fn in_token(token: &str, trial: Option<&Trial>, output: &Output) -> String {
    let mut values = vec![("token", FluentValue::from(token.to_owned()))];
    match trial.map(|trial| &trial.answer) {
        None => output.text_with("cli-keys-in-token", &values),
        Some(Err(_)) => output.text_with("cli-keys-token-silent", &values),
        Some(Ok(time)) => {
            let milliseconds = format!("{:.1}", time.as_secs_f64() * 1000.0);
            values.push(("milliseconds", FluentValue::from(milliseconds)));
            output.text_with("cli-keys-token-answers", &values)
        }
    }
}
