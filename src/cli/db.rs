//! `sceau db backup` and `restored`: copies of the register.

use anyhow::Context;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Exit;
use super::args_operations::Db;
use super::output::Output;
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::FluentValue;
use crate::store::Store;

pub(super) async fn run(config: &Config, command: &Db, output: &Output) -> anyhow::Result<Exit> {
    let store = Store::open(config.store.location()).await?;
    match command {
        Db::Backup { to } => {
            store.back_up(to).await?;
            // A copy that can't be opened is none.
            let copy = Store::open(to.as_path()).await?;
            let counts = copy.counts().await?;
            copy.close().await;
            let bytes = std::fs::File::open(to).and_then(digest);
            let sha256 = bytes.with_context(|| format!("reading {}", to.display()))?;
            let values = [
                ("file", FluentValue::from(to.display().to_string())),
                ("certificates", FluentValue::from(counts.issued)),
                ("sha256", FluentValue::from(sha256.clone())),
            ];
            output.line(output.text_with("operations-backed-up", &values));
            output.json(&json!({ "file": to, "sha256": sha256, "register": counts }))?;
        }
        Db::Restored { operator } => {
            let now = Clock::System.now();
            store.mark_restored(&operator.operator, now).await?;
            output.line(output.text("operations-restored"));
            output.json(&json!({ "frozen": store.freeze_in_force().await? }))?;
        }
    }
    Ok(Exit::Success)
}

fn digest(mut file: std::fs::File) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    std::io::copy(&mut file, &mut HashWriter(&mut hash))?;
    Ok(hex::encode(hash.finalize()))
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
