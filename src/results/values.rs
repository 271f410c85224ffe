//! Single values as people write them: dates, yes and no, ends of test, student numbers.

use chrono::NaiveDate;

use super::End;
use super::identity::normalise;

/// A date in ISO form (a time after it is left out) or as day/month/year. A year has four digits:
/// `03/04/26` could be too many days.
pub fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    if let [day, month, year] = parts[..] {
        return date_of(year, month, day);
    }
    let day_part = match text.find(['T', ' ']) {
        Some(end) => text.get(..end)?,
        None => text,
    };
    let parts: Vec<&str> = day_part.split('-').collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    (month.len() == 2 && day.len() == 2)
        .then(|| date_of(year, month, day))
        .flatten()
}

fn date_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    NaiveDate::from_ymd_opt(
        i32::try_from(whole_number(year)?).ok()?,
        whole_number(month)?,
        whole_number(day)?,
    )
}

/// A whole number in plain digits.
pub(super) fn whole_number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Option<bool> {
    match normalise(text).as_str() {
        "oui" | "vrai" | "yes" | "true" | "1" | "x" => Some(true),
        "" | "non" | "faux" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Why a test ended.
pub(super) fn end(text: &str) -> Option<End> {
    match normalise(text).as_str() {
        "termine" | "completed" => Some(End::Completed),
        "candidat" | "candidate" => Some(End::Candidate),
        "temps" | "time" => Some(End::Time),
        "technique" | "technical" => Some(End::Technical),
        _ => None,
    }
}

/// A national student number in capitals: nine digits and two letters, or ten digits and one.
pub fn ine(text: &str) -> Option<String> {
    let number = text.to_ascii_uppercase();
    let letters = number
        .bytes()
        .rev()
        .take_while(u8::is_ascii_uppercase)
        .count();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let whole = number.len() == 11 && digits + letters == 11;
    (whole && (1..=2).contains(&letters)).then_some(number)
}

/// The number of a French school (UAI) in capitals: seven digits and a letter.
pub fn uai(text: &str) -> Option<String> {
    let number = text.to_ascii_uppercase();
    let (digits, letter) = number.split_at_checked(7)?;
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit())
        && letter.len() == 1
        && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    whole.then_some(number)
}

/// A mark for "nothing": empty, a hyphen or a dash.
pub(super) fn is_nothing(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—")
}

/// A character that can't be seen and has no place in a name: controls, marks that turn the
/// direction of a text, zero-width spaces. Joiners stay: Persian and Indic names need them.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// An e-mail address as SMTP carries it without extensions (RFC 5321 §4.1.2).
///
/// A dot-string, and a domain of at least two labels. Quoted names and addresses of machines are refused: nobody has
/// them, and typing errors look like them.
pub fn mail_address(text: &str) -> Option<String> {
    let (name, domain) = text.split_once('@')?;
    let of_a_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let names = name
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(of_a_name));
    let of_a_domain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let labels: Vec<&str> = domain.split('.').collect();
    let domains = labels.len() > 1
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && label.chars().all(of_a_domain)
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
        && labels
            .last()
            .is_some_and(|top| top.chars().any(|c| c.is_ascii_alphabetic()));
    let short = name.len() <= 64 && text.len() <= 254;
    (names && domains && short).then(|| format!("{name}@{}", domain.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_iso_and_french_form_only() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 9);
        for text in [
            "2026-06-09",
            "09/06/2026",
            "9/6/2026",
            " 2026-06-09T00:00:00 ",
            "2026-06-09 08:30",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in [
            "",
            "09/06/26",
            "2026-6-9",
            "2026/06/09",
            "31/02/2026",
            "09.06.2026",
            "+9/06/2026",
            "46182",
            "٠٩/٠٦/2026",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn student_numbers_have_nine_digits_and_two_letters_or_ten_and_one() {
        assert_eq!(ine("123456789ab").as_deref(), Some("123456789AB"));
        assert_eq!(ine("0123456789Z").as_deref(), Some("0123456789Z"));
        for text in [
            "",
            "12345678901",
            "12345678ABC",
            "1234567A9BC",
            "123456789A",
            "123456789AÉ",
        ] {
            assert_eq!(ine(text), None, "{text}");
        }
    }

    #[test]
    fn schools_have_seven_digits_and_a_letter() {
        assert_eq!(uai("0290123k").as_deref(), Some("0290123K"));
        for text in [
            "",
            "0290123",
            "02901234",
            "029012KK",
            "0290123É",
            "0290123KK",
            "é290123",
        ] {
            assert_eq!(uai(text), None, "{text}");
        }
    }

    #[test]
    fn an_e_mail_address_has_a_name_and_a_domain_with_a_point() {
        assert_eq!(
            mail_address("Ada.L+x@Example.FR").as_deref(),
            Some("Ada.L+x@example.fr")
        );
        let long = format!("{}@example.fr", "a".repeat(65));
        for text in [
            "",
            "ada",
            "ada@",
            "@example.fr",
            "ada@example",
            "ada@@example.fr",
            "ada.@example.fr",
            "ada..l@example.fr",
            "ada l@example.fr",
            "ada@-example.fr",
            "ada@example..fr",
            "ada@[192.0.2.1]",
            "ada@192.0.2.1",
            "Ada <ada@example.fr>",
            "ada@example.fr, bob@example.fr",
            "\"ada\"@example.fr",
            "adà@example.fr",
            "ada@example.fr\r\nBcc: bob@example.fr",
            &long,
        ] {
            assert_eq!(mail_address(text), None, "{text}");
        }
    }

    #[test]
    fn only_plain_digits_are_a_number() {
        assert_eq!(whole_number("0895"), Some(895));
        for text in ["", "+1", "-1", "1.0", "1e3", "99999999999", "٣"] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }
}
