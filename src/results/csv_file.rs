//! CSV as spreadsheets of several countries and decades save it: the encoding and the delimiter
//! are found out and reported.

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::RuleId;
use super::report::{ImportReport, Problem};
use super::table::{Cell, Line, MAX_COLUMNS, MAX_ROWS, Table};

const DELIMITERS: [char; 3] = [';', ',', '\t'];

/// Reads a CSV file.
pub(super) fn read(bytes: &[u8], report: &mut ImportReport) -> Option<Table> {
    let text = decode(bytes, report)?;
    let (body, announced) = skip_announcement(&text);
    let delimiter = announced.unwrap_or_else(|| find_delimiter(body));
    report.delimiter = Some(delimiter);
    let mut places = Places::new(&text, text.len() - body.len());
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b';'))
        .from_reader(body.as_bytes());
    let mut table = Table::default();
    let mut record = ByteRecord::new();
    loop {
        let offset = reader.position().byte();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return report.stop(Problem::new(RuleId::NOT_TEXT)),
        }
        let line = places.line_of_record_at(usize::try_from(offset).unwrap_or(usize::MAX));
        // A delimiter is ASCII, so cutting at it never breaks a character.
        let cells = StringRecord::from_byte_record_lossy(std::mem::take(&mut record));
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.headers.is_empty() {
            table.header_line = line;
            table.headers = cells.iter().map(str::to_owned).collect();
            // A hostile first line must not make every later row costly.
            if table.headers.len() > MAX_COLUMNS {
                break;
            }
            continue;
        }
        table.lines.push(Line {
            number: line,
            cells: cells
                .iter()
                .map(|cell| Cell::Text(cell.to_owned()))
                .collect(),
        });
        if table.lines.len() > MAX_ROWS {
            break;
        }
    }
    Some(table)
}

/// The text, with its encoding reported. Without byte order mark, what is not UTF-8 is taken for
/// Windows-1252, which older French spreadsheets write.
fn decode(bytes: &[u8], report: &mut ImportReport) -> Option<String> {
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            report.had_bom = true;
            (encoding, length)
        }
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => (WINDOWS_1252, 0),
    };
    report.encoding = Some(encoding.name());
    let (text, malformed) =
        encoding.decode_without_bom_handling(bytes.get(start..).unwrap_or_default());
    if malformed || text.contains('\0') {
        return report.stop(Problem::new(RuleId::NOT_TEXT));
    }
    if text.trim().is_empty() {
        return report.stop(Problem::new(RuleId::EMPTY_FILE));
    }
    Some(text.into_owned())
}

/// Leaves out the line `sep=;` with which some spreadsheets announce their delimiter.
pub(super) fn skip_announcement(text: &str) -> (&str, Option<char>) {
    let announced = text.strip_prefix("sep=").and_then(|rest| {
        let delimiter = rest.chars().next().filter(|c| DELIMITERS.contains(c))?;
        let body = rest.get(1..)?.trim_start_matches('\r').strip_prefix('\n')?;
        Some((body, Some(delimiter)))
    });
    announced.unwrap_or((text, None))
}

/// The candidate that the header line has most of outside quotes; `;` if it has none.
pub(super) fn find_delimiter(text: &str) -> char {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for c in text.trim_start().chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(index) = DELIMITERS.iter().position(|&candidate| candidate == c) {
                    counts[index] += 1;
                }
            }
        }
    }
    let mut best = 0;
    for index in 1..counts.len() {
        if counts[index] > counts[best] {
            best = index;
        }
    }
    DELIMITERS[best]
}

/// Turns places in the text into line numbers, going forward only.
struct Places<'a> {
    rest: std::iter::Peekable<std::iter::Enumerate<std::slice::Iter<'a, u8>>>,
    line: u32,
    base: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str, base: usize) -> Self {
        Self {
            rest: text.as_bytes().iter().enumerate().peekable(),
            line: 1,
            base,
        }
    }

    /// The line of the record that starts at or after `offset`: the reader skips empty lines.
    fn line_of_record_at(&mut self, offset: usize) -> u32 {
        let start = self.base.saturating_add(offset);
        while let Some(&(at, &byte)) = self.rest.peek() {
            if at >= start && byte != b'\n' && byte != b'\r' {
                break;
            }
            self.rest.next();
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => !matches!(self.rest.peek(), Some((_, b'\n'))),
                _ => false,
            };
            if ends_line {
                self.line = self.line.saturating_add(1);
            }
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> (Option<Table>, ImportReport) {
        let mut report = ImportReport::new("test.csv");
        let table = read(bytes, &mut report);
        (table, report)
    }

    #[test]
    fn delimiter_encoding_and_mark_are_found_out() {
        for (bytes, delimiter, encoding, bom) in [
            (&b"a;b\n1;2"[..], ';', "UTF-8", false),
            (b"a,b,\"x;y;z;\"\n1,2,3", ',', "UTF-8", false),
            (b"\xef\xbb\xbfa\tb\n1\t2", '\t', "UTF-8", true),
            (b"Pr\xe9nom;Nom\nZo\xe9;X", ';', "windows-1252", false),
            (b"sep=,\r\na;b,c\r\n1,2", ',', "UTF-8", false),
            (b"\xff\xfea\0;\0b\0\n\x001\0;\x002\0", ';', "UTF-16LE", true),
        ] {
            let (table, report) = table(bytes);
            assert!(table.is_some(), "{bytes:?}");
            assert_eq!(report.delimiter, Some(delimiter), "{bytes:?}");
            assert_eq!(report.encoding, Some(encoding), "{bytes:?}");
            assert_eq!(report.had_bom, bom, "{bytes:?}");
        }
    }

    #[test]
    fn lines_are_those_an_editor_shows() {
        let (table, _) = table(b"a;b\r\n\r\n1;2\r\n\"x\ny\";3\n\n;\n4;5\r6;7");
        let lines: Vec<u32> = table
            .unwrap()
            .lines
            .iter()
            .map(|line| line.number)
            .collect();
        assert_eq!(lines, [3, 4, 8, 9]);
    }

    #[test]
    fn a_file_that_is_no_text_is_refused() {
        let (table, report) = table(b"a;b\n\0\0\0");
        assert!(table.is_none());
        assert_eq!(report.problems[0].rule, RuleId::NOT_TEXT);
    }
}
