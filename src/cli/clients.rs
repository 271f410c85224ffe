//! `sceau clients …`: which programs may call the API, and their keys.

use anyhow::bail;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret;
use serde_json::json;
use uuid::Uuid;

use super::Exit;
use super::args::Operator;
use super::output::{Hinted, Output, say};
use crate::access::{Bearer, BearerId, BearerKind, ClientId, ClientName, Scope, Scopes};
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::store::{Client, ClientKey, Store};

#[derive(Debug, Subcommand)]
pub(super) enum Clients {
    /// Add a client; it can call once it has a key
    Add(Add),
    /// List the clients
    List,
    /// Show a client and its keys
    Show {
        /// The client's name
        name: ClientName,
    },
    /// Take a client out of service, for good, with all its keys and tokens
    Disable {
        /// The client's name
        name: ClientName,
        #[command(flatten)]
        operator: Operator,
    },
    /// Issue and revoke API keys
    #[command(subcommand)]
    Key(Key),
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// What the audit trail and token requests call it: small letters, digits and hyphens
    pub name: ClientName,
    /// What it may do; can be given several times: batches:read, batches:write, certificates:read,
    /// certificates:revoke, certificates:issue, verifications:batch, parcoursup, webhooks, clients,
    /// audit
    #[arg(long, required = true, value_name = "SCOPE", value_delimiter = ',')]
    pub scope: Vec<Scope>,
    /// Requests per minute, instead of the configured number
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pub per_minute: Option<u32>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Issue a key and print it: the only time that it can be read
    Issue {
        /// The client's name
        name: ClientName,
        /// Until when it is good (2027-01-31T12:00:00Z); without it: until it is revoked
        #[arg(long, value_name = "INSTANT")]
        expires: Option<DateTime<Utc>>,
        #[command(flatten)]
        operator: Operator,
    },
    /// Revoke a key, for good, with the tokens that were given for it
    Revoke {
        /// Public part of the key, from `sceau clients show`: the digits between its underscores
        key: String,
        #[command(flatten)]
        operator: Operator,
    },
}

pub(super) async fn run(
    command: Clients,
    config: &Config,
    output: &Output,
) -> anyhow::Result<Exit> {
    let store = Store::open(config.store.location()).await?;
    match command {
        Clients::Add(command) => add(&store, command, output).await?,
        Clients::List => list(&store, output).await?,
        Clients::Show { name } => show(&store, &name, output).await?,
        Clients::Disable { name, operator } => {
            let client = find(&store, &name).await?;
            let at = Clock::System.now();
            store
                .disable_client(&client, &operator.operator, at)
                .await?;
            tell(output, "cli-clients-disabled", &name);
            output.json(&find(&store, &name).await?)?;
        }
        Clients::Key(Key::Issue {
            name,
            expires,
            operator,
        }) => issue(&store, &name, expires, &operator.operator, output).await?,
        Clients::Key(Key::Revoke { key, operator }) => {
            revoke(&store, &key, &operator.operator, output).await?;
        }
    }
    Ok(Exit::Success)
}

async fn add(store: &Store, command: Add, output: &Output) -> anyhow::Result<()> {
    let client = Client {
        id: ClientId(Uuid::now_v7()),
        name: command.name,
        scopes: command.scope.into_iter().collect::<Scopes>(),
        requests_per_minute: command.per_minute,
        created_at: Clock::System.now(),
        disabled_at: None,
    };
    if !store
        .add_client(&client, &command.operator.operator)
        .await?
    {
        bail!("there is a client `{}` already", client.name);
    }
    tell(output, "cli-clients-added", &client.name);
    output.json(&client)
}

async fn list(store: &Store, output: &Output) -> anyhow::Result<()> {
    let clients = store.clients().await?;
    for client in &clients {
        output.line(described(client, output));
    }
    output.json(&clients)
}

fn described(client: &Client, output: &Output) -> String {
    let state = match client.disabled_at {
        None => String::new(),
        Some(at) => format!(
            "  {} {}",
            output.text("cli-clients-disabled-since"),
            day(at)
        ),
    };
    format!("{:<24} {}{state}", client.name.as_str(), client.scopes)
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

async fn show(store: &Store, name: &ClientName, output: &Output) -> anyhow::Result<()> {
    let client = find(store, name).await?;
    let keys = store.keys_of(client.id).await?;
    output.line(described(&client, output));
    for key in &keys {
        output.line(format_args!("  {}", key_described(key, output)));
    }
    output.json(&json!({ "client": client, "keys": keys }))
}

fn key_described(key: &ClientKey, output: &Output) -> String {
    let facts = [
        ("cli-clients-key-since", Some(day(key.created_at))),
        ("cli-clients-key-until", key.expires_at.map(day)),
        ("cli-clients-key-revoked-since", key.revoked_at.map(day)),
        (
            "cli-clients-key-used",
            key.last_used_on.map(|day| day.to_string()),
        ),
    ];
    let facts: Vec<String> = facts
        .into_iter()
        .filter_map(|(id, date)| Some(format!("{} {}", output.text(id), date?)))
        .collect();
    format!("{}  {}", key.id, facts.join(", "))
}

async fn issue(
    store: &Store,
    name: &ClientName,
    expires: Option<DateTime<Utc>>,
    operator: &str,
    output: &Output,
) -> anyhow::Result<()> {
    let at = Clock::System.now();
    if let Some(end) = expires.filter(|end| *end <= at) {
        bail!("a key that ends on {} would be good for nothing", day(end));
    }
    let client = find(store, name).await?;
    let key = Bearer::generate(BearerKind::Key)?;
    if !store.add_key(&client, &key, expires, operator, at).await? {
        bail!("client `{name}` is disabled");
    }
    let whole = key.reveal();
    if output.json {
        return output.json(&json!({
            "id": key.id(),
            "key": whole.expose_secret(),
            "expires_at": expires,
        }));
    }
    // The key alone on standard output, so that it can go straight into a secret store.
    eprintln!("{}", output.text("cli-clients-key-issued"));
    say(whole.expose_secret());
    Ok(())
}

async fn revoke(store: &Store, key: &str, operator: &str, output: &Output) -> anyhow::Result<()> {
    let unknown = || Hinted {
        message: "no client has this key".to_owned(),
        hint: output.text("cli-clients-hint-key"),
    };
    let id = BearerId::parse(key).ok_or_else(unknown)?;
    let client = store.owner_of_key(&id).await?.ok_or_else(unknown)?;
    let at = Clock::System.now();
    store.revoke_key(&client, &id, operator, at).await?;
    tell(output, "cli-clients-key-revoked", &client.name);
    let keys = store.keys_of(client.id).await?;
    output.json(&keys.iter().find(|known| known.id == id))
}

async fn find(store: &Store, name: &ClientName) -> anyhow::Result<Client> {
    let Some(client) = store.find_client_named(name).await? else {
        bail!("there is no client `{name}`");
    };
    Ok(client)
}

fn tell(output: &Output, sentence: &str, name: &ClientName) {
    let values = [("name", FluentValue::from(name.as_str()))];
    output.line(output.text_with(sentence, &values));
}
