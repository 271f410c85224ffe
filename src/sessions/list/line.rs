//! One line of a candidate list: every value is checked, and every problem of the line is reported.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::birth_place;
use super::columns::{Column, Headers};
use super::problem::{Problem, Rule};
use crate::credential::GlyphCoverage;
use crate::results::{TextLine, date, is_invisible, mail_address, normalise};
use crate::sessions::candidate::{Billing, Candidate, Sex};

/// Longest value; the lint of certificates takes names of 120 characters.
const MOST_CHARACTERS: usize = 200;
/// Longest name.
const MOST_OF_A_NAME: usize = 120;
/// Nobody who sits an exam was born before.
const FIRST_BIRTH_YEAR: i32 = 1900;
/// Most extra time, in percent.
const MOST_EXTRA_TIME: u16 = 999;

/// A line being read.
pub(super) struct Line<'a> {
    given: &'a TextLine,
    headers: &'a Headers,
    problems: Vec<Problem>,
    /// Columns already reported, so that one faulty value has one problem.
    faulty: Vec<Column>,
}

impl<'a> Line<'a> {
    pub(super) fn new(given: &'a TextLine, headers: &'a Headers, coverage: &GlyphCoverage) -> Self {
        let mut line = Self {
            given,
            headers,
            problems: Vec::new(),
            faulty: Vec::new(),
        };
        for (column, _) in headers.known() {
            line.check(column, coverage);
        }
        line
    }

    /// What holds for every cell, whatever its column.
    fn check(&mut self, column: Column, coverage: &GlyphCoverage) {
        let text = self.cell(column);
        let name = matches!(column, Column::LastName | Column::FirstName);
        let most = if name {
            MOST_OF_A_NAME
        } else {
            MOST_CHARACTERS
        };
        if let Some(c) = text.chars().find(|&c| is_invisible(c)) {
            let code = format!("U+{:04X}", u32::from(c));
            self.fault_with(column, Rule::Invisible, "character", &code);
        } else if text.starts_with('#') && text.chars().all(|c| c != ' ' && !c.is_lowercase()) {
            self.fault(column, Rule::NotAValue);
        } else if text.chars().nth(most).is_some() {
            self.fault_with(column, Rule::TooLong, "characters", &most);
        } else {
            let missing = coverage.missing(&text.nfc().collect::<String>());
            if !missing.is_empty() {
                let shown: Vec<String> = missing.iter().take(8).map(char::to_string).collect();
                self.fault_with(column, Rule::Undrawable, "characters", &shown.join(" "));
            }
        }
    }

    /// Nothing tells which cells of a line are shifted, so no other problem of it would be certain.
    pub(super) fn has_the_right_length(&mut self, exact: bool) -> bool {
        let (cells, columns) = (self.given.cells.len(), self.headers.count());
        let right = cells == columns || (cells < columns && !exact);
        if !right {
            self.problems.clear();
            let problem = Problem::new(Rule::RowLength).at(self.given.number);
            let problem = problem.arg("cells", &cells).arg("columns", &columns);
            self.problems.push(problem);
        }
        right
    }

    pub(super) fn number(&self) -> u32 {
        self.given.number
    }

