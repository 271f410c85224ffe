//! Cells of the tables we hand out that a spreadsheet would compute (CWE-1236).

use std::borrow::Cow;

/// A text that a spreadsheet would compute is made plain text by an apostrophe. Numbers, dates and
/// telephone numbers stay as they are: they begin with a sign and compute nothing.
pub fn inert(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Whether a spreadsheet would compute a text.
pub fn is_formula(cell: &str) -> bool {
    let begins_like_a_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
        // Full-width signs, which some spreadsheets take for the same.
        || cell.starts_with(['＝', '＋', '－', '＠']);
    begins_like_a_formula && !is_number(cell)
}

/// A sign and digits with what separates them, or a sign alone: the common mark for "nothing".
fn is_number(cell: &str) -> bool {
    let Some(rest) = cell.strip_prefix(['+', '-']) else {
        return false;
    };
    rest.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_made_text_and_numbers_stay() {
        for formula in [
            "=1+1",
            "+1+1",
            "-1+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=",
            "＝1",
            "-A1",
            "+33(0)6",
        ] {
            assert_eq!(inert(formula), format!("'{formula}"), "{formula:?}");
        }
        for plain in [
            "-12,5",
            "+33 6 12 34 56 78",
            "-",
            "12",
            "7K2M-9QXT",
            "",
            "a=b",
            "'=1",
            "-5 %",
        ] {
            assert_eq!(inert(plain), plain);
        }
    }
}
