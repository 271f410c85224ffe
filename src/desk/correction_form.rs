//! One person's result as a form: filled with what is known of a certificate, read like a line of a
//! results file.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::correct::{Fault, read_result};
use crate::credential::CertificateFacts;
use crate::framework::{Framework, RegimeRule};
use crate::i18n::Language;
use crate::results::{End, FinalizedResult, Outcome, ResultColumn, date};
use crate::service::Service;
use crate::store::{self, Certificate};

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// A column of every results file.
    Column(ResultColumn),
    /// The level of the competence with this code.
    Competence(String),
}

impl Field {
    /// Its name in the form.
    pub fn name(&self) -> String {
        match self {
            Self::Column(column) => column.name().to_owned(),
            Self::Competence(code) => format!("level-{code}"),
        }
    }

    /// What stands above it.
    pub fn label(&self, language: Language) -> String {
        match self {
            Self::Column(column) => column.header(language).to_owned(),
            Self::Competence(code) => code.clone(),
        }
    }
}

/// A result to be corrected.
#[derive(Debug, Clone)]
pub struct CorrectionForm {
    /// Every field with what stands in it.
    pub fields: Vec<(Field, String)>,
    /// What the jury had pronounced, where that was all that the file told: it stays.
    outcome: Option<Outcome>,
}

impl CorrectionForm {
    /// Filled with what is known: the result as long as its file is kept, else what the certificate
    /// says.
    pub async fn known(
        service: &Service,
        certificate: &Certificate,
        facts: &CertificateFacts,
        framework: &Framework,
    ) -> Result<Self, store::Error> {
        let row = service.store.row_of_certificate(certificate.id).await?;
        let kept = row.and_then(|(_, row)| serde_json::from_slice(row.result.as_deref()?).ok());
        let kept: Option<FinalizedResult> = kept;
        let pronounced = kept
            .as_ref()
            .map(|result| result.outcome)
            .filter(|outcome| matches!(outcome, Outcome::Pronounced(_)));
        let levels = &facts.levels;
        let columns = columns(pronounced).map(|column| {
            let text = text(column, facts, kept.as_ref());
            (Field::Column(column), text)
        });
        let competences = framework
            .competences()
            .zip(levels)
            .map(|(competence, level)| {
                let field = Field::Competence(competence.code.clone());
                (field, level.to_string())
            });
        Ok(Self {
            fields: columns.chain(competences).collect(),
            outcome: pronounced,
        })
    }

    /// The same fields with what was typed into them.
    #[must_use]
    pub fn filled(mut self, typed: &BTreeMap<String, String>) -> Self {
        for (field, text) in &mut self.fields {
            let given = typed.get(&field.name());
            *text = given.map_or_else(String::new, |given| given.trim().to_owned());
        }
        self
    }

    /// Whether how the test went is known from the jury and not asked for.
    pub fn is_pronounced(&self) -> bool {
        self.outcome.is_some()
    }

    /// The result as the results room reads it.
    pub fn read(&self, framework: &Framework) -> Result<FinalizedResult, Vec<Fault>> {
        let mut columns: Map<String, Value> = self
            .fields
            .iter()
            .map(|(field, text)| (field.label(Language::French), Value::from(text.as_str())))
            .collect();
        if self.outcome.is_some() {
            // A line has to say how the test went; what the jury pronounced takes its place below.
            let exam = ResultColumn::ExamDate.header(Language::French);
            let exam = columns.get(exam).and_then(Value::as_str).and_then(date);
            let regime = exam.and_then(|day| framework.regime_on(day));
            let answered = regime.map_or(0, |regime| match regime.rule {
                RegimeRule::Answers { questions, .. } => questions,
                RegimeRule::CorrectShare { .. } => 0,
            });
            let mut add = |column: ResultColumn, text: String| {
                columns.insert(column.header(Language::French).to_owned(), text.into());
            };
            add(ResultColumn::Answered, answered.to_string());
            add(ResultColumn::End, end(End::Completed).to_owned());
        }
        let mut result = read_result(framework, &columns)?;
        if let Some(outcome) = self.outcome {
            result.outcome = outcome;
        }
        Ok(result)
    }

    /// The field that a fault is about.
    pub fn field_of(&self, fault: &Fault) -> Option<&Field> {
        let column = fault.column.as_deref()?;
        let mut fields = self.fields.iter().map(|(field, _)| field);
        fields.find(|field| field.label(Language::French) == column)
    }
}

/// What the jury pronounced needs no counts.
fn columns(pronounced: Option<Outcome>) -> impl Iterator<Item = ResultColumn> {
    let counts = [
        ResultColumn::Answered,
        ResultColumn::Correct,
        ResultColumn::End,
    ];
    ResultColumn::ALL
        .into_iter()
        .filter(move |column| pronounced.is_none() || !counts.contains(column))
}

fn text(column: ResultColumn, facts: &CertificateFacts, kept: Option<&FinalizedResult>) -> String {
    let holder = &facts.holder;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let measured = kept.and_then(|result| match result.outcome {
        Outcome::Measured {
            answered,
            correct,
            end,
        } => Some((answered, correct, end)),
        Outcome::Pronounced(_) => None,
    });
    let of_kept = |of: fn(&FinalizedResult) -> Option<String>| kept.and_then(of);
    match column {
        ResultColumn::LastName => holder.last_name.clone(),
        ResultColumn::FirstName => holder.first_name.clone(),
        ResultColumn::BirthDate => holder.birth_date.to_string(),
        ResultColumn::BirthPlace => holder.birth_place.clone(),
        ResultColumn::LocalId => optional(&holder.local_id),
        ResultColumn::Ine => optional(&holder.ine),
        ResultColumn::Centre => facts.centre.clone(),
        ResultColumn::ExamDate => facts.exam_date.to_string(),
        ResultColumn::Score => facts.score.to_string(),
        ResultColumn::Session => of_kept(|it| Some(it.session.clone())).unwrap_or_default(),
        ResultColumn::Number => of_kept(|it| it.number.clone()).unwrap_or_default(),
        ResultColumn::OrganizationUai => {
            of_kept(|it| it.organization_uai.clone()).unwrap_or_default()
        }
        ResultColumn::CandidateMail => {
            of_kept(|it| it.contact.candidate.clone()).unwrap_or_default()
        }
        ResultColumn::Answered => measured.map_or_else(String::new, |(it, ..)| it.to_string()),
        ResultColumn::Correct => {
            let correct = measured.and_then(|(_, correct, _)| correct);
            correct.map_or_else(String::new, |correct| correct.to_string())
        }
        ResultColumn::End => measured.map_or_else(String::new, |(.., it)| end(it).to_owned()),
    }
}

/// As a file of results has it.
fn end(end: End) -> &'static str {
    match end {
        End::Completed => "terminé",
        End::Candidate => "candidat",
        End::Time => "temps",
        End::Technical => "technique",
    }
}
