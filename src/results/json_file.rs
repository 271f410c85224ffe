//! JSON: an array of objects, alone or under the key `results`, with the same column names.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::RuleId;
use super::report::{ImportReport, Problem};
use super::table::{Cell, Line, MAX_COLUMNS, MAX_ROWS, Table};

/// Reads a JSON file. The line of a record is the line its object starts on.
pub(super) fn read(bytes: &[u8], report: &mut ImportReport) -> Option<Table> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf");
    report.had_bom = body.is_some();
    let Ok(text) = std::str::from_utf8(body.unwrap_or(bytes)) else {
        return report.stop(Problem::new(RuleId::NOT_TEXT));
    };
    report.encoding = Some("UTF-8");
    let mut cursor = Cursor {
        text,
        at: 0,
        line: 1,
    };
    match read_records(&mut cursor) {
        Ok(table) => Some(table),
        Err(Fault::NotRecords) => report.stop(Problem::new(RuleId::NOT_RECORDS)),
        Err(Fault::Invalid { line }) => {
            report.stop(Problem::new(RuleId::INVALID_JSON).arg("line", &line))
        }
    }
}

enum Fault {
    NotRecords,
    Invalid { line: u32 },
}

fn read_records(cursor: &mut Cursor<'_>) -> Result<Table, Fault> {
    if cursor.take('{') {
        loop {
            if !cursor.peek_is('"') {
                return Err(Fault::NotRecords);
            }
            let key: String = cursor.value()?;
            cursor.expect(':')?;
            if key == "results" {
                break;
            }
            let _: Value = cursor.value()?;
            if !cursor.take(',') {
                return Err(Fault::NotRecords);
            }
        }
        let table = read_array(cursor)?;
        if is_over_limits(&table) {
            return Ok(table);
        }
        while cursor.take(',') {
            let _: String = cursor.value()?;
            cursor.expect(':')?;
            let _: Value = cursor.value()?;
        }
        cursor.expect('}')?;
        cursor.finish(table)
    } else {
        let table = read_array(cursor)?;
        cursor.finish(table)
    }
}

/// Where the reading stops; the caller reports the limits.
fn is_over_limits(table: &Table) -> bool {
    table.lines.len() > MAX_ROWS || table.headers.len() > MAX_COLUMNS
}

fn read_array(cursor: &mut Cursor<'_>) -> Result<Table, Fault> {
    if !cursor.take('[') {
        return Err(Fault::NotRecords);
    }
    let mut table = Table::default();
    let mut places = HashMap::new();
    if cursor.take(']') {
        return Ok(table);
    }
    loop {
        if !cursor.peek_is('{') {
            return Err(Fault::NotRecords);
        }
        let number = cursor.line_here();
        let record: Record = cursor.value()?;
        table
            .lines
            .push(to_line(number, record, &mut table.headers, &mut places));
        if is_over_limits(&table) {
            return Ok(table);
        }
        if !cursor.take(',') {
            cursor.expect(']')?;
            return Ok(table);
        }
    }
}

/// A record's cells under the headers seen so far; new keys become new headers.
fn to_line(
    number: u32,
    record: Record,
    headers: &mut Vec<String>,
    places: &mut HashMap<String, usize>,
) -> Line {
    let mut cells = vec![Cell::Text(String::new()); headers.len()];
    let mut seen = Vec::new();
    for (key, value) in record.0 {
        let place = *places.entry(key.clone()).or_insert_with(|| {
            headers.push(key.clone());
            headers.len() - 1
        });
        if cells.len() <= place {
            cells.resize(place + 1, Cell::Text(String::new()));
        }
        // Two values for one key: neither can be preferred.
        cells[place] = if seen.contains(&place) {
            Cell::NotAValue(format!("{key}, {key}"))
        } else {
            to_cell(value)
        };
        seen.push(place);
    }
    Line { number, cells }
}

fn to_cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Text(String::new()),
        Value::Bool(flag) => Cell::Text(flag.to_string()),
        Value::Number(number) => Cell::Text(number.to_string()),
        Value::String(text) => Cell::Text(text),
        Value::Array(_) | Value::Object(_) => Cell::NotAValue(value.to_string()),
    }
}

