//! A line in our own set of columns: what the examination measured.

use super::columns::Column;
use super::row::Row;
use super::{End, FinalizedResult, Outcome, RuleId, values};
use crate::framework::RegimeRule;
use crate::i18n::Language;

/// Reads one line; its problems are noted in the row.
pub(super) fn read(row: &mut Row<'_>) -> Option<FinalizedResult> {
    let session = row.required(Column::Session);
    let centre = row.required(Column::Centre);
    let exam_date = row.date(Column::ExamDate);
    let identity = row.identity(exam_date);
    let organization_uai = row.organization_uai();
    let cancelled = row.flag(Column::Cancelled);
    let fraud = row.flag(Column::Fraud);
    let rule = exam_date
        .and_then(|date| row.framework.regime_on(date))
        .map(|regime| regime.rule);
    let outcome = measured(row, rule);
    let without_award = cancelled || fraud || has_too_few_answers(rule, outcome);
    let levels = row.levels(None);
    let score = score(row, without_award);
    let certifiable_competences = row.optional_number(Column::Certifiable);
    let language = language(row);
    let contact = row.contact();
    Some(FinalizedResult {
        line: row.number_of_line(),
        session: session?,
        number: row.optional(Column::Number),
        identity: identity?,
        organization_uai,
        centre: centre?,
        exam_date: exam_date?,
        score: score?,
        levels,
        outcome: outcome?,
        cancelled,
        fraud,
        given_global_level: row
            .optional(Column::GlobalLevel)
            .filter(|text| !values::is_nothing(text)),
        certifiable_competences,
        language,
        contact,
    })
}

fn measured(row: &mut Row<'_>, rule: Option<RegimeRule>) -> Option<Outcome> {
    let answered = row.number(Column::Answered);
    let correct = row.optional_number(Column::Correct);
    let end_text = row.required(Column::End);
    let end = end_text.as_deref().and_then(values::end);
    if end_text.is_some() && end.is_none() {
        row.fault(Column::End, RuleId::INVALID_END);
    }
    let answered = answered?;
    if correct.is_some_and(|correct| correct > answered) {
        row.fault_with(
            Column::Correct,
            RuleId::CORRECT_RANGE,
            "answered",
            &answered,
        );
    }
    // The number of questions is the regime's; earlier tests were of any length.
    if let Some(RegimeRule::Answers { questions, .. }) = rule {
        if answered > questions {
            row.fault_with(
                Column::Answered,
                RuleId::ANSWERED_RANGE,
                "questions",
                &questions,
            );
        }
        if answered < questions && end == Some(End::Completed) {
            row.fault_with(
                Column::End,
                RuleId::COMPLETED_TOO_SOON,
                "questions",
                &questions,
            );
        }
    }
    Some(Outcome::Measured {
        answered,
        correct,
        end: end?,
    })
}

fn has_too_few_answers(rule: Option<RegimeRule>, outcome: Option<Outcome>) -> bool {
    matches!(
        (rule, outcome),
        (Some(RegimeRule::Answers { minimum, .. }), Some(Outcome::Measured { answered, .. }))
            if answered < minimum
    )
}

/// The score. Examinations keep none for a test that counts for nothing, so it may then be blank.
fn score(row: &mut Row<'_>, without_award: bool) -> Option<u32> {
    if without_award && values::is_nothing(&row.cell(Column::Score)) {
        return Some(0);
    }
    let score = row.number(Column::Score)?;
    row.check_score(Column::Score, score);
    Some(score)
}

fn language(row: &mut Row<'_>) -> Option<Language> {
    let text = row.optional(Column::Language)?;
    let language = text.parse().ok();
    if language.is_none() {
        row.fault(Column::Language, RuleId::INVALID_LANGUAGE);
    }
    language
}
