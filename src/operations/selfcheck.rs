//! Checks again, from the archive, what was issued: all that is new, and a random share of the rest.

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use serde::Serialize;

use super::sample::Share;
use crate::archive;
use crate::credential::{
    self, CertificateFacts, CertificateId, LintContext, SealClaims, SealedBytes,
};
use crate::service::Service;
use crate::store::{self, Certificate, State};
use crate::verification::{self, Asked, CheckName, Input, Outcome, Verifier};

/// Certificates read at once.
const PAGE: u32 = 200;
/// Defects that are told one by one; the others are counted.
const MOST_DEFECTS: usize = 1000;

/// Which certificates are checked.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The random share of all certificates.
    pub sample: Share,
    /// All that was issued after this instant; without one, all.
    pub since: Option<DateTime<Utc>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelfCheck {
    /// When it began.
    pub at: DateTime<Utc>,
    /// Everything issued after this instant was checked.
    pub since: Option<DateTime<Utc>>,
    /// Issued certificates in the register.
    pub issued: u64,
    /// Certificates that were checked.
    pub checked: u64,
    /// Certificates with a defect.
    pub bad: u64,
    /// What is wrong, the first ones.
    pub defects: Vec<Defect>,
}

/// Something wrong with a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Defect {
    /// The certificate.
    pub certificate: CertificateId,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What can be wrong with a certificate. Its name (kebab-case) is its id in the message files:
/// `operations-fault-<name>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum Fault {
    /// The archive has no document with the digest that the register names.
    NotArchived,
    /// The archived document is not what its name says, or can't be read.
    ArchiveUnreadable,
    /// The recorded facts can't be read.
    FactsUnreadable,
    /// The facts break rules that they must keep to be signed.
    Lint {
        /// The rules.
        rules: Vec<&'static str>,
    },
    /// Facts, recorded claims and signed claims are not the same.
    RowDisagrees,
    /// A question about the archived document was not answered as it must be.
    Verification {
        /// The question.
        check: CheckName,
        /// The answer.
        reason: &'static str,
    },
}

impl Fault {
    /// Its name in the message files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotArchived => "not-archived",
            Self::ArchiveUnreadable => "archive-unreadable",
            Self::FactsUnreadable => "facts-unreadable",
            Self::Lint { .. } => "lint",
            Self::RowDisagrees => "row-disagrees",
            Self::Verification { .. } => "verification",
        }
    }

    /// Rules or question and answer, by their ids.
    pub fn detail(&self) -> String {
        match self {
            Self::Lint { rules } => rules.join(", "),
            Self::Verification { check, reason } => {
                let check = serde_json::to_value(check).unwrap_or_default();
                format!("{} ({reason})", check.as_str().unwrap_or_default())
            }
            _ => String::new(),
        }
    }
}

