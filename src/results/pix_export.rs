//! The session results export of Pix Certif: it gives what the platform's jury pronounced, and
//! the global level and the score in one cell.

use super::columns::Column;
use super::identity::normalise;
use super::row::Row;
use super::{FinalizedResult, Outcome, Pronounced, RuleId, values};
use crate::framework::RegimeRule;

/// Reads one line; its problems are noted in the row.
pub(super) fn read(row: &mut Row<'_>) -> Option<FinalizedResult> {
    refuse_other_certifications(row);
    let number = row.required(Column::Number);
    let session = row.required(Column::Session);
    let centre = row.required(Column::Centre);
    let exam_date = row.date(Column::ExamDate);
    let identity = row.identity(exam_date);
    let pronounced = status(row);
    // Before 2024 only the competences of the person's profile were tested: `-` is level 0.
    let profile_based = exam_date
        .and_then(|date| row.framework.regime_on(date))
        .is_some_and(|regime| matches!(regime.rule, RegimeRule::CorrectShare { .. }));
    let (score, given_global_level, levels) = match pronounced? {
        Pronounced::Validated => {
            let result = validated_result(row);
            let levels = row.levels(profile_based.then_some(0));
            if levels.is_empty() {
                row.fault(Column::Competence(0), RuleId::LEVEL_MISSING);
            }
            let (score, level) = result?;
            (score, level, levels)
        }
        // Nothing is awarded: the export writes `0 Pix` or `-`, and `-` for the levels.
        Pronounced::Rejected | Pronounced::Cancelled => (0, None, Vec::new()),
    };
    let organization_uai = row.organization_uai();
    Some(FinalizedResult {
        line: row.number_of_line(),
        session: session?,
        number: Some(number?),
        identity: identity?,
        organization_uai,
        centre: centre?,
        exam_date: exam_date?,
        score,
        levels,
        outcome: Outcome::Pronounced(pronounced?),
        cancelled: false,
        fraud: false,
        given_global_level,
        certifiable_competences: None,
        language: None,
        contact: row.contact(),
    })
}

/// Complementary certifications (`Pix+ Droit`) have rows of their own without competences.
fn refuse_other_certifications(row: &mut Row<'_>) {
    if row
        .cell(Column::Certification)
        .to_lowercase()
        .contains("pix+")
    {
        row.fault(Column::Certification, RuleId::OTHER_CERTIFICATION);
    }
}

fn status(row: &mut Row<'_>) -> Option<Pronounced> {
    let text = row.required(Column::Status)?;
    match normalise(&text).as_str() {
        "validee" => Some(Pronounced::Validated),
        "non obtenue" | "rejetee" => Some(Pronounced::Rejected),
        "annulee" => Some(Pronounced::Cancelled),
        "en erreur" | "demarree" => {
            row.fault(Column::Status, RuleId::NOT_FINAL);
            None
        }
        _ => {
            row.fault(Column::Status, RuleId::INVALID_STATUS);
            None
        }
    }
}

/// Score and global level of a validated row.
fn validated_result(row: &mut Row<'_>) -> Option<(u32, Option<String>)> {
    let column = if row.has(Column::Result) {
        Column::Result
    } else {
        Column::Score
    };
    let text = row.required(column)?;
    let Some((score, level)) = score_and_level(&text) else {
        row.fault(column, RuleId::INVALID_RESULT);
        return None;
    };
    row.check_score(column, score);
    Some((score, level))
}

/// `Indépendant 1 (327 Pix)`, `41 Pix`, or the plain number of the older form.
fn score_and_level(text: &str) -> Option<(u32, Option<String>)> {
    let (level, score) = match text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    {
        Some((level, score)) => (Some(level.trim().to_owned()), score),
        None => (None, text),
    };
    let score = score.trim();
    let number = score
        .strip_suffix("Pix")
        .or_else(|| score.strip_suffix("pix"));
    let number = number.unwrap_or(score).trim();
    Some((
        values::whole_number(number)?,
        level.filter(|level| !level.is_empty()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_score_with_or_without_level() {
        let level = |name: &str| Some(name.to_owned());
        for (text, expected) in [
            (
                "Indépendant 1 (327 Pix)",
                Some((327, level("Indépendant 1"))),
            ),
            ("41 Pix", Some((41, None))),
            ("327", Some((327, None))),
            ("-", None),
            ("Indépendant 1", None),
            ("Indépendant 1 (trois)", None),
            ("(", None),
        ] {
            assert_eq!(score_and_level(text), expected, "{text}");
        }
    }
}
