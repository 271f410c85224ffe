//! One line of a file: every value is checked, and every problem of the line is reported.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::columns::{self, Column, Headers};
use super::report::{ImportReport, Problem};
use super::table::{Cell, Line, Table};
use super::{
    Contact, FinalizedResult, Format, Identity, Layout, RuleId, own_form, pix_export, repeats,
    values,
};
use crate::framework::Framework;

/// Longest value: the longest real names have about 200 characters.
const MAX_CHARACTERS: usize = 500;
/// Nobody who sits an exam was born before.
const FIRST_BIRTH_YEAR: i32 = 1900;

/// Reads every line; those without error become results.
pub(super) fn read_all(
    table: &Table,
    headers: &Headers,
    framework: &Framework,
    report: &mut ImportReport,
) -> Vec<FinalizedResult> {
    let mut results = Vec::new();
    report.rows_read = table.lines.len();
    for line in &table.lines {
        let mut row = Row::new(line, headers, framework);
        results.extend(row.read(report.format == Some(Format::Csv)));
        report.problems.append(&mut row.problems);
    }
    repeats::settle(results, report)
}

/// A line being read.
pub(super) struct Row<'a> {
    line: &'a Line,
    headers: &'a Headers,
    pub(super) framework: &'a Framework,
    problems: Vec<Problem>,
    /// Columns already reported, so that one faulty value has one problem.
    faulty: BTreeSet<Column>,
}

impl<'a> Row<'a> {
    fn new(line: &'a Line, headers: &'a Headers, framework: &'a Framework) -> Self {
        Self {
            line,
            headers,
            framework,
            problems: Vec::new(),
            faulty: BTreeSet::new(),
        }
    }

    /// The result of the line if nothing in it is wrong; its problems are in the columns' order.
    fn read(&mut self, exact_length: bool) -> Option<FinalizedResult> {
        let (cells, columns) = (self.line.cells.len(), self.headers.count);
        if cells > columns || (exact_length && cells < columns) {
            // Nothing tells which cells are shifted, so no other problem of the line is certain.
            let problem = Problem::new(RuleId::ROW_LENGTH)
                .arg("cells", &cells)
                .arg("columns", &columns);
            self.push(problem);
            return None;
        }
        self.check_cells();
        let result = match self.headers.layout {
            Layout::Sceau => own_form::read(self),
            Layout::PixExport => pix_export::read(self),
        };
        let headers = self.headers;
        self.problems
            .sort_by_key(|problem| headers.place_of_given(problem.column.as_deref()));
        result.filter(|_| self.problems.is_empty())
    }

    /// Checks what holds for every cell, whatever its column.
    fn check_cells(&mut self) {
        let known: Vec<Column> = columns::all(self.framework)
            .filter(|column| self.headers.place(*column).is_some())
            .collect();
        for column in known {
            let text = self.cell(column);
            if let Some(Cell::NotAValue(_)) = self.raw(column) {
                self.fault(column, RuleId::NOT_A_VALUE);
            } else if text.chars().nth(MAX_CHARACTERS).is_some() {
                self.fault_with(
                    column,
                    RuleId::VALUE_TOO_LONG,
                    "characters",
                    &MAX_CHARACTERS,
                );
            } else if let Some(c) = text.chars().find(|&c| values::is_invisible(c)) {
                let code = format!("U+{:04X}", u32::from(c));
                self.fault_with(column, RuleId::CONTROL_CHARACTER, "character", &code);
            }
        }
    }

    /// Where the line stands in the file.
    pub(super) fn number_of_line(&self) -> u32 {
        self.line.number
    }

