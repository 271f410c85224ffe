//! Dates and instants as each language writes them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Tz;

use super::{Language, text_with};

/// `21 mai 2026`
pub fn day(language: Language, date: NaiveDate) -> String {
    let values = [
        ("day", date.day().into()),
        ("month", date.month().into()),
        // As text: a number would be free to group its thousands.
        ("year", date.year().to_string().into()),
    ];
    text_with(language, "document-date", &values)
}

/// `21 mai 2026 à 10 h 42 (Paris)`
pub fn instant(language: Language, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let values = [
        ("date", day(language, local.date_naive()).into()),
        ("hour", local.hour().to_string().into()),
        ("minute", format!("{:02}", local.minute()).into()),
        ("zone", place(zone).into()),
    ];
    text_with(language, "pages-instant", &values)
}

/// Whose time it is, as people call it: `America/Argentina/Buenos_Aires` is Buenos Aires.
pub fn place(zone: Tz) -> String {
    let name = zone.name();
    let city = name.rsplit_once('/').map_or(name, |(_, city)| city);
    city.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_each_language_writes_them() {
        let at = "2026-11-21T09:02:07Z".parse().unwrap();
        let zone = chrono_tz::Europe::Paris;
        assert_eq!(
            instant(Language::French, at, zone),
            "21 novembre 2026 à 10\u{a0}h\u{a0}02 (Paris)"
        );
        assert_eq!(
            instant(Language::English, at, zone),
            "21 November 2026, 10:02 (Paris)"
        );
        assert_eq!(
            place(chrono_tz::America::Argentina::Buenos_Aires),
            "Buenos Aires"
        );
        assert_eq!(place(chrono_tz::UTC), "UTC");
    }
}
