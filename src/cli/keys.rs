//! `sceau keys`: make, list and publish keys.

use std::path::Path;

use anyhow::Context;

use super::Exit;
use super::args::Keys;
use super::output::{Output, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::keys::{self, Keyring, NewKeyring};
use crate::timestamp::Stamper;

pub(super) fn run(command: Keys, path: Option<&Path>, output: &Output) -> anyhow::Result<Exit> {
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
        Keys::Public => {
            // The published form is JSON whoever reads it.
            say(serde_json::to_string_pretty(&published(
                &config,
                &load(&config)?,
            )?)?);
            Ok(Exit::Success)
        }
    }
}

/// The key set as it is published: with the name of the issuer and the authorities it trusts.
fn published(config: &Config, keyring: &Keyring) -> anyhow::Result<serde_json::Value> {
    let mut trusted = keyring.trusted();
    trusted.issuer = Some(config.issuer.name.clone());
    trusted.authorities = Stamper::open(&config.timestamp)?.authorities().clone();
    Ok(trusted.to_jwks())
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
