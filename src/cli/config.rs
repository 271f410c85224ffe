//! `sceau config`: what is in force, and what is wrong with it.

use std::path::Path;

use super::Exit;
use super::args::ConfigCommand;
use super::output::Output;
use crate::config::Config;

pub(super) fn run(
    command: &ConfigCommand,
    path: Option<&Path>,
    output: &Output,
) -> anyhow::Result<Exit> {
    let config = Config::load(path)?;
    match command {
        ConfigCommand::Show => {
            output.line(config.show());
            output.json(&config)?;
            Ok(Exit::Success)
        }
        ConfigCommand::Check => {
            let problems = config.check();
            for problem in &problems {
                output.line(problem.message(output.language));
            }
            if problems.is_empty() {
                output.line(output.text("cli-config-good"));
            }
            output.json(&serde_json::json!({ "problems": problems }))?;
            Ok(if problems.is_empty() {
                Exit::Success
            } else {
                Exit::Failure
            })
        }
    }
}
