//! `sceau db copy`: moves a register from one database to the other.

use clap::Subcommand;

use super::Exit;
use super::output::Output;
use crate::config::Location;
use crate::i18n::FluentValue;
use crate::store::Store;

#[derive(Debug, Subcommand)]
pub(super) enum Db {
    /// Copy a whole register into an empty one, and compare what was written with what was read
    Copy(Copy),
}

#[derive(Debug, clap::Args)]
pub(super) struct Copy {
    /// The register to read: sqlite:FILE, postgres://ADDRESS, or env:NAME for an address with a
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

pub(super) async fn run(command: &Db, output: &Output) -> anyhow::Result<Exit> {
    let Db::Copy(command) = command;
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