    fn raw(&self, column: Column) -> Option<&'a Cell> {
        self.line.cells.get(self.headers.place(column)?)
    }

    /// The text of a cell without surrounding space; empty if the file has no such column.
    pub(super) fn cell(&self, column: Column) -> String {
        match self.raw(column) {
            Some(Cell::Text(text) | Cell::NotAValue(text)) => text.trim().to_owned(),
            None => String::new(),
        }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.headers.place(column).is_some()
    }

    fn push(&mut self, problem: Problem) {
        self.problems.push(problem.line(self.line.number));
    }

    /// Reports a faulty value; the first problem of a column is the one that helps.
    pub(super) fn fault(&mut self, column: Column, rule: RuleId) {
        self.fault_with(column, rule, "limit", "");
    }

    pub(super) fn fault_with(
        &mut self,
        column: Column,
        rule: RuleId,
        name: &'static str,
        arg: &(impl ToString + ?Sized),
    ) {
        if !self.faulty.insert(column) {
            return;
        }
        let header = match self.headers.place(column) {
            Some(place) => self.headers.given(place).trim().to_owned(),
            None => columns::french_name(column, self.framework),
        };
        let value = self.cell(column);
        let mut problem = Problem::new(rule).column(header).arg(name, arg);
        if !value.is_empty() {
            problem = problem.value(&value);
        }
        self.push(problem);
    }

    pub(super) fn required(&mut self, column: Column) -> Option<String> {
        let text = self.optional(column);
        if text.is_none() {
            self.fault(column, RuleId::MISSING_VALUE);
        }
        text
    }

    pub(super) fn optional(&self, column: Column) -> Option<String> {
        let text: String = self.cell(column).nfc().collect();
        (!text.is_empty()).then_some(text)
    }

    pub(super) fn date(&mut self, column: Column) -> Option<NaiveDate> {
        let text = self.required(column)?;
        let date = values::date(&text);
        if date.is_none() {
            self.fault(column, RuleId::INVALID_DATE);
        }
        date
    }

    pub(super) fn optional_number(&mut self, column: Column) -> Option<u32> {
        let text = self.cell(column);
        if values::is_nothing(&text) {
            return None;
        }
        let number = values::whole_number(&text);
        if number.is_none() {
            self.fault(column, RuleId::INVALID_NUMBER);
        }
        number
    }

    pub(super) fn number(&mut self, column: Column) -> Option<u32> {
        if values::is_nothing(&self.cell(column)) {
            self.fault(column, RuleId::MISSING_VALUE);
            return None;
        }
        self.optional_number(column)
    }

    pub(super) fn flag(&mut self, column: Column) -> bool {
        let flag = values::flag(&self.cell(column));
        if flag.is_none() {
            self.fault(column, RuleId::INVALID_FLAG);
        }
        flag.unwrap_or_default()
    }

    /// Who sat the exam, with a birth date that can be true.
    pub(super) fn identity(&mut self, exam_date: Option<NaiveDate>) -> Option<Identity> {
        let last_name = self.required(Column::LastName);
        let first_name = self.required(Column::FirstName);
        let birth_date = self.date(Column::BirthDate);
        let birth_place = self.required(Column::BirthPlace);
        if let Some(birth) = birth_date {
            if chrono::Datelike::year(&birth) < FIRST_BIRTH_YEAR {
                self.fault_with(
                    Column::BirthDate,
                    RuleId::IMPLAUSIBLE_BIRTH,
                    "year",
                    &FIRST_BIRTH_YEAR,
                );
            } else if let Some(exam) = exam_date.filter(|&exam| birth >= exam) {
                self.fault_with(Column::BirthDate, RuleId::BIRTH_AFTER_EXAM, "exam", &exam);
            }
        }
        let given_ine = self.optional(Column::Ine);
        let ine = given_ine.as_deref().and_then(values::ine);
        if given_ine.is_some() && ine.is_none() {
            self.fault(Column::Ine, RuleId::INVALID_INE);
        }
        Some(Identity {
            last_name: last_name?,
            first_name: first_name?,
            birth_date: birth_date?,
            birth_place: birth_place?,
            local_id: self.optional(Column::LocalId),
            ine,
        })
    }

    /// The school's number, if there is one.
    pub(super) fn organization_uai(&mut self) -> Option<String> {
        let given = self.optional(Column::OrganizationUai)?;
        let uai = values::uai(&given);
        if uai.is_none() {
            self.fault(Column::OrganizationUai, RuleId::INVALID_UAI);
        }
        uai
    }

    /// Whom to write to.
    pub(super) fn contact(&mut self) -> Contact {
        Contact {
            candidate: self.mail(Column::CandidateMail),
            prescriber: self.mail(Column::PrescriberMail),
        }
    }

    fn mail(&mut self, column: Column) -> Option<String> {
        let given = self.optional(column)?;
        let address = values::mail_address(&given);
        if address.is_none() {
            self.fault(column, RuleId::INVALID_MAIL);
        }
        address
    }

    /// Checks a score against the framework's scale.
    pub(super) fn check_score(&mut self, column: Column, score: u32) {
        if score > self.framework.max_score {
            self.fault_with(
                column,
                RuleId::SCORE_RANGE,
                "maximum",
                &self.framework.max_score,
            );
        }
    }

    /// The levels of all competences: all given, or none at all. `blank` is what a missing level
    /// among others means, where it means anything.
    pub(super) fn levels(&mut self, blank: Option<u8>) -> Vec<u8> {
        let columns: Vec<Column> = (0..self.framework.competences().count())
            .map(Column::Competence)
            .collect();
        if columns
            .iter()
            .all(|&column| values::is_nothing(&self.cell(column)))
        {
            return Vec::new();
        }
        columns
            .into_iter()
            .map(|column| self.level(column, blank))
            .collect()
    }

    fn level(&mut self, column: Column, blank: Option<u8>) -> u8 {
        if values::is_nothing(&self.cell(column)) {
            if blank.is_none() {
                self.fault(column, RuleId::LEVEL_MISSING);
            }
            return blank.unwrap_or_default();
        }
        let Some(number) = self.optional_number(column) else {
            return 0;
        };
        let maximum = self.framework.max_level;
        let level = u8::try_from(number).ok().filter(|&level| level <= maximum);
        if level.is_none() {
            self.fault_with(column, RuleId::LEVEL_RANGE, "maximum", &maximum);
        }
        level.unwrap_or_default()
    }
}
