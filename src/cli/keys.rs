//! `sceau keys`: make, list and publish keys.

use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use super::Exit;
use super::args::{Keys, KeysInToken};
use super::output::{Output, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::keys::{self, KeyDescription, Keyring, NewKeyring, NewToken, Trial};

pub(super) fn run(command: Keys, path: Option<&Path>, output: &Output) -> anyhow::Result<Exit> {
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
        Keys::Public => {
            // The published form is JSON whoever reads it.
            say(serde_json::to_string_pretty(&published(
                &config,
                &load(&config.keys.folder)?,
            ))?);
            Ok(Exit::Success)
        }
    }
}

/// The key set as it is published: with the name of the issuer.
fn published(config: &Config, keyring: &Keyring) -> serde_json::Value {
    let mut trusted = keyring.trusted();
    trusted.issuer = Some(config.issuer.name.clone());
    trusted.to_jwks()
}

/// The public halves are read even if the token that holds the private ones is gone.
fn load(folder: &Path) -> anyhow::Result<Keyring> {
    let keyring = match Keyring::load(folder) {
        Err(keys::Error::Token { .. }) => Keyring::load_without_signing(folder),
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
        let problem = failed.map(|error| super::doctor::full(error));
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