/// An object with its keys in order and none lost, as `serde_json::Map` would lose a repeated one.
struct Record(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Record;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Record(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A place in the text that only goes forward and knows its line.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        self.advance(blanks);
    }

    fn advance(&mut self, bytes: usize) {
        let passed = self.rest().get(..bytes).unwrap_or_default();
        let breaks = passed.matches('\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at += bytes;
    }

    fn line_here(&mut self) -> u32 {
        self.skip_blanks();
        self.line
    }

    fn peek_is(&mut self, c: char) -> bool {
        self.skip_blanks();
        self.rest().starts_with(c)
    }

    fn take(&mut self, c: char) -> bool {
        let there = self.peek_is(c);
        if there {
            self.advance(c.len_utf8());
        }
        there
    }

    fn expect(&mut self, c: char) -> Result<(), Fault> {
        if self.take(c) {
            Ok(())
        } else {
            Err(Fault::Invalid { line: self.line })
        }
    }

    fn value<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        self.skip_blanks();
        let mut values = serde_json::Deserializer::from_str(self.rest()).into_iter::<T>();
        let value = values.next();
        let used = values.byte_offset();
        match value {
            Some(Ok(value)) => {
                self.advance(used);
                Ok(value)
            }
            Some(Err(error)) => {
                // The error counts its lines from the start of this value.
                let below = u32::try_from(error.line().saturating_sub(1)).unwrap_or(0);
                let line = self.line.saturating_add(below);
                Err(Fault::Invalid { line })
            }
            None => Err(Fault::Invalid { line: self.line }),
        }
    }

    fn finish(&mut self, table: Table) -> Result<Table, Fault> {
        self.skip_blanks();
        if is_over_limits(&table) || self.rest().is_empty() {
            Ok(table)
        } else {
            Err(Fault::Invalid { line: self.line })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> (Option<Table>, ImportReport) {
        let mut report = ImportReport::new("test.json");
        let table = read(text.as_bytes(), &mut report);
        (table, report)
    }

    #[test]
    fn records_are_found_alone_or_under_results_with_their_lines() {
        for text in [
            "[\n{\"a\": 1},\n\n {\"b\": null, \"a\": \"x\"}]",
            "{\"version\": 1, \"results\": [\n{\"a\": 1},\n\n{\"b\": null, \"a\": \"x\"}], \"n\": []}",
        ] {
            let table = table(text).0.unwrap();
            assert_eq!(table.headers, ["a", "b"]);
            let lines: Vec<u32> = table.lines.iter().map(|line| line.number).collect();
            assert_eq!(lines, [2, 4]);
            assert_eq!(table.lines[1].cells[0], Cell::Text("x".to_owned()));
        }
    }

    #[test]
    fn a_syntax_error_is_reported_with_its_line() {
        for (text, line) in [
            ("[\n{\"a\": 1},\n{\"a\":: 2}]", "3"),
            ("[{\"a\": 1}\n\n{\"a\": 2}]", "3"),
            ("[{\"a\": 1}] x", "1"),
            ("{\"results\": []", "1"),
        ] {
            let (table, report) = table(text);
            assert!(table.is_none(), "{text}");
            assert_eq!(report.problems[0].rule, RuleId::INVALID_JSON, "{text}");
            assert_eq!(report.problems[0].args[0].1, line, "{text}");
        }
    }

    #[test]
    fn json_of_another_shape_is_not_records() {
        for text in ["1", "{}", "{\"people\": []}", "[1]", "{\"results\": {}}"] {
            let (table, report) = table(text);
            assert!(table.is_none(), "{text}");
            assert_eq!(report.problems[0].rule, RuleId::NOT_RECORDS, "{text}");
        }
    }

    #[test]
    fn a_key_given_twice_is_no_value() {
        let table = table("[{\"a\": 1, \"a\": 2}]").0.unwrap();
        assert!(matches!(table.lines[0].cells[0], Cell::NotAValue(_)));
    }
}
