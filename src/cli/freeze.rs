//! `sceau freeze` and `thaw`: the brake on signing.

use serde_json::json;

use super::Exit;
use super::args_operations::{Freeze, Thaw};
use super::output::Output;
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::store::{self, Store};

// Neither keys nor archive are opened: the brake must work when they do not.
pub(super) async fn freeze(
    config: &Config,
    command: &Freeze,
    output: &Output,
) -> anyhow::Result<Exit> {
    let store = Store::open(config.store.location()).await?;
    let freeze = store::Freeze {
        since: Clock::System.now(),
        operator: command.operator.operator.clone(),
        reason: command.reason.trim().to_owned(),
    };
    let id = if store.freeze(&freeze).await? {
        "operations-frozen"
    } else {
        "operations-frozen-already"
    };
    let in_force = store.freeze_in_force().await?.unwrap_or(freeze);
    let values = [
        ("since", FluentValue::from(in_force.since.to_rfc3339())),
        ("operator", FluentValue::from(in_force.operator.clone())),
    ];
    output.line(output.text_with(id, &values));
    output.json(&json!({ "frozen": in_force }))?;
    Ok(Exit::Success)
}

pub(super) async fn thaw(config: &Config, command: &Thaw, output: &Output) -> anyhow::Result<Exit> {
    let store = Store::open(config.store.location()).await?;
    let operator = &command.operator.operator;
    let thawed = store.thaw(operator, Clock::System.now()).await?;
    output.line(output.text(if thawed {
        "operations-thawed"
    } else {
        "operations-not-frozen"
    }));
    output.json(&json!({ "frozen": null }))?;
    Ok(Exit::Success)
}
