//! Judging a file's results against the rules, the policies, the lint and the register, before
//! anything is issued.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::credential::{
    self, CertificateFacts, CertificateId, Frame, LintContext, LintFinding, StatusReference,
    VerificationCode,
};
use crate::decision::{self, Award, Circumstances, Decision, Finding, Withheld};
use crate::framework::Framework;
use crate::results::{FinalizedResult, Severity, session_scope};
use crate::service::Service;
use crate::store::{self, Digest, KnownCertificate, State, Store};
use crate::telemetry::stage;

/// Results that are looked up in the register together.
const AT_ONCE: usize = 500;

/// What becomes of one result.
#[derive(Debug, Clone)]
pub enum Judged {
    /// A certificate is due, or already exists and is found again.
    Award {
        /// What the rules awarded.
        award: Award,
        /// Things the operator should know.
        warnings: Vec<Finding>,
        /// The certificate that this same result already has.
        existing: Option<CertificateId>,
    },
    /// The rules give no certificate.
    Withheld(Withheld),
    /// The row can't be decided or must not be issued.
    Refused {
        /// The result as read.
        result: FinalizedResult,
        /// Why.
        refusals: Vec<Refusal>,
    },
}

/// Why a row is refused.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// A policy that is set to refuse.
    Policy(Finding),
    /// The rules can't be applied.
    Undecidable(decision::Error),
    /// This result was issued before with other content: a correction supersedes.
    Changed(CertificateId),
    /// The same person already has a certificate for an exam on the same day.
    Duplicate(CertificateId),
    /// What the certificate would say breaks a rule that guards signing.
    Lint(LintFinding),
}

/// Every result of a file, judged, in the order of the file.
#[derive(Debug, Clone)]
pub struct Intake {
    /// One entry a result.
    pub rows: Vec<Judged>,
}

/// On which terms the results would be issued.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Civil date of delivery.
    pub delivery_date: NaiveDate,
    /// The first day on which they may be issued.
    pub not_before: NaiveDate,
}

impl Terms {
    /// For what is issued now, with this date of delivery or today's.
    pub fn now(service: &Service, delivery_date: Option<NaiveDate>) -> Self {
        let today = service.clock.today(service.config.service.time_zone);
        Self {
            delivery_date: delivery_date.unwrap_or(today),
            not_before: today,
        }
    }

    /// For what is issued on the day of its delivery at the earliest.
    pub fn later(service: &Service, delivery_date: Option<NaiveDate>) -> Self {
        let now = Self::now(service, delivery_date);
        Self {
            not_before: now.not_before.max(now.delivery_date),
            ..now
        }
    }
}

/// Judges every result. Reads the register, changes nothing.
pub async fn judge(
    service: &Service,
    framework: &Framework,
    results: Vec<FinalizedResult>,
    terms: Terms,
) -> Result<Intake, store::Error> {
    let house = House::new(service, framework, terms);
    let mut keyed = results.into_iter().map(Keyed::from).collect::<Vec<_>>();
    let mut exams: HashMap<[u8; 32], Vec<(NaiveDate, String)>> = HashMap::new();
    for one in &keyed {
        let exam = (one.result.exam_date, one.key.clone());
        exams.entry(one.person.0).or_default().push(exam);
    }
    let mut rows = Vec::with_capacity(keyed.len());
    while !keyed.is_empty() {
        let rest = keyed.split_off(keyed.len().min(AT_ONCE));
        let known = Known::about(&service.store, &keyed).await?;
        rows.extend(
            keyed
                .into_iter()
                .map(|one| house.judge(one, &known, &exams)),
        );
        keyed = rest;
    }
    Ok(Intake { rows })
}

/// A result with what tells it and its person from others.
struct Keyed {
    result: FinalizedResult,
    key: String,
    person: Digest,
}

impl From<FinalizedResult> for Keyed {
    fn from(result: FinalizedResult) -> Self {
        Self {
            key: result.key(),
            person: Digest(result.identity.person_digest()),
            result,
        }
    }
}

/// What the register knows of some results and their people.
struct Known {
    results: HashMap<String, KnownCertificate>,
    persons: HashMap<[u8; 32], Vec<KnownCertificate>>,
    /// The scopes of the sessions that were called off.
    cancelled: BTreeSet<String>,
}

impl Known {
    /// Three questions, however many the results.
    async fn about(store: &Store, results: &[Keyed]) -> Result<Self, store::Error> {
        // Each once: whoever stands twice in the file is found once.
        let persons: BTreeMap<[u8; 32], Digest> =
            results.iter().map(|it| (it.person.0, it.person)).collect();
        let persons: Vec<Digest> = persons.into_values().collect();
        let mut by_person: HashMap<_, Vec<_>> = HashMap::new();
        for certificate in store.known_persons(&persons).await? {
            let of_person = by_person.entry(certificate.person.0).or_default();
            of_person.push(certificate);
        }
        // Afterwards: what another run issues between the two questions is this result's own
        // certificate, not that of another exam on the same day.
        let keys: Vec<&str> = results.iter().map(|one| one.key.as_str()).collect();
        let found = store.known_results(&keys).await?;
        let by_key = found.into_iter().map(|it| (it.result_key.clone(), it));
        let scopes = results.iter().map(|one| session_scope(&one.result.session));
        let scopes: BTreeSet<String> = scopes.collect();
        Ok(Self {
            cancelled: store.cancelled_sessions(scopes).await?,
            results: by_key.collect(),
            persons: by_person,
        })
    }

