//! Manual pages, from what the command line says of itself.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clap::Command;

/// Writes `sceau.1`, and `sceau-issue.1` and so on for each command that people type.
pub(super) fn write(program: Command, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(program, folder))
        .with_context(|| format!("writing into {}", folder.display()))
}
