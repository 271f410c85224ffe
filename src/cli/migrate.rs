//! `sceau migrate`: creates register and archive, or brings them to this version's form.

use super::Exit;
use super::output::Output;
use crate::archive::Archive;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::store::Store;

pub(super) async fn run(config: &Config, output: &Output) -> anyhow::Result<Exit> {
    Store::migrate(config.store.location()).await?;
    Archive::create(&config.archive).await?;
    let register = config.store.location().to_string();
    let values = [("path", FluentValue::from(register.clone()))];
    output.line(output.text_with("cli-migrated", &values));
    output.json(&serde_json::json!({ "register": register }))?;
    Ok(Exit::Success)
}
