//! Numbers as each language groups their digits.

use fluent_bundle::FluentValue;

use super::Language;

/// A number with its thousands apart: `1 248`, `1,248`.
pub fn number(language: Language, number: u64) -> String {
    let apart = match language {
        // A narrow space at which no line breaks.
        Language::French => '\u{202f}',
        Language::English => ',',
    };
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(apart);
        }
        grouped.push(digit);
    }
    grouped
}

/// How French sentences write what they count.
pub(super) fn in_french<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    counted(Language::French, value)
}

/// How English sentences write what they count.
pub(super) fn in_english<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    counted(Language::English, value)
}

/// What only looks like a number (a year, a line, an identifier) comes as text and stays as it is.
fn counted(language: Language, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(given) = value else {
        return None;
    };
    let whole = given.as_string().parse().ok()?;
    Some(number(language, whole))
}

/// `NUMBER($cells)` in a sentence: counts with a value that comes as text.
pub(super) fn read<'a>(given: &[FluentValue<'a>]) -> FluentValue<'a> {
    match given.first() {
        Some(FluentValue::String(digits)) => FluentValue::try_number(digits).into_owned(),
        Some(number) => number.clone(),
        None => FluentValue::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text_with;
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(number(Language::French, 1_248), "1\u{202f}248");
        let english = |given| number(Language::English, given);
        assert_eq!(
            [0, 999, 1_000, 895_000, 1_000_000].map(english),
            ["0", "999", "1,000", "895,000", "1,000,000"]
        );
    }

    #[test]
    fn sentences_group_what_they_count_and_nothing_else() {
        let told = |rows: FluentValue<'static>| {
            text_with(
                Language::English,
                "organisation-read-rows",
                &[("rows", rows)],
            )
        };
        assert_eq!(told(1.into()), "1 row.");
        assert_eq!(told(20_000.into()), "20,000 rows.");
        assert_eq!(told("20000".into()), "20000 rows.");
        let limit = [("rows", FluentValue::from("20000"))];
        assert_eq!(
            text_with(Language::English, "results-too-many-rows", &limit),
            "The file has more than 20,000 rows."
        );
        assert_eq!(told(FluentValue::from(1.5)), "1.5 rows.");
    }
}
