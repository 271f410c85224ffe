//! `sceau doctor`: is everything ready? One line a thing, with the remedy.

use std::path::Path;

use console::style;
use serde::Serialize;

use super::Exit;
use super::keys::in_token;
use super::output::{Output, full};
use crate::archive::{self, Archive};
use crate::clock::Clock;
use crate::config::Config;
use crate::document;
use crate::i18n::FluentValue;
use crate::keys::{self, Keyring};
use crate::reading::Reader;
use crate::mail::{self, Mailer};
use crate::service::load_frameworks;
use crate::store::{Counts, Store};
use crate::timestamp::Stamper;

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    name: &'static str,
    good: bool,
    detail: String,
}

struct Doctor<'a> {
    output: &'a Output,
    findings: Vec<Finding>,
    counts: Option<Counts>,
}

pub(super) async fn run(path: Option<&Path>, output: &Output) -> anyhow::Result<Exit> {
    let mut doctor = Doctor {
        output,
        findings: Vec::new(),
        counts: None,
    };
    let config = match Config::load(path) {
        Ok(config) => {
            let problems = config.check();
            let sentences: Vec<String> = problems
                .iter()
                .map(|problem| problem.message(output.language))
                .collect();
            doctor.say("configuration", problems.is_empty(), sentences.join("; "));
            config
        }
        Err(error) => {
            doctor.say("configuration", false, full(&error));
            return doctor.end();
        }
    };
    doctor.tell("keys", probe_keys(&config, output));
    doctor.look_at_register(&config).await;
    doctor.tell("archive", probe_archive(&config).await);
    doctor.tell(
        "frameworks",
        load_frameworks(&config).map(|(frameworks, _)| {
            frameworks
                .iter()
                .map(|f| f.id.clone())
                .collect::<Vec<_>>()
                .join(", ")
        }),
    );
    doctor.tell(
        "timestamp",
        Stamper::open(&config.timestamp).map(|_| config.timestamp.urls.join(", ")),
    );
    if config.mail.is_on() {
        doctor.tell("mail", probe_mail(&config).await);
    }
    let missing = document::coverage().missing("ÀŒŁŐΔжשع");
    doctor.say("fonts", missing.is_empty(), missing.into_iter().collect());
    match Reader::apart().escapes().await {
        Ok(able) => doctor.say("reader", able.is_empty(), able.join(", ")),
        Err(error) => doctor.say("reader", false, full(&error)),
    }
    let now = Clock::System.now();
    // A clock before this version's making would date certificates wrongly.
    doctor.say("clock", now.timestamp() > 1_780_000_000, now.to_rfc3339());
    doctor.end()
}

/// Every key that signs has signed something, those in tokens twice.
fn probe_keys(config: &Config, output: &Output) -> Result<String, keys::Error> {
    let folder = &config.keys.folder;
    let keyring = Keyring::load(folder)?;
    let mut said = Vec::new();
    if keyring.is_example() {
        said.push(output.text("cli-doctor-example-keys"));
    }
    for trial in keys::try_tokens(folder)? {
        let place = in_token(&trial.token, Some(&trial), output);
        said.push(format!("{} {place}", trial.key));
        trial.answer?;
    }
    Ok(said.join(", "))
}

async fn probe_archive(config: &Config) -> Result<String, archive::Error> {
    let archive = Archive::open(&config.archive)?;
    archive.probe().await?;
    Ok(archive.location())
}

/// Greets the mail server, with encryption and account; no letter is sent.
async fn probe_mail(config: &Config) -> Result<String, mail::Error> {
    let name = config.host();
    Mailer::open(&config.mail, name)?.probe().await?;
    Ok(config.mail.host.clone().unwrap_or_default())
}

impl Doctor<'_> {
    /// What is in the register, and whether it lets anybody sign.
    async fn look_at_register(&mut self, config: &Config) {
        let looked = match Store::open(config.store.location()).await {
            Ok(store) => match store.counts().await {
                Ok(counts) => store.freeze_in_force().await.map(|freeze| (counts, freeze)),
                Err(error) => Err(error),
            },
            Err(error) => Err(error),
        };
        let (counts, freeze) = match looked {
            Ok(looked) => looked,
            Err(error) => return self.say("register", false, full(&error)),
        };
        self.counts = Some(counts);
        self.say("register", true, String::new());
        let detail = freeze.as_ref().map(|freeze| {
            let values = [
                ("since", FluentValue::from(freeze.since.to_rfc3339())),
                ("operator", FluentValue::from(freeze.operator.clone())),
                ("reason", FluentValue::from(freeze.reason.clone())),
            ];
            self.output.text_with("operations-doctor-frozen", &values)
        });
        self.say("signing", freeze.is_none(), detail.unwrap_or_default());
    }

    fn tell<E: Into<anyhow::Error>>(&mut self, name: &'static str, looked: Result<String, E>) {
        match looked {
            Ok(detail) => self.say(name, true, detail),
            Err(error) => {
                let error: anyhow::Error = error.into();
                self.say(name, false, format!("{error:#}"));
            }
        }
    }

    fn say(&mut self, name: &'static str, good: bool, detail: String) {
        let mark = if good {
            style("✓").green()
        } else {
            style("✗").red()
        };
        let label = self.output.text(&format!("cli-doctor-{name}"));
        self.output
            .line(format_args!("{mark} {label:<24} {detail}"));
        self.findings.push(Finding { name, good, detail });
    }

    fn end(self) -> anyhow::Result<Exit> {
        self.output
            .json(&serde_json::json!({ "checks": self.findings, "register": self.counts }))?;
        let good = self.findings.iter().all(|finding| finding.good);
        Ok(if good { Exit::Success } else { Exit::Failure })
    }
}
