//! What `sceau issue` leaves on disk: one PDF a person, and `issued.csv` that lists them.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::issuance::{Issued, IssuedList, IssuedRow};
use crate::service::Service;

/// The folder that `issue` writes to.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder if needed; fails before anything is issued if it can't be written.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(path)
            .with_context(|| format!("making the folder {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Writes one certificate's PDF.
    pub(super) fn write(
        &self,
        service: &Service,
        line: u32,
        issued: &Issued,
    ) -> anyhow::Result<IssuedRow> {
        let Issued {
            certificate,
            facts,
            document,
            fresh,
        } = issued;
        let row = IssuedRow::new(service, line, certificate, facts, *fresh)?;
        put(&self.path.join(&row.document), document)?;
        Ok(row)
    }

    /// Writes `issued.csv`.
    pub(super) fn write_list(&self, rows: &[IssuedRow]) -> anyhow::Result<()> {
        let mut list = IssuedList::head()?;
        for row in rows {
            list.extend(IssuedList::line(row)?);
        }
        put(&self.path.join("issued.csv"), &list)
    }
}

/// Writes a file whole or not at all.
pub(super) fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let unfinished = path.with_extension("part");
    std::fs::write(&unfinished, bytes)
        .and_then(|()| std::fs::rename(&unfinished, path))
        .with_context(|| format!("writing {}", path.display()))
}
