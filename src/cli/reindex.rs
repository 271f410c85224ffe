//! `sceau reindex`: writes anew what partners find certificates by.

use super::Exit;
use super::output::Output;
use crate::i18n::FluentValue;
use crate::partners;
use crate::service::Service;

pub(super) async fn run(service: &Service, output: &Output) -> anyhow::Result<Exit> {
    let count = partners::reindex(service).await?;
    let values = [("count", FluentValue::from(count))];
    output.line(output.text_with("cli-reindexed", &values));
    output.json(&serde_json::json!({ "certificates": count }))?;
    Ok(Exit::Success)
}