    fn of_person(&self, person: Digest) -> &[KnownCertificate] {
        self.persons.get(&person.0).map_or(&[], Vec::as_slice)
    }
}

/// What every result is held against.
struct House<'a> {
    service: &'a Service,
    framework: &'a Framework,
    terms: Terms,
    today: NaiveDate,
}

impl<'a> House<'a> {
    fn new(service: &'a Service, framework: &'a Framework, terms: Terms) -> Self {
        Self {
            service,
            framework,
            terms,
            today: service.clock.today(service.config.service.time_zone),
        }
    }

    fn judge(
        &self,
        one: Keyed,
        known: &Known,
        exams: &HashMap<[u8; 32], Vec<(NaiveDate, String)>>,
    ) -> Judged {
        let existing = known.results.get(&one.key);
        let mut refusals = against(&one, existing, known.of_person(one.person));
        let earlier = earlier_exams(&one, known.of_person(one.person), &exams[&one.person.0]);
        let measured = stage("decide");
        let policies = &self.service.config.policy;
        let result = &one.result;
        let circumstances = Circumstances {
            earlier_exam_dates: &earlier,
            session_cancelled: known.cancelled.contains(&session_scope(&result.session)),
            today: self.today,
        };
        let findings = decision::check(policies, self.framework, result, circumstances);
        let (errors, warnings): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .partition(|finding| finding.severity == Severity::Error);
        let line = one.result.clone();
        let decided = decision::decide(self.framework, one.result);
        measured.end();
        let award = match decided {
            // What the rules withhold needs no policy: nothing would be issued anyway.
            Ok(Decision::Withhold(withheld)) => return Judged::Withheld(withheld),
            Ok(Decision::Award(award)) => Some(award),
            Err(error) => {
                refusals.push(Refusal::Undecidable(error));
                None
            }
        };
        refusals.extend(errors.into_iter().map(Refusal::Policy));
        // What is issued already is only found again.
        if let Some(award) = &award
            && existing.is_none_or(|known| known.state != State::Issued)
        {
            let found = lint_award(self.service, self.framework, award, self.terms);
            refusals.extend(found.into_iter().map(Refusal::Lint));
        }
        match award {
            Some(award) if refusals.is_empty() => Judged::Award {
                award,
                warnings,
                existing: existing.map(|certificate| certificate.id),
            },
            _ => Judged::Refused {
                result: line,
                refusals,
            },
        }
    }
}

/// What the lint would find if an award were issued, with a place and a code that stand for those to
/// come.
pub fn lint_award(
    service: &Service,
    framework: &Framework,
    award: &Award,
    terms: Terms,
) -> Vec<LintFinding> {
    let facts = stand_in(service, framework, award, terms.delivery_date);
    let context = LintContext {
        framework,
        coverage: &service.coverage,
        today: terms.not_before,
    };
    let linted = credential::lint(facts, &context);
    linted.err().map_or_else(Vec::new, |report| report.findings)
}

/// What a certificate would say, but for its code and its places, which are drawn when it is issued.
pub(super) fn stand_in(
    service: &Service,
    framework: &Framework,
    award: &Award,
    delivery_date: NaiveDate,
) -> CertificateFacts {
    let frame = Frame {
        id: CertificateId(Uuid::nil()),
        code: VerificationCode::from_random([0; 9]),
        status: StatusReference { list: 0, index: 0 },
        language: award.result().language.unwrap_or_default(),
        issuer: service.issuer(),
        verify_url: service.config.verify_url(),
        delivery_date,
        issued_at: service.clock.now(),
        framework,
        specimen: service.keyring.is_example(),
    };
    credential::facts(award, frame)
}

/// What in the register speaks against a result.
fn against(
    one: &Keyed,
    existing: Option<&KnownCertificate>,
    of_person: &[KnownCertificate],
) -> Vec<Refusal> {
    let Some(existing) = existing else {
        let same_day = of_person
            .iter()
            .find(|other| other.exam_date == one.result.exam_date && !other.void);
        return same_day
            .map(|other| Refusal::Duplicate(other.id))
            .into_iter()
            .collect();
    };
    if existing.result_digest.0 == one.result.digest() {
        Vec::new()
    } else {
        vec![Refusal::Changed(existing.id)]
    }
}

/// When the person sat other exams before this one, by the register and by the file.
fn earlier_exams(
    one: &Keyed,
    of_person: &[KnownCertificate],
    in_file: &[(NaiveDate, String)],
) -> Vec<NaiveDate> {
    let registered = of_person
        .iter()
        .map(|other| (other.exam_date, other.result_key.as_str()));
    let in_file = in_file.iter().map(|(date, key)| (*date, key.as_str()));
    registered
        .chain(in_file)
        .filter(|(date, key)| *key != one.key && *date < one.result.exam_date)
        .map(|(date, _)| date)
        .collect()
}
