//! Asks time-stamp authorities over the network (RFC 3161), and keeps at hand what shows later that
//! their stamps were good.
//!
//! Several authorities are tried in the configured order, each a few times. Whatever they answer is
//! verified before it is used. The calls block: asynchronous callers make them through
//! `spawn_blocking`.

mod ask;
mod error;
mod lists;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use x509_cert::Certificate;

use crate::config::{StampLevel, Timestamp};
use crate::document::{Evidence, Query, StampPlan, Token, TrustedAuthorities};

use ask::Web;
pub use error::{Error, Failure, Problem};
use lists::Lists;

/// Tokens of one authority differ by a few bytes: numbers and signatures are not always as long.
const SLACK: usize = 128;
/// How far an authority's clock may be from ours, the wait for its answer included.
const LARGEST_DRIFT: TimeDelta = TimeDelta::minutes(10);
/// How long one that failed is asked only after the others.
const REST: Duration = Duration::from_mins(1);
/// The first wait before the same authority is asked again; the next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// The authorities of the configuration.
pub struct Stamper {
    urls: Vec<String>,
    attempts: u32,
    level: StampLevel,
    authorities: TrustedAuthorities,
    web: Web,
    lists: Lists,
    learnt: Mutex<Learnt>,
    /// When each authority that failed did so last.
    resting: Mutex<BTreeMap<String, Instant>>,
}

/// What the tokens seen so far were like.
#[derive(Default)]
struct Learnt {
    room: usize,
    certificates: Vec<Vec<u8>>,
}

impl Stamper {
    /// Reads the roots and the lists that are files.
    pub fn open(config: &Timestamp) -> Result<Self, Error> {
        let mut authorities = TrustedAuthorities::default();
        for path in &config.roots {
            authorities.roots.extend(roots(path)?);
        }
        let (addresses, files): (Vec<&String>, Vec<&String>) =
            config.crls.iter().partition(|list| lists::is_address(list));
        for path in files {
            authorities.crls.push(lists::read(Path::new(path))?);
        }
        Ok(Self {
            urls: config.urls.clone(),
            attempts: config.attempts,
            level: config.level,
            authorities,
            web: Web::new(Duration::from_secs(config.timeout_seconds)),
            lists: Lists::new(addresses.into_iter().cloned().collect()),
            learnt: Mutex::default(),
            resting: Mutex::default(),
        })
    }

    /// Whether there is an authority to ask.
    pub fn is_configured(&self) -> bool {
        !self.urls.is_empty()
    }

    /// Whose time stamps count.
    pub fn authorities(&self) -> &TrustedAuthorities {
        &self.authorities
    }

    /// What a document is to be made ready with. `own` shows that its signer's key was good.
    ///
    /// What authorities sign with is learnt from their tokens, so the first document of a process
    /// is prepared twice.
    pub fn plan(&self, own: &Evidence, now: DateTime<Utc>) -> StampPlan {
        let plan = self.plan_renewal(own, now);
        StampPlan {
            evidence: plan.evidence.filter(|_| self.level == StampLevel::LongTerm),
            ..plan
        }
    }

    /// What a renewal is to be prepared with.
    pub fn plan_renewal(&self, own: &Evidence, now: DateTime<Utc>) -> StampPlan {
        let certificates = self.learnt().certificates.clone();
        // Lists that end before the token comes would prove nothing.
        self.lists.fetch(&certificates, now, &self.web);
        let mut evidence = own.clone();
        evidence.extend(&self.evidence());
        StampPlan {
            room: self.learnt().room,
            evidence: Some(evidence),
        }
    }

    /// The chain of an earlier stamp with what says now whether it was revoked.
    pub fn evidence_for(&self, chain: &[Vec<u8>], now: DateTime<Utc>) -> Evidence {
        self.lists.fetch(chain, now, &self.web);
        Evidence {
            certificates: chain.to_vec(),
            crls: self.lists.known(),
        }
    }

    /// What shows that the time stamps of the authorities asked so far were good.
    pub fn evidence(&self) -> Evidence {
        let mut crls = self.lists.known();
        crls.extend(self.authorities.crls.iter().cloned());
        Evidence {
            certificates: self.learnt().certificates.clone(),
            crls,
        }
    }