/// Why the self-check did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum SelfCheckError {
    /// The register.
    #[error("the register")]
    Store(#[from] store::Error),
    /// The verification itself stopped.
    #[error("the verification")]
    Verification(#[from] verification::Error),
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system")]
    Randomness(#[source] getrandom::Error),
    /// The archive does not answer.
    #[error("the archive")]
    Archive(#[from] archive::Error),
}

/// Checks what the plan says, a few certificates at a time, and notes in the audit trail that it was
/// done. The service may go on meanwhile.
pub async fn selfcheck(
    service: &Service,
    plan: Plan,
    operator: &str,
) -> Result<SelfCheck, SelfCheckError> {
    let mut found = SelfCheck {
        at: service.clock.now(),
        since: plan.since,
        issued: 0,
        checked: 0,
        bad: 0,
        defects: Vec::new(),
    };
    let verifier = service.verifier();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let mut after = None;
    loop {
        let page = service.store.page(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        let issued = page.into_iter().filter(|it| it.state == State::Issued);
        let mut picked = Vec::new();
        for certificate in issued {
            found.issued += 1;
            let new = plan
                .since
                .is_none_or(|since| certificate.issued_at > Some(since));
            let random = getrandom::u32().map_err(SelfCheckError::Randomness)?;
            if new || plan.sample.picks(random) {
                picked.push(certificate);
            }
        }
        let mut checks = stream::iter(picked)
            .map(|certificate| check(service, &verifier, certificate))
            .buffer_unordered(at_once);
        while let Some(checked) = checks.next().await {
            found.take(checked?);
        }
    }
    found.defects.sort_by_key(|defect| defect.certificate);
    let store = &service.store;
    store
        .record_self_check(found.checked, found.bad, operator, found.at)
        .await?;
    Ok(found)
}

impl SelfCheck {
    fn take(&mut self, defects: Vec<Defect>) {
        self.checked += 1;
        self.bad += u64::from(!defects.is_empty());
        let room = MOST_DEFECTS.saturating_sub(self.defects.len());
        self.defects.extend(defects.into_iter().take(room));
    }
}

async fn check(
    service: &Service,
    verifier: &Verifier,
    certificate: Certificate,
) -> Result<Vec<Defect>, SelfCheckError> {
    let id = certificate.id;
    let mut faults = row_faults(service, verifier, &certificate);
    match archived(service, &certificate).await? {
        Err(fault) => faults.push(fault),
        Ok(document) => {
            let now = service.clock.now();
            let asked = Asked::default();
            let answer =
                verification::verify(verifier, Input::Document(document), &asked, now).await?;
            let failed = answer
                .checks
                .into_iter()
                .filter_map(|one| match one.outcome {
                    // Whether it is in force is another question.
                    _ if one.name == CheckName::InForce => None,
                    Outcome::Failed { reason } => Some((one.name, reason.id)),
                    // What must always be answered about a document of ours.
                    Outcome::NotPerformed { reason } if always(one.name) => {
                        Some((one.name, reason.id))
                    }
                    Outcome::Passed | Outcome::NotPerformed { .. } => None,
                });
            faults.extend(failed.map(|(check, reason)| Fault::Verification { check, reason }));
        }
    }
    Ok(faults
        .into_iter()
        .map(|fault| Defect {
            certificate: id,
            fault,
        })
        .collect())
}

fn always(name: CheckName) -> bool {
    matches!(
        name,
        CheckName::SealSignature
            | CheckName::DocumentSignature
            | CheckName::DocumentUnaltered
            | CheckName::Agreement
            | CheckName::Registered
    )
}

/// The document, or what the archive lacks. An archive that does not answer is no defect of a
/// certificate.
async fn archived(
    service: &Service,
    certificate: &Certificate,
) -> Result<Result<Vec<u8>, Fault>, SelfCheckError> {
    let Some(digest) = certificate.document else {
        return Ok(Err(Fault::NotArchived));
    };
    match service.archive.get(&digest).await {
        Ok(Some(bytes)) => Ok(Ok(bytes)),
        Ok(None) => Ok(Err(Fault::NotArchived)),
        Err(error) if error.is_passing() => Err(error.into()),
        Err(_) => Ok(Err(Fault::ArchiveUnreadable)),
    }
}

/// What is wrong with the row by itself: its facts against the rules, against the claims recorded
/// before signing, and against the claims that were signed.
fn row_faults(service: &Service, verifier: &Verifier, certificate: &Certificate) -> Vec<Fault> {
    let Ok(facts) = serde_json::from_slice::<CertificateFacts>(&certificate.facts) else {
        return vec![Fault::FactsUnreadable];
    };
    let mut faults = Vec::new();
    let claims = SealClaims::from_facts(&facts);
    let signed = certificate
        .seal
        .clone()
        .and_then(|seal| credential::open(&SealedBytes(seal), &verifier.trusted.seals).ok());
    let agrees = claims.encode() == certificate.claims
        && signed.is_none_or(|signed| signed.claims == claims)
        && facts.id == certificate.id
        && facts.code == certificate.code
        && facts.status == certificate.status;
    if !agrees {
        faults.push(Fault::RowDisagrees);
    }
    // A framework that is no longer installed can't be held against anything.
    if let Ok(framework) = service.framework_named(&facts.framework)
        && framework.version == facts.framework_version
    {
        let context = LintContext {
            framework,
            coverage: &service.coverage,
            today: service.clock.today(service.config.service.time_zone),
        };
        if let Err(report) = credential::lint(facts, &context) {
            let rules = report.findings.iter().map(|finding| finding.rule);
            faults.push(Fault::Lint {
                rules: rules.collect(),
            });
        }
    }
    faults
}
