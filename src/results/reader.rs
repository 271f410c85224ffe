//! A table of any file that names people, row by row: a CSV file of any length takes the memory of
//! one row, a spreadsheet is read whole within the limits of a file of results.

use std::io::{self, Read, Seek, SeekFrom};

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, WINDOWS_1252};

use super::report::Problem;
use super::table::{self, Cell, Line, MAX_COLUMNS, MAX_FILE_BYTES};
use super::workbook::{Workbook, WorkbookFault, is_workbook, read_workbook};
use super::{Format, RuleId, csv_file};

/// So much of a text file shows its delimiter.
const BEGINNING: usize = 64 << 10;
/// Longest sign in UTF-8, in bytes.
const LONGEST_SIGN: usize = 4;
/// Longest row of a text file: what is longer has lost a closing quote.
const MAX_ROW_BYTES: usize = 1 << 20;

/// Reads a table row by row.
pub struct TableReader<R> {
    /// Its form.
    pub format: Format,
    /// Encoding of a text file: `UTF-8`, `windows-1252`.
    pub encoding: Option<&'static str>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// The headers as given.
    pub headers: Vec<String>,
    rows: Rows<R>,
}

enum Rows<R> {
    Csv(Box<csv::Reader<Text<R>>>),
    Sheet(std::vec::IntoIter<Line>),
}

impl<R: Read + Seek> TableReader<R> {
    /// Finds out what the file is and reads its headers, those of a workbook here and now.
    pub fn open(mut file: R) -> Result<Self, Problem> {
        match workbook_in(&mut file)? {
            Some(bytes) => Self::of_workbook(read_workbook(&bytes)),
            None => Self::of_text(file)?.checked(),
        }
    }

    /// The table of a workbook that was read already, perhaps in another process.
    pub fn of_workbook(workbook: Result<Workbook, WorkbookFault>) -> Result<Self, Problem> {
        let Workbook { format, table, .. } = workbook.map_err(WorkbookFault::problem)?;
        Self {
            format,
            encoding: None,
            delimiter: None,
            headers: table.headers,
            rows: Rows::Sheet(table.lines.into_iter()),
        }
        .checked()
    }

    /// The next row with something in it: as many cells as the file gives, perhaps fewer or more
    /// than there are headers.
    pub fn next_row(&mut self) -> Result<Option<Vec<String>>, Problem> {
        loop {
            let cells = match &mut self.rows {
                Rows::Csv(reader) => match csv_row(reader)? {
                    Some(cells) => cells,
                    None => return Ok(None),
                },
                Rows::Sheet(lines) => match lines.next() {
                    Some(line) => line.cells.into_iter().map(text_of).collect(),
                    None => return Ok(None),
                },
            };
            if cells.iter().any(|cell: &String| !cell.trim().is_empty()) {
                return Ok(Some(cells));
            }
        }
    }

    fn checked(self) -> Result<Self, Problem> {
        if self.headers.iter().all(|header| header.trim().is_empty()) {
            return Err(Problem::new(RuleId::EMPTY_FILE));
        }
        if self.headers.len() > MAX_COLUMNS {
            return Err(Problem::new(RuleId::TOO_MANY_COLUMNS).arg("columns", &MAX_COLUMNS));
        }
        Ok(self)
    }

    fn of_text(mut file: R) -> Result<Self, Problem> {
        let (encoding, mark) = encoding_of(&mut file)?;
        file.seek(SeekFrom::Start(mark)).map_err(|_| unreadable())?;
        let mut decoded = Text::new(file, encoding);
        let beginning = decoded.beginning().map_err(|_| not_text())?;
        let (body, announced) = csv_file::skip_announcement(&beginning);
        let delimiter = announced.unwrap_or_else(|| csv_file::find_delimiter(body));
        let mut file = decoded.file;
        file.seek(SeekFrom::Start(mark)).map_err(|_| unreadable())?;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(delimiter).unwrap_or(b';'))
            .from_reader(Text::new(file, encoding));
        if announced.is_some() {
            csv_row(&mut reader)?;
        }
        let mut headers = Vec::new();
        while headers.iter().all(|cell: &String| cell.trim().is_empty()) {
            match csv_row(&mut reader)? {
                Some(cells) => headers = cells,
                None => return Err(Problem::new(RuleId::EMPTY_FILE)),
            }
        }
        Ok(Self {
            format: Format::Csv,
            encoding: Some(encoding.name()),
            delimiter: Some(delimiter),
            headers,
            rows: Rows::Csv(Box::new(reader)),
        })
    }
}

