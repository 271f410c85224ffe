//! `sceau demo`: the whole of it in one command, with keys that anybody has.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use include_dir::{Dir, include_dir};
use tokio::net::TcpListener;

use super::Exit;
use super::args::{Demo, Issue, Operator};
use super::issue;
use super::output::Output;
use super::serve;
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::Config;
use crate::i18n::{FluentValue, Language};
use crate::service::Service;
use crate::store::Store;

static EXAMPLE_KEYS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/keys.example");
static EXAMPLE_SESSION: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/session.csv"));

static EXAMPLE_MISTAKES: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/examples/mistakes.csv"
));

pub(super) async fn run(command: &Demo, output: &Output) -> anyhow::Result<Exit> {
    let folder = &command.folder;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("making the folder {}", folder.display()))?;
    let folder = folder.canonicalize()?;
    let listener = listen(command).await?;
    let url = match &listener {
        Some(listener) => format!("http://{}", listener.local_addr()?),
        None => format!("http://127.0.0.1:{}", command.port),
    };
    let config_path = set_up(&folder, &url)?;
    let config = Config::load(Some(&config_path))?;
    Store::migrate(config.store.location()).await?;
    Archive::create(&config.archive).await?;
    let service = Service::open(config, Clock::System).await?;

    let results = folder.join("session.csv");
    std::fs::write(&results, EXAMPLE_SESSION)?;
    std::fs::write(folder.join("mistakes.csv"), EXAMPLE_MISTAKES)?;
    let out = folder.join("certificates");
    let order = Issue {
        results,
        out: out.clone(),
        dry_run: false,
        all_or_nothing: false,
        delivered: None,
        language: Language::French,
        framework: None,
        jobs: 1,
        operator: Operator {
            operator: "demo".into(),
        },
        approver: None,
    };
    issue::issue_file(
        &service,
        Some(&config_path),
        &order,
        "session.csv",
        EXAMPLE_SESSION,
        output,
    )
    .await?;
    std::fs::write(
        folder.join("jwks.json"),
        serde_json::to_string_pretty(&service.jwks())?,
    )?;
    invite(&url, &folder, &out, listener.is_some(), output)?;
    match listener {
        Some(listener) => {
            let config = Some(config_path.as_path());
            Box::pin(serve::serve(service, config, listener, output)).await
        }
        None => Ok(Exit::Success),
    }
}

/// The wished port on loopback, or any free one when it is taken.
async fn listen(command: &Demo) -> anyhow::Result<Option<TcpListener>> {
    if command.no_serve {
        return Ok(None);
    }
    if let Ok(listener) = TcpListener::bind(("127.0.0.1", command.port)).await {
        return Ok(Some(listener));
    }
    TcpListener::bind(("127.0.0.1", 0))
        .await
        .map(Some)
        .context("listening on 127.0.0.1")
}

/// Writes the example keys and a configuration; a demonstration that exists keeps its own keys.
fn set_up(folder: &Path, url: &str) -> anyhow::Result<std::path::PathBuf> {
    let keys = folder.join("keys");
    if !keys.exists() {
        std::fs::create_dir(&keys)?;
        EXAMPLE_KEYS
            .extract(&keys)
            .context("writing the example keys")?;
    }
    let path = folder.join("sceau.toml");
    let port = url.rsplit(':').next().unwrap_or("8080");
    let mut text = String::from("# Made by `sceau demo`: example keys, for this machine only.\n");
    write!(
        text,
        "[service]\npublic_url = \"{url}\"\nlisten = \"127.0.0.1:{port}\"\n\n[issuer]\nname = \"Institut des savoirs numériques\"\nsignatory = \"Hortense Lavigerie-Sow\"\nrole = \"Directrice de la certification\"\n\n[store]\npath = \"sceau.db\"\n\n[archive]\nfolder = \"archive\"\n\n[keys]\nfolder = \"keys\"\n\n[telemetry]\nfilter = \"warn\"\n"
    )?;
    super::issue_files::put(&path, text.as_bytes())?;
    Ok(path)
}

/// Says what can be tried now, with a real code and a real link.
fn invite(
    url: &str,
    folder: &Path,
    out: &Path,
    serving: bool,
    output: &Output,
) -> anyhow::Result<()> {
    let mut list = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_path(out.join("issued.csv"))?;
    let Some(first) = list.records().next().transpose()? else {
        return Ok(());
    };
    let cell = |index: usize| first.get(index).unwrap_or_default().to_owned();
    let (code, document, link) = (cell(6), cell(8), cell(10));
    let here = std::env::current_dir()?;
    let short = |path: &Path| {
        let path = path.strip_prefix(&here).unwrap_or(path);
        FluentValue::from(path.display().to_string())
    };
    let values = [
        ("url", FluentValue::from(url.to_owned())),
        ("code", FluentValue::from(code.clone())),
        ("link", FluentValue::from(link.clone())),
        ("program", short(&std::env::current_exe()?)),
        ("document", short(&out.join(&document))),
        ("config", short(&folder.join("sceau.toml"))),
        ("keys", short(&folder.join("jwks.json"))),
        ("mistakes", short(&folder.join("mistakes.csv"))),
    ];
    output.heading(output.text("cli-demo-ready"));
    if serving {
        output.line(output.text_with("cli-demo-try-web", &values));
    }
    output.line(output.text_with("cli-demo-try", &values));
    output.json(&serde_json::json!({
        "url": url, "code": code, "link": link, "document": out.join(document),
    }))?;
    Ok(())
}
