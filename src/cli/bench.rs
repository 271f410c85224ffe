//! `sceau bench`: how long each stage of issuance and verification takes on this machine.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use chrono::NaiveDate;
use serde::Serialize;
use uuid::Uuid;

use super::Exit;
use super::args_operations::Bench;
use super::bench_memory::{children_peak_megabytes, peak_megabytes};
use super::output::Output;
use crate::archive::Archive;
use crate::clock::Clock;
use crate::config::Config;
use crate::credential::{
    self, CertificateId, Frame, LintContext, SignedCredential, StatusReference, VerificationCode,
};
use crate::decision::{self, Award, Decision};
use crate::document::{self, SignatureNote, SignedPdf};
use crate::framework::Framework;
use crate::i18n::{FluentValue, Language};
use crate::issuance::{self, Direct, Order, Renderer, Run};
use crate::keys::{self, NewKeyring};
use crate::results;
use crate::service::Service;
use crate::store::{Digest, Store};
use crate::verification::{self, Asked, Input, Verdict};

static SESSION: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/session.csv"));

/// Time of one stage.
#[derive(Debug, Serialize)]
struct Stage {
    name: &'static str,
    milliseconds: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    count: usize,
    jobs: usize,
    /// Mean time a certificate, one core, by stage.
    stages: Vec<Stage>,
    /// Mean time a certificate of the whole issuance with register and archive, drawn in this
    /// process.
    issuance_milliseconds: f64,
    /// The same with as many drawing processes as `jobs`, if that is more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_issuance_milliseconds: Option<f64>,
    /// Mean time a verification by kind.
    verification: Vec<Stage>,
    /// Highest resident memory of this process, in megabytes (Linux).
    peak_megabytes: Option<u64>,
    /// Highest resident memory of each drawing process, in megabytes (Linux).
    worker_peak_megabytes: Vec<u64>,
    /// Mean size of a signed document.
    document_bytes: usize,
}

pub(super) async fn run(command: &Bench, output: &Output) -> anyhow::Result<Exit> {
    let jobs = match command.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    anyhow::ensure!(command.count > 0, "--count must be at least 1");
    let folder = Scratch::new()?;
    let (service, config) = open(&folder.0).await?;
    // A result is issued once, so each of the two runs gets results of its own.
    let awards = awards(&service, command.count * 2)?;
    let (first, second) = awards.split_at(command.count);

    let (mut stages, document_bytes) = by_stage(&service, first)?;
    let alone = whole(&service, &config, first, 1).await?;
    let parallel = match jobs {
        1 => None,
        jobs => Some(whole(&service, &config, second, jobs).await?),
    };
    let verification = verifications(&service, &alone.issued).await?;
    stages.push(Stage {
        name: "all-stages",
        milliseconds: stages.iter().map(|stage| stage.milliseconds).sum(),
    });

    let report = Report {
        count: command.count,
        jobs,
        stages,
        issuance_milliseconds: alone.milliseconds,
        parallel_issuance_milliseconds: parallel.as_ref().map(|run| run.milliseconds),
        verification,
        peak_megabytes: peak_megabytes("self"),
        worker_peak_megabytes: parallel.map(|run| run.peak_megabytes).unwrap_or_default(),
        document_bytes,
    };
    print(&report, output);
    output.json(&report)?;
    Ok(Exit::Success)
}

