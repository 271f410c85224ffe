//! Who draws the pages: this process, or worker processes beside it.
//!
//! Threads share typst's memoisation; two processes were faster than two threads
//! (`docs/performance.md`).

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, Semaphore};

use crate::config::Config;
use crate::credential::{CertificateFacts, SealedBytes, SignedCredential};
use crate::document::{self, RenderError, RenderedPdf};
use crate::service::{self, Service, load_frameworks};
use crate::subprocess::{self, Environment, Subprocess};

/// Longest frame either side accepts: a rendered certificate is about 0.1 MB.
const MAX_FRAME_BYTES: u32 = 16 << 20;

/// Drawing on two threads at once took longer on one core than one after the other
/// (`docs/performance.md`).
static HERE: Semaphore = Semaphore::const_new(1);

/// Where pages are drawn.
pub enum Renderer {
    /// On a thread of this process, one page at a time.
    Here,
    /// In worker processes, each drawing one page at a time.
    Workers(Workers),
}

/// Why a page could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The template or the fonts.
    #[error("the page could not be drawn: {0}")]
    Render(#[from] RenderError),
    /// A worker said so.
    #[error("the page could not be drawn: {0}")]
    Refused(String),
    /// A worker process died or could not be started.
    #[error("a drawing process stopped")]
    Worker(#[from] io::Error),
    /// The framework has no template.
    #[error(transparent)]
    Service(#[from] service::Error),
}

/// Up to a fixed number of worker processes. Each is started when it is first needed, and in the
/// place of one that died.
pub struct Workers {
    arguments: Vec<OsString>,
    number: usize,
    idle: Mutex<VecDeque<Subprocess>>,
    free: Semaphore,
}

#[derive(Serialize, Deserialize)]
struct Request {
    facts: CertificateFacts,
    #[serde(with = "hex::serde")]
    seal: Vec<u8>,
    badge: String,
    #[serde(with = "hex::serde")]
    key: [u8; 32],
}

impl Renderer {
    /// As many worker processes as asked for, or as there are processors if none is asked for; with
    /// one, pages are drawn in this process.
    pub fn start(workers: usize, config: Option<&Path>) -> Result<Self, Error> {
        let workers = match workers {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            workers => workers,
        };
        if workers == 1 {
            return Ok(Self::Here);
        }
        let mut arguments = Vec::new();
        if let Some(config) = config {
            arguments.extend(["--config".into(), config.as_os_str().to_owned()]);
        }
        arguments.push("render-worker".into());
        Ok(Self::Workers(Workers {
            arguments,
            number: workers,
            idle: Mutex::default(),
            free: Semaphore::new(workers),
        }))
    }

    /// How many certificates to work on at the same time, so that while some wait for the register,
    /// the archive or a key, others are drawn.
    pub fn at_once(&self) -> usize {
        3 * match self {
            Self::Here => 1,
            Self::Workers(workers) => workers.number,
        }
    }

    /// Draws one certificate's pages.
    pub async fn render(
        &self,
        service: &Service,
        signed: &SignedCredential,
    ) -> Result<RenderedPdf, Error> {
        match self {
            Self::Here => {
                let framework = &signed.facts().framework;
                let template = service
                    .templates
                    .get(framework)
                    .map(Arc::clone)
                    .ok_or_else(|| service::Error::NoSuchFramework(framework.clone()))?;
                let signed = signed.clone();
                let _turn = HERE.acquire().await.map_err(io::Error::other)?;
                tokio::task::spawn_blocking(move || document::render(&signed, &template))
                    .await
                    .map_err(io::Error::other)?
                    .map_err(Error::Render)
            }
            Self::Workers(workers) => workers.render(service, signed).await,
        }
    }
}

impl Workers {
    async fn render(
        &self,
        service: &Service,
        signed: &SignedCredential,
    ) -> Result<RenderedPdf, Error> {
        let request = Request {
            facts: signed.facts().clone(),
            seal: signed.seal().0.clone(),
            badge: String::from_utf8(signed.badge().as_bytes().to_vec())
                .map_err(io::Error::other)?,
            key: service.keyring.issuer_key().verifying_key.to_bytes(),
        };
        let frame = serde_json::to_vec(&request).map_err(io::Error::other)?;
        let _turn = self.free.acquire().await.map_err(io::Error::other)?;
        let idle = self.idle.lock().await.pop_front();
        let mut worker = match idle {
            Some(worker) => worker,
            None => Subprocess::start(&self.arguments, Environment::Ours, MAX_FRAME_BYTES)?,
        };
        // A worker whose conversation broke is not put back: its answers would be out of step.
        let answer = worker.ask(&[&frame]).await?;
        self.idle.lock().await.push_back(worker);
        match answer.split_first() {
            Some((0, pdf)) => Ok(RenderedPdf::from_worker(pdf.to_vec())),
            Some((_, message)) => Err(Error::Refused(
                String::from_utf8_lossy(message).into_owned(),
            )),
            None => Err(Error::Worker(io::ErrorKind::UnexpectedEof.into())),
        }
    }
}

/// The worker's side: draws until its input ends. The seal is verified before anything is drawn.
pub fn run_worker(config: &Config) -> Result<(), Error> {
    alone_on_this_thread()?;
    let (_, templates) = load_frameworks(config)?;
    subprocess::answer(MAX_FRAME_BYTES, |frame| match draw(frame, &templates) {
        Ok(pdf) => [&[0], pdf.as_bytes()].concat(),
        Err(message) => [&[1], message.as_bytes()].concat(),
    })?;
    Ok(())
}

/// Typst hands parts of one page to rayon's threads. With a process for each core these only take the
/// cores from each other (`docs/performance.md`): the calling thread becomes the only one.
fn alone_on_this_thread() -> Result<(), Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .map_err(|error| Error::Worker(io::Error::other(error)))
}

fn draw(
    frame: &[u8],
    templates: &std::collections::BTreeMap<String, Arc<document::Template>>,
) -> Result<RenderedPdf, String> {
    let request: Request = serde_json::from_slice(frame).map_err(|error| error.to_string())?;
    let template = templates
        .get(&request.facts.framework)
        .ok_or("no template for this framework")?;
    let key = VerifyingKey::from_bytes(&request.key).map_err(|error| error.to_string())?;
    let signed = SignedCredential::restore(
        request.facts,
        template.framework(),
        SealedBytes(request.seal),
        request.badge.into_bytes(),
        &key,
    )
    .map_err(|error| error.to_string())?;
    document::render(&signed, template).map_err(|error| error.to_string())
}
