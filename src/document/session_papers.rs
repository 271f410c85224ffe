//! The papers of an exam session: attendance sheet, incident report, convocations. What they say is
//! put together here, how it looks stands in `papers/*.typ`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use serde_json::{Map, Value, json};

use super::data::day;
use super::paper::{About, print};
use super::render::RenderError;
use crate::i18n::{FluentValue, Language, text, text_with};

/// A paper of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionPaper {
    /// Who is there, with a box for each signature; a sheet a room.
    Attendance,
    /// What went wrong; a report a room.
    Incidents,
    /// The letter that tells a candidate when and where; a page each.
    Convocations,
}

/// What the papers say about a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSession {
    /// Who certifies.
    pub issuer: String,
    /// What is examined.
    pub exam: String,
    /// The session's number.
    pub number: String,
    /// Name of the centre.
    pub centre: String,
    /// Where it is held: lines.
    pub address: Vec<String>,
    /// On which day.
    pub date: NaiveDate,
    /// At what time there.
    pub time: NaiveTime,
    /// How long it takes without extra time.
    pub minutes: Option<u32>,
    /// What else is to be known.
    pub notes: Option<String>,
    /// Its rooms with those who sit there.
    pub rooms: Vec<PrintedRoom>,
    /// When the paper was made.
    pub at: DateTime<Utc>,
    /// Whether its people are invented: every page says so.
    pub specimen: bool,
}

/// A room on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedRoom {
    /// Its name.
    pub name: String,
    /// Who watches there.
    pub invigilators: Vec<String>,
    /// Who sits there, in the order of the paper.
    pub candidates: Vec<PrintedCandidate>,
}

/// A candidate on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedCandidate {
    /// Birth name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Class or identifier at the centre.
    pub mark: Option<String>,
    /// Extra time in percent.
    pub extra_time: Option<u16>,
    /// The further certification that is taken in the same exam.
    pub complementary: Option<String>,
}

/// What an incident is about, with the code that reports of this exam use.
struct Category {
    code: &'static str,
    /// Whether it can change a result.
    weighty: bool,
}

const fn category(code: &'static str, weighty: bool) -> Category {
    Category { code, weighty }
}

/// The codes in use; those that were given up (C3, C5, A1, A2, E6, E7) are not offered.
const CATEGORIES: [Category; 6] = [
    category("c1", true),
    category("c2", false),
    category("c4", false),
    category("c6", true),
    category("c7", false),
    category("c8", false),
];

/// The codes of what goes wrong with a question.
const QUESTION_CATEGORIES: [&str; 10] = [
    "e1", "e2", "e3", "e4", "e5", "e8", "e9", "e10", "e11", "e12",
];

/// Draws a paper of a session.
pub fn draw_session_paper(
    paper: SessionPaper,
    session: &PrintedSession,
    language: Language,
) -> Result<Vec<u8>, RenderError> {
    let (main, title) = match paper {
        SessionPaper::Attendance => ("attendance.typ", "papers-attendance"),
        SessionPaper::Incidents => ("incidents.typ", "papers-incidents"),
        SessionPaper::Convocations => ("convocations.typ", "papers-convocation"),
    };
    let values = [("number", FluentValue::from(session.number.as_str()))];
    let title = text(language, title);
    let about = About {
        title: format!(
            "{title} – {}",
            text_with(language, "papers-session", &values)
        ),
        author: &session.issuer,
        at: session.at,
        ident: format!("{main} {language} {}", session.number),
    };
    print(main, &data(paper, session, language), &about)
}

/// `/data/paper.json`
fn data(paper: SessionPaper, session: &PrintedSession, language: Language) -> Value {
    let labels = match paper {
        SessionPaper::Attendance => &ATTENDANCE[..],
        SessionPaper::Incidents => &INCIDENTS[..],
        SessionPaper::Convocations => &CONVOCATION[..],
    };
    let rooms = session.rooms.iter();
    let mut data = json!({
        "lang": language.tag(),
        "issuer": session.issuer,
        "exam": session.exam,
        "number": session.number,
        "centre": session.centre,
        "address": session.address,
        "date": long_day(session.date, language),
        "time": time(session.time, language),
        "duration": session.minutes.map(|minutes| duration(minutes, language)),
        "notes": session.notes,
        "made": day(session.at.date_naive(), language),
        "specimen": session.specimen.then(|| text(language, "papers-specimen")),
        "labels": labelled(COMMON.iter().chain(labels), language),
        "rooms": rooms.map(|it| room(it, session.minutes, language)).collect::<Vec<_>>(),
    });
    if paper == SessionPaper::Incidents {
        data["categories"] = CATEGORIES
            .iter()
            .map(|it| coded(it.code, it.weighty, language))
            .collect();
        data["questionCategories"] = QUESTION_CATEGORIES
            .iter()
            .map(|code| coded(code, false, language))
            .collect();
    }
    data
}

