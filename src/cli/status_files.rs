//! `sceau status publish` and `bundle`: all that is public as static files, or as one signed file.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::Exit;
use super::args::Status;
use super::output::{Hinted, Output};
use crate::i18n::FluentValue;
use crate::revocation;
use crate::service::Service;
use crate::status::bundle::NewBundle;
use crate::status::{INDEX, PublicFile, aggregation_file, context_files, index_entry, list_files};

/// Ending of a file that is being written.
const UNFINISHED: &str = ".part";

pub(super) async fn run(
    service: &Service,
    command: &Status,
    output: &Output,
) -> anyhow::Result<Exit> {
    // What the register holds and is not published yet, and what is about to run out.
    revocation::publish_all(&service.office()).await?;
    match command {
        Status::Publish { to } => publish(service, to, output).await,
        Status::Bundle { to } => bundle(service, to, output).await,
    }
}

async fn publish(service: &Service, to: &Path, output: &Output) -> anyhow::Result<Exit> {
    let mut folder = Folder::new(to);
    // Keys come first: a list that a new key signed must not be seen before that key.
    for file in service.public_files()?.into_iter().chain(context_files()) {
        folder.put(&file)?;
    }
    let mut numbers = Vec::new();
    for published in service.store.publications().await? {
        // One list at a time: all of them need not fit into memory.
        for file in files_of(service, published.list).await? {
            folder.put(&file)?;
        }
        numbers.push(published.list);
    }
    let url = &service.config.service.public_url;
    folder.put(&aggregation_file(url, &numbers))?;
    let (written, unchanged) = folder.finish()?;
    let values = [
        ("folder", FluentValue::from(to.display().to_string())),
        ("written", FluentValue::from(written)),
        ("unchanged", FluentValue::from(unchanged)),
    ];
    output.line(output.text_with("cli-tree-published", &values));
    output.json(&json!({ "folder": to, "written": written, "unchanged": unchanged }))?;
    Ok(Exit::Success)
}

async fn bundle(service: &Service, to: &Path, output: &Output) -> anyhow::Result<Exit> {
    let mut files = service.public_files()?;
    files.extend(context_files());
    let publications = service.store.publications().await?;
    for published in &publications {
        files.extend(files_of(service, published.list).await?);
    }
    let numbers: Vec<u32> = publications
        .iter()
        .map(|published| published.list)
        .collect();
    let url = &service.config.service.public_url;
    files.push(aggregation_file(url, &numbers));
    let Some(until) = publications.iter().map(|list| list.valid_until).min() else {
        bail!(Hinted {
            message: "there is no status list yet".into(),
            hint: "issue a certificate first: lists begin with the first one".into(),
        });
    };
    let new = NewBundle {
        public_url: url,
        files: &files,
        at: service.clock.now(),
        until,
    };
    let bytes = new.sign(service.keyring.issuer_key())?;
    replace(to, &bytes)?;
    say_bundle(to, (numbers.len(), until), output)
}

fn say_bundle(
    to: &Path,
    (lists, until): (usize, DateTime<Utc>),
    output: &Output,
) -> anyhow::Result<Exit> {
    let values = [
        ("file", FluentValue::from(to.display().to_string())),
        ("lists", FluentValue::from(lists)),
        ("until", FluentValue::from(until.to_rfc3339())),
    ];
    output.line(output.text_with("cli-bundle-written", &values));
    output.json(&json!({ "file": to, "lists": lists, "good_until": until }))?;
    Ok(Exit::Success)
}

async fn files_of(service: &Service, list: u32) -> anyhow::Result<Vec<PublicFile>> {
    let published = service.store.published_status_list(list).await?;
    let published = published.with_context(|| format!("the published list {list} is gone"))?;
    Ok(list_files(list, published.forms).collect())
}

/// A folder of static files, and what was done to it.
struct Folder<'a> {
    path: &'a Path,
    index: Vec<Value>,
    written: usize,
    unchanged: usize,
}

impl<'a> Folder<'a> {
    fn new(path: &'a Path) -> Self {
        Self {
            path,
            index: Vec::new(),
            written: 0,
            unchanged: 0,
        }
    }

    fn put(&mut self, file: &PublicFile) -> anyhow::Result<()> {
        self.index.push(index_entry(file));
        self.write(&file.path, &file.bytes)
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.path.join(name);
        if std::fs::read(&path).is_ok_and(|present| present == bytes) {
            self.unchanged += 1;
            return Ok(());
        }
        replace(&path, bytes)?;
        self.written += 1;
        Ok(())
    }

    /// Writes the index, last: what it names is there.
    fn finish(mut self) -> anyhow::Result<(usize, usize)> {
        let index = json!({ "files": self.index });
        self.write(INDEX, &serde_json::to_vec_pretty(&index)?)?;
        Ok((self.written, self.unchanged))
    }
}

/// Replaces a file as a whole: whoever reads it meanwhile gets the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(UNFINISHED);
    let unfinished = PathBuf::from(unfinished);
    let folder = path.parent().unwrap_or(Path::new(""));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&unfinished, bytes))
        .and_then(|()| std::fs::rename(&unfinished, path))
        .with_context(|| format!("writing {}", path.display()))
}