/// The bytes of a file that would be opened as a workbook; any other is at its beginning again.
pub fn workbook_in<R: Read + Seek>(file: &mut R) -> Result<Option<Vec<u8>>, Problem> {
    let mut first = [0; 4];
    let length = read_full(file, &mut first).map_err(|_| unreadable())?;
    let first = &first[..length];
    if first.is_empty() {
        return Err(Problem::new(RuleId::EMPTY_FILE));
    }
    if table::is_old_spreadsheet(first) {
        return Err(Problem::new(RuleId::OLD_SPREADSHEET));
    }
    file.seek(SeekFrom::Start(0)).map_err(|_| unreadable())?;
    if !is_workbook(first) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX);
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| unreadable())?;
    if bytes.len() > MAX_FILE_BYTES {
        let megabytes = MAX_FILE_BYTES >> 20;
        return Err(Problem::new(RuleId::FILE_TOO_LARGE).arg("megabytes", &megabytes));
    }
    Ok(Some(bytes))
}

fn csv_row<R: Read>(reader: &mut csv::Reader<Text<R>>) -> Result<Option<Vec<String>>, Problem> {
    let mut record = ByteRecord::new();
    reader.get_mut().since_row = 0;
    match reader.read_byte_record(&mut record) {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(_) => return Err(not_text()),
    }
    let cells = record.iter().map(|cell| String::from_utf8_lossy(cell));
    Ok(Some(cells.map(std::borrow::Cow::into_owned).collect()))
}

fn text_of(cell: Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::NotAValue(text) => text,
    }
}

fn not_text() -> Problem {
    Problem::new(RuleId::NOT_TEXT)
}

fn unreadable() -> Problem {
    Problem::new(RuleId::UNREADABLE_SPREADSHEET)
}

/// By the byte order mark; without one, UTF-8 if all of the file is, else Windows-1252. Also how
/// many bytes the mark has.
fn encoding_of<R: Read + Seek>(file: &mut R) -> Result<(&'static Encoding, u64), Problem> {
    let mut block = vec![0; BEGINNING];
    let mut kept = 0;
    let mut beginning = true;
    let mut is_utf8 = true;
    loop {
        let read = read_full(file, &mut block[kept..]).map_err(|_| not_text())?;
        let filled = &block[..kept + read];
        if std::mem::take(&mut beginning)
            && let Some((encoding, length)) = Encoding::for_bom(filled)
        {
            return Ok((encoding, length as u64));
        }
        if filled.contains(&0) {
            return Err(not_text());
        }
        let whole = match std::str::from_utf8(filled) {
            Ok(_) => filled.len(),
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => {
                is_utf8 = false;
                filled.len()
            }
        };
        if read == 0 {
            let encoding = if is_utf8 { UTF_8 } else { WINDOWS_1252 };
            return Ok((encoding, 0));
        }
        let length = filled.len();
        block.copy_within(whole..length, 0);
        kept = length - whole;
    }
}

fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The file's text as UTF-8. Fails at what the encoding does not have, and at rows without end.
struct Text<R> {
    file: R,
    decoder: Decoder,
    raw: Vec<u8>,
    used: usize,
    ended: bool,
    finished: bool,
    /// Bytes given since the last row was finished.
    since_row: usize,
}

impl<R> Text<R> {
    fn new(file: R, encoding: &'static Encoding) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            used: 0,
            ended: false,
            finished: false,
            since_row: 0,
        }
    }
}