fn coded(code: &str, weighty: bool, language: Language) -> Value {
    let says = text(language, &format!("papers-code-{code}"));
    json!({"code": code.to_uppercase(), "weighty": weighty, "says": says})
}

fn room(room: &PrintedRoom, minutes: Option<u32>, language: Language) -> Value {
    let candidates = room.candidates.iter();
    json!({
        "name": room.name,
        "invigilators": room.invigilators,
        "candidates": candidates.map(|it| json!({
            "last": it.last_name,
            "first": it.first_name,
            "born": it.birth_date.format("%d/%m/%Y").to_string(),
            "bornLong": day(it.birth_date, language),
            "mark": it.mark,
            "need": it.extra_time.map(|percent| extra(percent, minutes, language)),
            "also": it.complementary,
        })).collect::<Vec<_>>(),
    })
}

/// `+33 %, soit 35 min de plus`
fn extra(percent: u16, minutes: Option<u32>, language: Language) -> String {
    let share = [("percent", FluentValue::from(percent.to_string()))];
    let share = text_with(language, "papers-extra-time", &share);
    let Some(minutes) = minutes else { return share };
    // Never less than the share: a minute that is begun is given.
    let more = (minutes * u32::from(percent)).div_ceil(100);
    let values = [
        ("share", share.as_str().into()),
        ("more", duration(more, language).into()),
        ("all", duration(minutes + more, language).into()),
    ];
    text_with(language, "papers-extra-time-of", &values)
}

/// `jeudi 21 mai 2026`
fn long_day(date: NaiveDate, language: Language) -> String {
    let values = [
        ("weekday", date.weekday().number_from_monday().into()),
        ("date", day(date, language).into()),
    ];
    text_with(language, "papers-day", &values)
}

/// `9 h 30`, `9:30`
fn time(time: NaiveTime, language: Language) -> String {
    let values = [
        ("hour", time.hour().to_string().into()),
        ("minute", format!("{:02}", time.minute()).into()),
    ];
    text_with(language, "papers-time-of-day", &values)
}

/// `1 h 45`, `45 min`
fn duration(minutes: u32, language: Language) -> String {
    let values = [
        ("hours", FluentValue::from(minutes / 60)),
        ("minutes", format!("{:02}", minutes % 60).into()),
        ("all", minutes.into()),
    ];
    text_with(language, "papers-length", &values)
}

/// Sentences by the name that a source calls them by.
pub(super) fn labelled<'a>(
    names: impl Iterator<Item = &'a &'static str>,
    language: Language,
) -> Map<String, Value> {
    // Pages are counted when they are composed.
    let places = [("page", "{page}".into()), ("pages", "{pages}".into())];
    names
        .map(|name| {
            let label = text_with(language, &format!("papers-{name}"), &places);
            ((*name).to_owned(), label.into())
        })
        .collect()
}

const COMMON: [&str; 14] = [
    "session-number",
    "centre",
    "place",
    "date",
    "time",
    "duration-label",
    "room",
    "invigilators",
    "exam",
    "page",
    "last-name",
    "first-name",
    "born",
    "signature",
];

const ATTENDANCE: [&str; 11] = [
    "attendance",
    "attendance-about",
    "expected",
    "present",
    "absent",
    "absent-short",
    "mark",
    "invigilator-statement",
    "needs",
    "needs-about",
    "need",
];

const INCIDENTS: [&str; 22] = [
    "incidents",
    "incidents-about",
    "categories",
    "categories-questions",
    "questions-about",
    "weighty",
    "incident-list",
    "incident-list-about",
    "candidate",
    "code",
    "question",
    "hour",
    "description",
    "unfinished",
    "unfinished-about",
    "abandoned",
    "technical",
    "general",
    "general-incident",
    "joining-incident",
    "general-comment",
    "report-statement",
];

const CONVOCATION: [&str; 13] = [
    "convocation",
    "convocation-lead",
    "convocation-arrive",
    "convocation-need",
    "convocation-also",
    "convocation-bring",
    "convocation-identity",
    "convocation-paper",
    "convocation-accounts",
    "convocation-late",
    "convocation-check",
    "convocation-mark",
    "convocation-made",
];

#[cfg(test)]
pub(super) mod tests {
    use chrono::TimeZone;

    use super::*;