    /// The problems in the order of the columns.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        let place = |problem: &Problem| {
            problem
                .column
                .as_deref()
                .map(|it| self.headers.place_of(it))
        };
        self.problems.sort_by_cached_key(place);
        self.problems
    }

    /// The text of a cell in NFC without surrounding space; empty if there is no such column.
    pub(super) fn cell(&self, column: Column) -> String {
        let place = self.headers.place(column);
        let text = place.and_then(|place| self.given.cells.get(place));
        text.map_or_else(String::new, |text| text.trim().nfc().collect())
    }

    pub(super) fn optional(&self, column: Column) -> Option<String> {
        Some(self.cell(column)).filter(|text| !text.is_empty())
    }

    pub(super) fn required(&mut self, column: Column) -> Option<String> {
        let text = self.optional(column);
        if text.is_none() {
            self.fault(column, Rule::Missing);
        }
        text
    }

    /// Reports a faulty value; the first problem of a column is the one that helps.
    pub(super) fn fault(&mut self, column: Column, rule: Rule) {
        self.fault_with(column, rule, "limit", "");
    }

    pub(super) fn fault_with(
        &mut self,
        column: Column,
        rule: Rule,
        name: &'static str,
        arg: &(impl ToString + ?Sized),
    ) {
        if self.faulty.contains(&column) {
            return;
        }
        self.faulty.push(column);
        let problem = Problem::new(rule)
            .at(self.given.number)
            .column(self.headers.name(column))
            .value(&self.cell(column))
            .arg(name, arg);
        self.problems.push(problem);
    }

    /// The candidate of the line if nothing in it is wrong.
    pub(super) fn candidate(
        &mut self,
        exam_date: Option<NaiveDate>,
        school: bool,
    ) -> Option<Candidate> {
        let last_name = self.required(Column::LastName);
        let first_name = self.required(Column::FirstName);
        let birth_date = self.birth_date(exam_date);
        let sex = self.sex();
        let birth_place = birth_place::read(self);
        let extra_time = self.extra_time();
        let complementary = self.complementary();
        let (billing, prepayment_code) = self.billing(school);
        let convocation_mail = self.mail(Column::ConvocationMail);
        let results_mail = self.mail(Column::ResultsMail);
        if !self.problems.is_empty() {
            return None;
        }
        Some(Candidate {
            place: 0,
            line: self.given.number,
            last_name: last_name?,
            first_name: first_name?,
            birth_date: birth_date?,
            sex: sex?,
            birth_place: birth_place?,
            local_id: self.optional(Column::LocalId),
            class: self.optional(Column::Class),
            extra_time,
            convocation_mail,
            results_mail,
            complementary,
            billing,
            prepayment_code,
        })
    }

    pub(super) fn date(&mut self, column: Column) -> Option<NaiveDate> {
        let text = self.required(column)?;
        let date = date(&text);
        if date.is_none() {
            self.fault(column, Rule::BadDate);
        }
        date
    }

    fn birth_date(&mut self, exam_date: Option<NaiveDate>) -> Option<NaiveDate> {
        let birth = self.date(Column::BirthDate)?;
        if birth.year() < FIRST_BIRTH_YEAR {
            let year = FIRST_BIRTH_YEAR.to_string();
            self.fault_with(Column::BirthDate, Rule::BornTooEarly, "year", &year);
        } else if exam_date.is_some_and(|exam| birth >= exam) {
            self.fault(Column::BirthDate, Rule::BornAfterExam);
        }
        Some(birth)
    }

    fn sex(&mut self) -> Option<Sex> {
        let text = self.required(Column::Sex)?;
        let sex = match text.as_str() {
            "F" | "f" => Some(Sex::F),
            "M" | "m" => Some(Sex::M),
            _ => None,
        };
        if sex.is_none() {
            self.fault(Column::Sex, Rule::BadSex);
        }
        sex
    }

    fn mail(&mut self, column: Column) -> Option<String> {
        let given = self.optional(column)?;
        let address = mail_address(&given);
        if address.is_none() {
            self.fault(column, Rule::BadMail);
        }
        address
    }

    fn extra_time(&mut self) -> Option<u16> {
        let text = self.optional(Column::ExtraTime)?;
        match extra_time(&text) {
            Ok(0) => None,
            Ok(percent) => Some(percent),
            Err(rule) => {
                self.fault(Column::ExtraTime, rule);
                None
            }
        }
    }

    /// The further certification that the line asks for: one at most.
    fn complementary(&mut self) -> Option<String> {
        let headers = self.headers;
        let mut asked: Vec<(Column, String)> = Vec::new();
        for (column, label) in headers.complementary() {
            match normalise(&self.cell(column)).as_str() {
                "" | "non" | "no" => {}
                "oui" | "yes" => asked.push((column, label.to_owned())),
                _ => self.fault(column, Rule::BadAnswer),
            }
        }
        if let [_, (second, _), ..] = asked[..] {
            self.fault(second, Rule::SeveralCertifications);
        }
        asked.into_iter().next().map(|(_, label)| label)
    }

    fn billing(&mut self, school: bool) -> (Option<Billing>, Option<String>) {
        let code = self.optional(Column::PrepaymentCode);
        let billing = match normalise(&self.cell(Column::Billing)).as_str() {
            "" => None,
            "gratuite" | "free" => Some(Billing::Free),
            "payante" | "paid" => Some(Billing::Paid),
            "prepayee" | "prepaid" => Some(Billing::Prepaid),
            _ => {
                self.fault(Column::Billing, Rule::BadBilling);
                return (None, None);
            }
        };
        match (school, billing, &code) {
            (true, Some(_), _) => self.fault(Column::Billing, Rule::BillingInSchool),
            (false, None, _) => self.fault(Column::Billing, Rule::BillingMissing),
            (_, Some(Billing::Prepaid), None) => {
                self.fault(Column::PrepaymentCode, Rule::PrepaymentCodeMissing);
            }
            (_, None | Some(Billing::Free | Billing::Paid), Some(_)) => {
                self.fault(Column::PrepaymentCode, Rule::PrepaymentCodeNeedless);
            }
            _ => {}
        }
        (billing, code)
    }
}

/// Extra time in percent. With a sign, a percentage; `0,33` is what a spreadsheet makes of 33 %; of
/// `1` nobody knows whether it is one percent or twice the time.
fn extra_time(text: &str) -> Result<u16, Rule> {
    let text = text.replace(',', ".");
    let bad = Rule::BadExtraTime;
    let percent = match text.strip_suffix('%') {
        Some(number) => whole(number.trim()).ok_or(bad)?,
        None if text.contains('.') => {
            let (units, decimals) = text.split_once('.').ok_or(bad)?;
            let fraction = format!("{decimals:0<2}");
            let (hundredths, rest) = fraction.split_at_checked(2).ok_or(bad)?;
            // 0.3333 is a third: what it is of a percent more is no minute of an exam.
            let digits = rest.bytes().all(|byte| byte.is_ascii_digit());
            let units = whole(units)
                .filter(|units| digits && *units < 10)
                .ok_or(bad)?;
            units * 100 + whole(hundredths).ok_or(bad)?
        }
        None => match whole(&text).ok_or(bad)? {
            0 => 0,
            1..=9 => return Err(Rule::AmbiguousExtraTime),
            percent => percent,
        },
    };
    if percent <= MOST_EXTRA_TIME {
        Ok(percent)
    } else {
        Err(bad)
    }
}

fn whole(digits: &str) -> Option<u16> {
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| digits.parse().ok())
        .flatten()
        .filter(|number| *number <= MOST_EXTRA_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_time_is_read_as_spreadsheets_and_people_write_it() {
        for (text, percent) in [
            ("33%", 33),
            ("33 %", 33),
            ("33", 33),
            ("0.33", 33),
            ("0,3", 30),
            ("0.3333", 33),
            ("1.5", 150),
            ("1%", 1),
            ("100 %", 100),
            ("0", 0),
        ] {
            assert_eq!(extra_time(text), Ok(percent), "{text}");
        }
        for text in ["oui", "-5%", "33.5%", "10.5", "0.", "1000", ".5", "0.3x"] {
            assert_eq!(extra_time(text).ok(), (text == "0.").then_some(0), "{text}");
        }
        assert_eq!(extra_time("1"), Err(Rule::AmbiguousExtraTime));
    }
}