/// A folder that goes when the measurement ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> anyhow::Result<Self> {
        let path = std::env::temp_dir().join(format!("sceau-bench-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&path)
            .with_context(|| format!("making the folder {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn open(folder: &Path) -> anyhow::Result<(Service, PathBuf)> {
    let path = folder.join("sceau.toml");
    std::fs::write(&path, "# Defaults, in this folder.\n")?;
    let config = Config::load(Some(&path))?;
    keys::create(
        &config.keys.folder,
        &NewKeyring {
            issuer: "Bench".into(),
            public_url: config.service.public_url.clone(),
            now: Clock::System.now() - chrono::Duration::days(1),
            specimen: false,
        },
    )?;
    Store::migrate(config.store.location()).await?;
    Archive::create(&config.archive).await?;
    Ok((Service::open(config, Clock::System).await?, path))
}

/// The example session's awards, again and again under new numbers until there are enough.
fn awards(service: &Service, count: usize) -> anyhow::Result<Vec<Award>> {
    let framework = service.framework()?;
    let input = results::Input {
        file_name: "session.csv",
        bytes: SESSION,
        format: None,
    };
    let results = results::parse(&input, framework).results;
    let drawable = |result: &results::FinalizedResult| {
        service
            .coverage
            .missing(&result.identity.last_name)
            .is_empty()
            && service
                .coverage
                .missing(&result.identity.first_name)
                .is_empty()
    };
    let mut awards = Vec::with_capacity(count);
    for round in 0.. {
        let before = awards.len();
        for result in results.iter().filter(|result| drawable(result)) {
            let mut result = result.clone();
            result.number = Some(format!("{round}-{}", result.line));
            if let Decision::Award(award) = decision::decide(framework, result)? {
                awards.push(award);
            }
            if awards.len() == count {
                return Ok(awards);
            }
        }
        if awards.len() == before {
            break;
        }
    }
    bail!("the example session awards nothing")
}

/// Each stage alone, on one core, without register and archive.
fn by_stage(service: &Service, awards: &[Award]) -> anyhow::Result<(Vec<Stage>, usize)> {
    let framework = service.framework()?;
    let template = service
        .templates
        .get(&framework.id)
        .context("no template")?;
    let mut spent = [Duration::ZERO; 4];
    let mut bytes = 0;
    for (position, award) in awards.iter().enumerate() {
        let started = Instant::now();
        let linted = {
            let facts = credential::facts(award, frame(service, framework, position)?);
            let today = service.clock.today(service.config.service.time_zone);
            let context = LintContext {
                framework,
                coverage: &service.coverage,
                today,
            };
            credential::lint(facts, &context).map_err(|report| anyhow::anyhow!("{report}"))?
        };
        spent[0] += started.elapsed();
        let started = Instant::now();
        let signed: SignedCredential =
            credential::sign(linted, framework, service.keyring.issuer_key())?;
        spent[1] += started.elapsed();
        let started = Instant::now();
        let rendered = document::render(&signed, template)?;
        spent[2] += started.elapsed();
        let started = Instant::now();
        let note = SignatureNote {
            name: signed.facts().issuer.name.clone(),
            reason: "bench".into(),
        };
        let pdf: SignedPdf = document::sign_pdf(
            rendered,
            service.keyring.document_key(),
            signed.facts().issued_at,
            &note,
        )?;
        spent[3] += started.elapsed();
        bytes += pdf.as_bytes().len();
    }
    let names = [
        "facts-and-lint",
        "seal-and-credential",
        "render",
        "sign-document",
    ];
    let stages = names
        .into_iter()
        .zip(spent)
        .map(|(name, time)| Stage {
            name,
            milliseconds: per(time, awards.len()),
        })
        .collect();
    Ok((stages, bytes / awards.len()))
}

fn frame<'a>(
    service: &Service,
    framework: &'a Framework,
    position: usize,
) -> anyhow::Result<Frame<'a>> {
    Ok(Frame {
        id: CertificateId(Uuid::now_v7()),
        code: VerificationCode::generate().map_err(|error| anyhow::anyhow!("{error}"))?,
        status: StatusReference {
            list: 0,
            index: u32::try_from(position % (1 << 17))?,
        },
        language: Language::French,
        issuer: service.issuer(),
        verify_url: service.config.verify_url(),
        delivery_date: delivered(service),
        issued_at: service.clock.now(),
        framework,
        specimen: false,
    })
}

fn delivered(service: &Service) -> NaiveDate {
    service.clock.today(service.config.service.time_zone)
}

/// One run of the whole issuance.
struct Whole {
    milliseconds: f64,
    /// Of each drawing process.
    peak_megabytes: Vec<u64>,
    /// Some of the certificates.
    issued: Vec<issuance::Issued>,
}

/// The whole issuance, with register and archive; starting the processes is part of it.
async fn whole(
    service: &Service,
    config: &Path,
    awards: &[Award],
    jobs: usize,
) -> anyhow::Result<Whole> {
    let orders = awards
        .iter()
        .map(|award| Order {
            award: award.clone(),
            framework: service.config.framework.default.clone(),
            language: Language::French,
            delivery_date: delivered(service),
            supersedes: None,
            operator: "bench".into(),
        })
        .collect();
    let direct = Direct {
        operator: "bench",
        approver: None,
        file: Digest([0; 32]),
        certificates: awards.len() as u64,
    };
    let permit = issuance::permit(service, direct).await?;
    let mut issued = Vec::new();
    let mut failure = None;
    let started = Instant::now();
    let renderer = Renderer::start(jobs, Some(config))?;
    issuance::issue_batch(
        service,
        &renderer,
        Run {
            orders,
            at_once: renderer.at_once(),
            permit,
        },
        |row| match row.outcome {
            Ok(certificate) if issued.len() < 50 => issued.push(certificate),
            Ok(_) => {}
            Err(error) => failure = Some(error),
        },
    )
    .await;
    if let Some(error) = failure {
        return Err(error.into());
    }
    Ok(Whole {
        milliseconds: per(started.elapsed(), awards.len()),
        peak_megabytes: children_peak_megabytes(),
        issued,
    })
}

/// Makes what is presented from an issued certificate and the address in its QR.
type Presented = fn(&issuance::Issued, &str) -> anyhow::Result<Input>;

async fn verifications(
    service: &Service,
    issued: &[issuance::Issued],
) -> anyhow::Result<Vec<Stage>> {
    let verifier = service.verifier();
    let url = service.config.verify_url();
    let kinds: [(&'static str, Presented); 3] = [
        ("by-code", |issued, _| {
            Ok(Input::Code(issued.certificate.code.grouped()))
        }),
        ("by-seal", |issued, url| {
            let seal = issued
                .certificate
                .seal
                .clone()
                .context("an issued certificate has a seal")?;
            Ok(Input::SealText(
                credential::SealedBytes(seal).to_qr_text(url),
            ))
        }),
        ("by-document", |issued, _| {
            Ok(Input::Document(issued.document.clone()))
        }),
    ];
    let mut stages = Vec::new();
    for (name, present) in kinds {
        let inputs = issued
            .iter()
            .map(|issued| present(issued, &url))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let started = Instant::now();
        for input in inputs {
            let answer =
                verification::verify(&verifier, input, &Asked::default(), service.clock.now())
                    .await?;
            anyhow::ensure!(
                answer.verdict == Verdict::Authentic,
                "{name}: {:?}",
                answer.checks
            );
        }
        stages.push(Stage {
            name,
            milliseconds: per(started.elapsed(), issued.len()),
        });
    }
    Ok(stages)
}

fn per(time: Duration, count: usize) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    (time / count).as_secs_f64() * 1e3
}

fn print(report: &Report, output: &Output) {
    let values = [
        ("count", FluentValue::from(report.count)),
        ("jobs", FluentValue::from(report.jobs)),
    ];
    output.heading(output.text_with("cli-bench-title", &values));
    for stage in report.stages.iter().chain(&report.verification) {
        output.line(format_args!(
            "{:<18} {:>9.3} ms",
            stage.name, stage.milliseconds
        ));
    }
    output.line(format_args!(
        "{:<18} {:>9.3} ms",
        output.text("cli-bench-total"),
        report.issuance_milliseconds
    ));
    if let Some(parallel) = report.parallel_issuance_milliseconds {
        output.line(format_args!(
            "{:<18} {parallel:>9.3} ms",
            output.text("cli-bench-parallel")
        ));
        output.line(format_args!(
            "{:<18} {:>9.2} ×",
            output.text("cli-bench-speed-up"),
            report.issuance_milliseconds / parallel
        ));
    }
    if let Some(megabytes) = report.peak_megabytes {
        output.line(format_args!(
            "{:<18} {megabytes:>6} MB",
            output.text("cli-bench-memory")
        ));
    }
    for megabytes in &report.worker_peak_megabytes {
        output.line(format_args!(
            "{:<18} {megabytes:>6} MB",
            output.text("cli-bench-worker-memory")
        ));
    }
}