    pub(in crate::document) fn session(candidates: usize) -> PrintedSession {
        let names = [
            ("Kervadec-Oduya", "Maëlle"),
            ("الخوارزمي", "ليلى"),
            ("בן־דוד", "נועה"),
            ("Παπαδόπουλος", "Γεώργιος"),
            (
                "Montgolfier-Saint-Barthélemy de la Rochefoucauld-Beauharnais d’Estrées-Vauvenargues",
                "Marie-Charlotte Anne Élisabeth Léone",
            ),
            ("Lefèvre", "Noé"),
        ];
        let candidate = |(place, (last, first)): (usize, &(&str, &str))| PrintedCandidate {
            last_name: (*last).to_owned(),
            first_name: (*first).to_owned(),
            birth_date: NaiveDate::from_ymd_opt(2008, 3, 1).unwrap(),
            mark: (place % 3 != 2).then(|| format!("T{}", place % 5)),
            extra_time: (place % 7 == 1).then_some(33),
            complementary: (place % 9 == 4).then(|| "CléA Numérique".to_owned()),
        };
        PrintedSession {
            issuer: "Institut des savoirs numériques".to_owned(),
            exam: "Certificat de compétences numériques".to_owned(),
            number: "4711".to_owned(),
            centre: "Lycée des Dunes".to_owned(),
            address: vec!["12 rue du Phare".to_owned(), "29100 Douarnenez".to_owned()],
            date: NaiveDate::from_ymd_opt(2026, 5, 21).unwrap(),
            time: NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
            minutes: Some(105),
            notes: None,
            rooms: vec![PrintedRoom {
                name: "Salle 101".to_owned(),
                invigilators: vec![
                    "Hortense Lavigerie-Sow".to_owned(),
                    "Ana Beltrán".to_owned(),
                ],
                candidates: names
                    .iter()
                    .cycle()
                    .take(candidates)
                    .enumerate()
                    .map(candidate)
                    .collect(),
            }],
            at: Utc.with_ymd_and_hms(2026, 5, 2, 8, 0, 0).unwrap(),
            specimen: false,
        }
    }

    #[test]
    fn the_sources_are_given_this() {
        insta::assert_json_snapshot!(data(
            SessionPaper::Attendance,
            &session(2),
            Language::French
        ));
    }

    #[test]
    fn an_incident_report_offers_the_codes_in_use() {
        let data = data(SessionPaper::Incidents, &session(0), Language::English);
        insta::assert_json_snapshot!([&data["categories"], &data["questionCategories"]]);
    }

    #[test]
    fn every_label_has_its_sentence_in_both_languages() {
        let all = COMMON
            .iter()
            .chain(&ATTENDANCE)
            .chain(&INCIDENTS)
            .chain(&CONVOCATION);
        for language in Language::ALL {
            for (name, label) in labelled(all.clone(), language) {
                assert!(
                    !label.as_str().unwrap().starts_with('['),
                    "{language} {name}"
                );
            }
        }
    }

    #[test]
    fn times_and_needs_are_written_as_each_language_writes_them() {
        let half_past = NaiveTime::from_hms_opt(9, 5, 0).unwrap();
        assert_eq!(time(half_past, Language::French), "9\u{a0}h\u{a0}05");
        assert_eq!(time(half_past, Language::English), "9:05");
        assert_eq!(duration(105, Language::French), "1\u{a0}h\u{a0}45");
        assert_eq!(duration(45, Language::English), "45\u{a0}min");
        assert_eq!(
            extra(33, Some(105), Language::English),
            "33\u{a0}% extra time: 35\u{a0}min more, 2\u{a0}h\u{a0}20 in all"
        );
    }

    #[test]
    fn every_paper_is_drawn_for_nobody_and_for_names_of_every_kind() {
        for paper in [
            SessionPaper::Attendance,
            SessionPaper::Incidents,
            SessionPaper::Convocations,
        ] {
            for language in Language::ALL {
                let count = if language == Language::French { 27 } else { 1 };
                let pdf = draw_session_paper(paper, &session(count), language).unwrap();
                assert!(pdf.starts_with(b"%PDF-"));
            }
        }
    }

    #[test]
    fn the_same_session_gives_the_same_paper() {
        let draw = || draw_session_paper(SessionPaper::Attendance, &session(3), Language::French);
        assert!(draw().unwrap() == draw().unwrap());
    }

    #[test]
    fn a_name_that_no_font_can_draw_is_an_error_that_names_it() {
        let mut session = session(1);
        session.rooms[0].candidates[0].last_name = "山田".to_owned();
        let error = draw_session_paper(SessionPaper::Attendance, &session, Language::French);
        assert!(matches!(error, Err(RenderError::Undrawable { .. })));
    }
}