impl<R: Read> Text<R> {
    /// What shows the delimiter. A sign that the end cuts in two is not part of it.
    fn beginning(&mut self) -> io::Result<String> {
        let mut bytes = vec![0; BEGINNING];
        let mut filled = 0;
        while bytes.len() - filled >= LONGEST_SIGN {
            match self.decode(&mut bytes[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        bytes.truncate(filled);
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    fn decode(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let fault = || io::Error::from(io::ErrorKind::InvalidData);
        while !self.finished {
            if self.used == self.raw.len() && !self.ended {
                self.raw.resize(16 << 10, 0);
                let read = read_full(&mut self.file, &mut self.raw)?;
                self.raw.truncate(read);
                self.used = 0;
                self.ended = read == 0;
            }
            let rest = &self.raw[self.used..];
            let (result, read, written) = self
                .decoder
                .decode_to_utf8_without_replacement(rest, into, self.ended);
            self.used += read;
            // A decoder that has come to its end must not be asked again.
            self.finished = self.ended && matches!(result, DecoderResult::InputEmpty);
            if written > 0 {
                return Ok(written);
            }
            match result {
                DecoderResult::InputEmpty => {}
                // Nobody here asks for less than the longest sign, so the output is never full.
                DecoderResult::Malformed(..) | DecoderResult::OutputFull => return Err(fault()),
            }
        }
        Ok(0)
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let fault = || io::Error::from(io::ErrorKind::InvalidData);
        let read = self.decode(into)?;
        self.since_row = self.since_row.saturating_add(read);
        if self.since_row > MAX_ROW_BYTES || into[..read].contains(&0) {
            return Err(fault());
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    type Rows<'a> = (TableReader<Cursor<&'a [u8]>>, Vec<Vec<String>>);

    fn rows(bytes: &[u8]) -> Result<Rows<'_>, Problem> {
        let mut reader = TableReader::open(Cursor::new(bytes))?;
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row()? {
            rows.push(row);
        }
        Ok((reader, rows))
    }

    #[test]
    fn text_is_read_row_by_row_in_any_encoding_and_with_any_delimiter() {
        for (bytes, delimiter, encoding) in [
            (&b"Nom;Code\n\n;;\n\"A;b\";2\n"[..], ';', "UTF-8"),
            (b"\xef\xbb\xbfNom\tCode\r\nA;b\t2", '\t', "UTF-8"),
            (b"sep=,\r\nNom,Code\r\nA;b,2\r\n", ',', "UTF-8"),
            (b"Nom;Code;\xe9\n\"A;b\";2", ';', "windows-1252"),
            (
                b"\xff\xfeN\0o\0m\0;\0C\0o\0d\0e\0\n\0\"\0A\0;\0b\0\"\0;\x002\0",
                ';',
                "UTF-16LE",
            ),
        ] {
            let (reader, rows) = rows(bytes).unwrap();
            assert_eq!(reader.delimiter, Some(delimiter), "{bytes:?}");
            assert_eq!(reader.encoding, Some(encoding), "{bytes:?}");
            assert_eq!(reader.headers[..2], ["Nom", "Code"], "{bytes:?}");
            assert_eq!(rows, [["A;b", "2"]], "{bytes:?}");
        }
    }

    #[test]
    fn signs_cut_by_the_blocks_of_reading_stay_whole() {
        let mut text = String::from("é;\u{1f600}\n");
        for number in 0..40_000 {
            text.extend(["é", &number.to_string(), ";\u{1f600}\n"]);
        }
        let (reader, read) = rows(text.as_bytes()).unwrap();
        assert_eq!(reader.encoding, Some("UTF-8"));
        assert_eq!(read.len(), 40_000);
        assert_eq!(read[39_999], ["é39999", "\u{1f600}"]);
        // One wrong byte at the very end makes all of it Windows-1252.
        let mut bytes = text.into_bytes();
        bytes.push(0xe9);
        let (reader, _) = rows(&bytes).unwrap();
        assert_eq!(reader.encoding, Some("windows-1252"));
    }

    #[test]
    fn what_is_no_table_is_refused_by_its_rule() {
        let endless = format!("a;b\n1;\"{}", "x".repeat(3 << 20));
        let wide = "a;".repeat(100);
        for (bytes, rule) in [
            (&b""[..], RuleId::EMPTY_FILE),
            (b" \n;;\n", RuleId::EMPTY_FILE),
            (b"a;b\n\0\0", RuleId::NOT_TEXT),
            (endless.as_bytes(), RuleId::NOT_TEXT),
            (wide.as_bytes(), RuleId::TOO_MANY_COLUMNS),
            (b"\xd0\xcf\x11\xe0....", RuleId::OLD_SPREADSHEET),
            (b"PK\x03\x04....", RuleId::UNREADABLE_SPREADSHEET),
        ] {
            let refused = rows(bytes).map(|_| ()).unwrap_err();
            assert_eq!(refused.rule, rule);
        }
    }
}
