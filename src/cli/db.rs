//! `sceau db copy`, `backup` and `restored`: a register in another database, or as it was.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Subcommand;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Exit;
use super::args::Operator;
use super::output::Output;
use crate::clock::Clock;
use crate::config::{Config, Location};
use crate::i18n::FluentValue;
use crate::store::Store;

#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Copy a whole register into an empty one, and compare what was written with what was read
    Copy(Copy),
    /// Write a whole copy of a SQLite register to a new file; the service may go on meanwhile
    Backup {
        /// The file; must not exist yet
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// To be said once after a register was restored from a back-up: numbers that may have been given
    /// out since are not given out again, and signing is stopped until `sceau thaw`
    Restored {
        #[command(flatten)]
        operator: Operator,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Copy {
    /// The register to read: `sqlite:FILE`, `postgres://ADDRESS`, or `env:NAME` for an address with a
    /// password, taken from that environment variable
    #[arg(long, value_name = "REGISTER", value_parser = location)]
    pub from: Location,
    /// The register to write: must have been made with `sceau migrate` and be empty
    #[arg(long, value_name = "REGISTER", value_parser = location)]
    pub to: Location,
}

/// A location as it is written on the command line.
fn location(text: &str) -> Result<Location, String> {
    if let Some(path) = text.strip_prefix("sqlite:") {
        return Ok(Location::File(path.into()));
    }
    let address = match text.strip_prefix("env:") {
        Some(name) => variable(name)?,
        None => text.to_owned(),
    };
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        Ok(Location::Server(address.as_str().into()))
    } else {
        Err("expected sqlite:FILE, postgres://ADDRESS or env:NAME".to_owned())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the operator names the variable so that no password is on the command line"
)]
fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("the environment variable {name} is not set"))
}

pub(super) async fn run(
    command: &Db,
    config: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    if let Db::Copy(command) = command {
        return copy(command, output).await;
    }
    let config = Config::load(config)?;
    let store = Store::open(config.store.location()).await?;
    match command {
        Db::Copy(_) => {}
        Db::Backup { to } => back_up(&store, to, output).await?,
        Db::Restored { operator } => {
            let now = Clock::System.now();
            store.mark_restored(&operator.operator, now).await?;
            output.line(output.text("operations-restored"));
            output.json(&json!({ "frozen": store.freeze_in_force().await? }))?;
        }
    }
    Ok(Exit::Success)
}

async fn back_up(store: &Store, to: &Path, output: &Output) -> anyhow::Result<()> {
    store.back_up(to).await?;
    // A copy that can't be opened is none.
    let copy = Store::open(to).await?;
    let counts = copy.counts().await?;
    copy.close().await;
    let sha256 = digest(to).with_context(|| format!("reading {}", to.display()))?;
    let values = [
        ("file", FluentValue::from(to.display().to_string())),
        ("certificates", FluentValue::from(counts.issued)),
        ("sha256", FluentValue::from(sha256.clone())),
    ];
    output.line(output.text_with("operations-backed-up", &values));
    output.json(&json!({ "file": to, "sha256": sha256, "register": counts }))
}

/// SHA-256 of a file that may not fit into memory.
fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut part)?;
        match part.get(..read) {
            None | Some([]) => return Ok(hex::encode(hash.finalize())),
            Some(bytes) => hash.update(bytes),
        }
    }
}

async fn copy(command: &Copy, output: &Output) -> anyhow::Result<Exit> {
    let from = Store::open(command.from.clone()).await?;
    let to = Store::open(command.to.clone()).await?;
    let tables = from.copy_to(&to).await?;
    for table in &tables {
        output.line(format!(
            "{:<24} {:>10}  {}",
            table.table, table.rows, table.digest
        ));
    }
    let values = [
        ("from", FluentValue::from(command.from.to_string())),
        ("to", FluentValue::from(command.to.to_string())),
    ];
    output.line(output.text_with("cli-db-copied", &values));
    output.json(&serde_json::json!({ "tables": tables }))?;
    Ok(Exit::Success)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_named_by_kind_and_place() {
        assert_eq!(
            location("sqlite:data/sceau.db"),
            Ok(Location::File("data/sceau.db".into()))
        );
        assert_eq!(
            location("postgres://db.example/sceau"),
            Ok(Location::Server("postgres://db.example/sceau".into()))
        );
        let refused = location("mysql://db.example/sceau").unwrap_err();
        assert!(refused.contains("sqlite:FILE"), "{refused}");
        let unset = location("env:SCEAU_NO_SUCH_VARIABLE").unwrap_err();
        assert!(unset.contains("SCEAU_NO_SUCH_VARIABLE"), "{unset}");
    }
}
