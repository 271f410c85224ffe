//! `sceau migrate`: creates register and archive, or brings them to this version's form.

use super::Exit;
use super::output::Output;
use crate::archive::Archive;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::store::Store;

pub(super) async fn run(config: &Config, output: &Output) -> anyhow::Result<Exit> {
    Store::migrate(&config.store.path).await?;
    Archive::create(&config.archive).await?;
    let values = [(
        "path",
        FluentValue::from(config.store.path.display().to_string()),
    )];
    output.line(output.text_with("cli-migrated", &values));
    output.json(&serde_json::json!({ "register": config.store.path }))?;
    Ok(Exit::Success)
}
