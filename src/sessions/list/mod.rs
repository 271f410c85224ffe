//! Candidate lists: every line is read on its own and every problem of the list is reported together.
//!
//! Pure: a table in, candidates or problems out. One error anywhere, and nothing of the list is used.
//! The columns are described in `docs/sessions.md`.

mod birth_place;
mod columns;
mod entry;
mod line;
mod plan;
mod problem;
mod template;

use chrono::NaiveDate;

use columns::Headers;
use line::Line;

use super::candidate::Candidate;
use crate::credential::GlyphCoverage;
use crate::results::{self, Lines, TextLine, person_digest};

pub use entry::{Entry, EntryFault};
pub(super) use entry::{already_listed, read_entry};
pub(super) use plan::time_of_day;
pub(super) use plan::{PlannedSession, When};
use problem::Rule;
pub use problem::{ListReport, Problem};
pub use template::{ListTemplate, TemplateFile};

/// Lines above the headers in the files that centres download: whose session it is.
const MOST_ABOVE: usize = 40;

/// Most candidates in one session, and most lines in a list.
pub const MOST_CANDIDATES: usize = 2_000;

/// Which set of columns a list uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Candidates of one session.
    Candidates,
    /// Sessions with their candidates.
    Sessions,
}

/// What a list is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Against<'a> {
    /// The day of the exam, when the list doesn't say it.
    pub(super) exam_date: Option<NaiveDate>,
    /// Whether the centre is a school: nobody pays there.
    pub(super) school: bool,
    /// What the documents' fonts can draw.
    pub(super) coverage: &'a GlyphCoverage,
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listed {
    /// Candidates of the session that it is imported into.
    Candidates(Vec<Candidate>),
    /// Sessions with their candidates.
    Sessions(Vec<PlannedSession>),
}

/// Reads a list. Without an error in the report, all of it was understood.
pub(super) fn read(
    file: &str,
    lines: Result<Lines, results::Problem>,
    against: &Against<'_>,
) -> (Option<Listed>, ListReport) {
    let mut report = ListReport {
        file: file.to_owned(),
        ..ListReport::default()
    };
    let lines = match lines {
        Ok(lines) => below_the_title(lines),
        Err(problem) => {
            report.problems.push(Problem::of_file(problem));
            return (None, report);
        }
    };
    let warnings = lines.warnings.iter().cloned().map(Problem::of_file);
    report.problems.extend(warnings);
    let listed = understand(&lines, against, &mut report);
    report.problems.sort_by_key(|problem| problem.line);
    let listed = listed.filter(|_| !report.is_refused());
    (listed, report)
}

fn understand(lines: &Lines, against: &Against<'_>, report: &mut ListReport) -> Option<Listed> {
    let layout = if columns::describes_sessions(&lines.headers) {
        Layout::Sessions
    } else {
        Layout::Candidates
    };
    let headers = Headers::understand(&lines.headers, layout, report)?;
    report.lines = lines.lines.len();
    if lines.lines.is_empty() {
        report.problems.push(Problem::new(Rule::NoCandidate));
        return None;
    }
    if lines.lines.len() > MOST_CANDIDATES {
        let problem = Problem::new(Rule::TooManyCandidates).arg("limit", &MOST_CANDIDATES);
        report.problems.push(problem);
        return None;
    }
    let mut candidates = Vec::new();
    for given in &lines.lines {
        let mut line = Line::new(given, &headers, against.coverage);
        if line.has_the_right_length(lines.exact) {
            let place = match layout {
                Layout::Candidates => None,
                Layout::Sessions => plan::read(&mut line),
            };
            let exam_date = place.as_ref().map_or(against.exam_date, plan::Place::date);
            let candidate = line.candidate(exam_date, against.school);
            candidates.extend(candidate.map(|candidate| (place, candidate)));
        }
        report.problems.append(&mut line.into_problems());
    }
    find_twins(&candidates, report);
    Some(match layout {
        Layout::Candidates => Listed::Candidates(
            candidates
                .into_iter()
                .map(|(_, candidate)| candidate)
                .collect(),
        ),
        Layout::Sessions => Listed::Sessions(plan::gather(candidates, &headers, report)),
    })
}

/// The table, without what may stand above it.
fn below_the_title(mut lines: Lines) -> Lines {
    if columns::are_headers(&lines.headers) {
        return lines;
    }
    let mut first = lines.lines.iter().take(MOST_ABOVE);
    let Some(place) = first.position(|line| columns::are_headers(&line.cells)) else {
        return lines;
    };
    let mut rest = lines.lines.split_off(place);
    let headers = rest.remove(0);
    let trimmed = |mut line: TextLine| {
        let used = line.cells.iter().rposition(|cell| !cell.trim().is_empty());
        line.cells.truncate(used.map_or(0, |last| last + 1));
        line
    };
    lines.headers = trimmed(headers).cells;
    lines.lines = rest.into_iter().map(trimmed).collect();
    lines.exact = false;
    lines
}

/// What is wrong with a line whose session can't take its candidates.
pub(super) fn session_refused(line: u32, number: &str, cancelled: bool) -> Problem {
    let rule = if cancelled {
        Rule::SessionCancelled
    } else {
        Rule::SessionHasCandidates
    };
    Problem::new(rule).at(line).value(number)
}

/// What is wrong with a line that names no session of the centre.
pub(super) fn unknown_session(line: u32, number: &str) -> Problem {
    Problem::new(Rule::SessionUnknown).at(line).value(number)
}

/// Nobody sits the same session twice.
fn find_twins(candidates: &[(Option<plan::Place>, Candidate)], report: &mut ListReport) {
    let mut seen = std::collections::BTreeMap::new();
    for (place, candidate) in candidates {
        let person = person_digest(
            &candidate.last_name,
            &candidate.first_name,
            candidate.birth_date,
        );
        let key = (place.as_ref().map(plan::Place::key), person);
        let first = *seen.entry(key).or_insert(candidate.line);
        if first != candidate.line {
            let problem = Problem::new(Rule::DuplicateCandidate).at(candidate.line);
            report.problems.push(problem.arg("first", &first));
        }
    }
}

#[cfg(test)]
mod tests;
