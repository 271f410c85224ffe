//! Lists of several sessions: each line says which session its candidate sits.

use chrono::{NaiveDate, NaiveTime};

use super::columns::{Column, Headers};
use super::line::Line;
use super::problem::{ListReport, Problem, Rule};
use crate::results::normalise;
use crate::sessions::candidate::Candidate;

/// A session of a list, with its candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sessions) struct PlannedSession {
    /// The first of its lines.
    pub(in crate::sessions) line: u32,
    /// A session that exists, or one to be made.
    pub(in crate::sessions) when: When,
    /// Its candidates in the order of the list.
    pub(in crate::sessions) candidates: Vec<Candidate>,
}

/// Which session a line is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sessions) enum When {
    /// The one with this number.
    Existing(String),
    /// A new one.
    New {
        /// Where, as the list names it.
        site: String,
        /// In which room.
        room: String,
        /// On which day.
        date: NaiveDate,
        /// At what time there.
        time: NaiveTime,
        /// Who watches.
        invigilators: String,
        /// What else is to be known.
        notes: Option<String>,
    },
}

/// Which session one line is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    line: u32,
    when: When,
}

impl Place {
    /// The day of the exam, where the list says it.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match &self.when {
            When::Existing(_) => None,
            When::New { date, .. } => Some(*date),
        }
    }

    /// Tells whether two lines are of the same session.
    pub(super) fn key(&self) -> String {
        match &self.when {
            When::Existing(number) => format!("number/{}", normalise(number)),
            When::New {
                site,
                room,
                date,
                time,
                ..
            } => format!("{date}/{time}/{}/{}", normalise(site), normalise(room)),
        }
    }
}

pub(super) fn read(line: &mut Line<'_>) -> Option<Place> {
    let new = [
        Column::Site,
        Column::Room,
        Column::Date,
        Column::Time,
        Column::Invigilators,
    ];
    let number = line.number();
    if let Some(existing) = line.optional(Column::SessionNumber) {
        if new
            .into_iter()
            .any(|column| line.optional(column).is_some())
        {
            line.fault(Column::SessionNumber, Rule::SessionTwice);
        }
        let when = When::Existing(existing);
        return Some(Place { line: number, when });
    }
    let site = line.required(Column::Site);
    let room = line.required(Column::Room);
    let date = line.date(Column::Date);
    let time = line.required(Column::Time).and_then(|text| {
        let time = time_of_day(&text);
        if time.is_none() {
            line.fault(Column::Time, Rule::BadTime);
        }
        time
    });
    let invigilators = line.required(Column::Invigilators);
    let when = When::New {
        site: site?,
        room: room?,
        date: date?,
        time: time?,
        invigilators: invigilators?,
        notes: line.optional(Column::Notes),
    };
    Some(Place { line: number, when })
}

/// Puts the candidates to their sessions, in the order of the list.
pub(super) fn gather(
    candidates: Vec<(Option<Place>, Candidate)>,
    headers: &Headers,
    report: &mut ListReport,
) -> Vec<PlannedSession> {
    let mut sessions: Vec<(String, PlannedSession)> = Vec::new();
    for (place, candidate) in candidates {
        let Some(place) = place else { continue };
        let key = place.key();
        let Some((_, session)) = sessions.iter_mut().find(|(known, _)| *known == key) else {
            let session = PlannedSession {
                line: place.line,
                when: place.when,
                candidates: vec![candidate],
            };
            sessions.push((key, session));
            continue;
        };
        if watchers(&session.when) != watchers(&place.when) {
            let problem = Problem::new(Rule::InvigilatorsDiffer)
                .at(place.line)
                .column(headers.name(Column::Invigilators))
                .arg("first", &session.line);
            report.problems.push(problem);
        }
        session.candidates.push(candidate);
    }
    sessions.into_iter().map(|(_, session)| session).collect()
}

fn watchers(when: &When) -> Option<String> {
    match when {
        When::Existing(_) => None,
        When::New { invigilators, .. } => Some(normalise(invigilators)),
    }
}

/// `09:30`, `9h30`, `09:30:00`, and what a spreadsheet makes of a time: `PT09H30M00S`.
pub(in crate::sessions) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = text.trim().to_ascii_lowercase();
    let plain = match text.strip_prefix("pt") {
        Some(duration) => {
            let (clock, _) = duration.split_once('m').unwrap_or((duration, ""));
            clock.trim_end_matches('h').to_owned()
        }
        None => text,
    };
    let (hours, rest) = plain.split_once([':', 'h']).unwrap_or((&plain, "0"));
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |digits: &str| {
        let digits = digits.trim();
        let all = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() {
            Some(0)
        } else {
            all.then(|| digits.parse().ok()).flatten()
        }
    };
    let marked = plain.contains([':', 'h']) || plain.len() < 3;
    let whole = !hours.trim().is_empty() && marked && number(seconds) == Some(0);
    whole
        .then(|| NaiveTime::from_hms_opt(number(hours)?, number(minutes)?, 0))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_and_spreadsheets_write_them() {
        let time = NaiveTime::from_hms_opt(9, 30, 0);
        for text in [
            "09:30",
            "9:30",
            "9h30",
            "09 h 30",
            "09:30:00",
            "PT09H30M00S",
        ] {
            assert_eq!(time_of_day(text), time, "{text}");
        }
        assert_eq!(time_of_day("14h"), NaiveTime::from_hms_opt(14, 0, 0));
        for text in [
            "", "25:00", "09:60", "930", "matin", "0.395833", "09:30:15", "-1:00",
        ] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }
}