    /// A token over something with this digest, by the first authority whose answer counts.
    pub fn stamp(&self, digest: [u8; 32], now: DateTime<Utc>) -> Result<Token, Error> {
        self.stamp_with(digest, now, self.level)
    }

    /// A token for a renewal, which always comes with evidence.
    pub fn renew(&self, digest: [u8; 32], now: DateTime<Utc>) -> Result<Token, Error> {
        self.stamp_with(digest, now, StampLevel::LongTerm)
    }

    fn stamp_with(
        &self,
        digest: [u8; 32],
        now: DateTime<Utc>,
        level: StampLevel,
    ) -> Result<Token, Error> {
        let mut failures = Vec::new();
        for (url, attempts) in self.turns() {
            match self.stamp_at(url, attempts, digest, now, level) {
                Ok(token) => {
                    self.resting().remove(url);
                    return Ok(token);
                }
                Err(problem) => {
                    self.resting().insert(url.to_owned(), Instant::now());
                    failures.push(Failure {
                        url: url.to_owned(),
                        problem,
                    });
                }
            }
        }
        Err(Error::NoStamp(failures))
    }

    /// Whom to ask how often. One that failed a moment ago comes last and has one chance: a whole
    /// session must not wait for it once more with each certificate.
    fn turns(&self) -> Vec<(&str, u32)> {
        let resting = self.resting();
        let rests = |url: &&str| {
            resting
                .get(*url)
                .is_some_and(|since| since.elapsed() < REST)
        };
        let urls = self.urls.iter().map(String::as_str);
        let (tired, fit): (Vec<&str>, Vec<&str>) = urls.partition(rests);
        let fit = fit.into_iter().map(|url| (url, self.attempts));
        fit.chain(tired.into_iter().map(|url| (url, 1))).collect()
    }

    fn resting(&self) -> MutexGuard<'_, BTreeMap<String, Instant>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp_at(
        &self,
        url: &str,
        attempts: u32,
        digest: [u8; 32],
        now: DateTime<Utc>,
        level: StampLevel,
    ) -> Result<Token, Problem> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce).map_err(|error| Problem::Randomness(error.to_string()))?;
        let query = Query::new(digest, nonce);
        let request = query.to_der().map_err(Problem::Request)?;
        let answer = self.answer(url, attempts, &request)?;
        let token = query.open(&answer, &Evidence::default(), &self.authorities)?;
        let told = token.stamp().at;
        if (told - now).abs() > LARGEST_DRIFT {
            return Err(Problem::OtherTime(told));
        }
        let chain = &token.stamp().chain;
        let token = if level == StampLevel::LongTerm {
            let missed = self.lists.fetch(chain, now, &self.web);
            let known = Evidence {
                certificates: Vec::new(),
                crls: self.lists.known(),
            };
            // Once more, now with what says whether a certificate was revoked.
            let token = query.open(&answer, &known, &self.authorities)?;
            if !token.stamp().unrevoked {
                return Err(Problem::Unchecked(missed));
            }
            token
        } else {
            token
        };
        self.learn(&token);
        Ok(token)
    }

    /// Asks until there is an answer, with longer and longer pauses.
    fn answer(&self, url: &str, attempts: u32, request: &[u8]) -> Result<Vec<u8>, Problem> {
        let mut pause = FIRST_PAUSE;
        let mut attempt = 1;
        loop {
            match self.web.stamp(url, request) {
                Err(problem) if problem.may_pass() && attempt < attempts => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    attempt += 1;
                }
                answered => return answered,
            }
        }
    }

    fn learn(&self, token: &Token) {
        let mut learnt = self.learnt();
        learnt.room = learnt.room.max(token.length() + SLACK);
        for der in token.certificates() {
            if !learnt.certificates.contains(&der) {
                learnt.certificates.push(der);
            }
        }
    }

    fn learnt(&self) -> MutexGuard<'_, Learnt> {
        // Each change leaves it whole.
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn roots(path: &Path) -> Result<Vec<Vec<u8>>, Error> {
    let pem = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let certificates = Certificate::load_pem_chain(&pem).unwrap_or_default();
    let der: Vec<Vec<u8>> = certificates
        .iter()
        .filter_map(|certificate| der::Encode::to_der(certificate).ok())
        .collect();
    if der.is_empty() {
        return Err(Error::NotRoots(path.to_owned()));
    }
    Ok(der)
}
