//! XLSX and ODS through calamine, behind limits of our own: a workbook of a few kilobytes can
//! unpack to gigabytes or claim billions of cells.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetVisible, Xlsx};
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::Format;
use super::table::{Cell, Line, MAX_COLUMNS, MAX_ROWS, Table};
use super::workbook::{Workbook, WorkbookFault};

/// Most bytes that all parts of a workbook may unpack to.
pub(super) const MAX_UNPACKED: u64 = 256 << 20;
/// Most parts in a workbook.
const MAX_PARTS: usize = 1_000;
/// Where an ODS workbook keeps its cells.
const ODS_CONTENT: &str = "content.xml";

/// Rows by number, from 0, each with its cells in order.
type Rows = BTreeMap<u32, Vec<Cell>>;

/// Which kind of workbook a ZIP archive is; a broken one is refused later as XLSX.
pub(super) fn recognise(bytes: &[u8]) -> Format {
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) if archive.index_for_name(ODS_CONTENT).is_some() => Format::Ods,
        _ => Format::Xlsx,
    }
}

/// What a sheet holds, and how many sheets were left out.
struct Sheet {
    rows: Rows,
    others: usize,
}

/// Reads the first visible sheet.
pub(super) fn read(bytes: &[u8], format: Format) -> Result<Workbook, WorkbookFault> {
    // A parser that meets a file nobody thought of must not take the service down with it.
    let sheet = catch_unwind(AssertUnwindSafe(|| {
        check_unpacked_size(bytes, MAX_UNPACKED)?;
        match format {
            Format::Ods => ods_cells(bytes),
            Format::Csv | Format::Json | Format::Xlsx => xlsx_cells(bytes),
        }
    }))
    .unwrap_or(Err(WorkbookFault::Unreadable))?;
    Ok(Workbook {
        format,
        other_sheets: sheet.others,
        table: to_table(sheet.rows),
    })
}

/// Refuses archives whose parts declare, or turn out to have, more bytes than a session needs.
fn check_unpacked_size(bytes: &[u8], limit: u64) -> Result<(), WorkbookFault> {
    let unreadable = WorkbookFault::Unreadable;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable)?;
    if archive.len() > MAX_PARTS {
        return Err(WorkbookFault::TooLarge);
    }
    let (mut declared, mut left) = (0_u64, limit);
    for index in 0..archive.len() {
        let mut part = archive.by_index_raw(index).map_err(|_| unreadable)?;
        declared = declared.saturating_add(part.size());
        if declared > limit {
            return Err(WorkbookFault::TooLarge);
        }
        // The declared size is only a claim, so the bytes are counted as well.
        let counted = match part.compression() {
            CompressionMethod::Stored => count(&mut part, left),
            CompressionMethod::Deflated => count(&mut DeflateDecoder::new(&mut part), left),
            _ => return Err(unreadable),
        };
        left = left
            .checked_sub(counted.ok_or(unreadable)?)
            .ok_or(WorkbookFault::TooLarge)?;
    }
    Ok(())
}

fn count(part: &mut dyn Read, limit: u64) -> Option<u64> {
    std::io::copy(&mut part.take(limit + 1), &mut std::io::sink()).ok()
}

fn first_visible(sheets: &[calamine::Sheet]) -> Result<(String, usize), WorkbookFault> {
    let visible: Vec<&calamine::Sheet> = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .collect();
    match visible.split_first() {
        Some((first, others)) => Ok((first.name.clone(), others.len())),
        None => Err(WorkbookFault::Unreadable),
    }
}

fn xlsx_cells(bytes: &[u8]) -> Result<Sheet, WorkbookFault> {
    let unreadable = WorkbookFault::Unreadable;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable)?;
    let (name, others) = first_visible(workbook.sheets_metadata())?;
    // Cell by cell: a single cell in the last column must not make a table of billions.
    let mut reader = workbook
        .worksheet_cells_reader(&name)
        .map_err(|_| unreadable)?;
    let mut rows = Rows::new();
    while let Some(cell) = reader.next_cell().map_err(|_| unreadable)? {
        let (row, column) = cell.get_position();
        let value = match cell.get_value() {
            DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
            other => to_cell(&Data::from(other.clone())),
        };
        place(&mut rows, row, column, value)?;
    }
    Ok(Sheet { rows, others })
}

fn ods_cells(bytes: &[u8]) -> Result<Sheet, WorkbookFault> {
    let unreadable = WorkbookFault::Unreadable;
    check_ods_dimensions(&ods_content(bytes)?)?;
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(|_| unreadable)?;
    let (name, others) = first_visible(workbook.sheets_metadata())?;
    let range = workbook.worksheet_range(&name).map_err(|_| unreadable)?;
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Rows::new();
    for (row, column, value) in range.used_cells() {
        let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top);
        let column = u32::try_from(column)
            .unwrap_or(u32::MAX)
            .saturating_add(left);
        place(&mut rows, row, column, to_cell(value))?;
    }
    Ok(Sheet { rows, others })
}

fn place(rows: &mut Rows, row: u32, column: u32, value: Cell) -> Result<(), WorkbookFault> {
    if value.is_blank() {
        return Ok(());
    }
    let column = usize::try_from(column).unwrap_or(usize::MAX);
    if column >= MAX_COLUMNS {
        return Err(WorkbookFault::TooManyColumns);
    }
    let cells = rows.entry(row).or_default();
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Text(String::new()));
    }
    if let Some(place) = cells.get_mut(column) {
        *place = value;
    }
    // One more than the rows: the headers.
    if rows.len() > MAX_ROWS + 1 {
        return Err(WorkbookFault::TooManyRows);
    }
    Ok(())
}

fn to_cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Text(String::new()),
        Data::String(text) | Data::DateTimeIso(text) => Cell::Text(text.clone()),
        Data::Bool(flag) => Cell::Text(flag.to_string()),
        Data::Int(number) => Cell::Text(number.to_string()),
        // Display writes 41.0 as 41 and never uses an exponent.
        Data::Float(number) => Cell::Text(number.to_string()),
        Data::DateTime(date) if !date.is_duration() => Cell::Text(iso_date(date)),
        Data::DateTime(_) | Data::DurationIso(_) => Cell::NotAValue(format!("{value}")),
        Data::Error(error) => Cell::NotAValue(error.to_string()),
    }
}

fn iso_date(date: &ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

fn to_table(rows: Rows) -> Table {
    let mut rows = rows.into_iter();
    let Some((header_row, headers)) = rows.next() else {
        return Table::default();
    };
    let headers = headers.into_iter().map(|cell| match cell {
        Cell::Text(text) | Cell::NotAValue(text) => text,
    });
    Table {
        header_line: header_row.saturating_add(1),
        headers: headers.collect(),
        lines: rows
            .map(|(row, cells)| Line {
                number: row.saturating_add(1),
                cells,
            })
            .collect(),
    }
}

fn ods_content(bytes: &[u8]) -> Result<Vec<u8>, WorkbookFault> {
    let unreadable = WorkbookFault::Unreadable;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable)?;
    let index = archive.index_for_name(ODS_CONTENT).ok_or(unreadable)?;
    let mut part = archive.by_index_raw(index).map_err(|_| unreadable)?;
    let mut content = Vec::new();
    let read = match part.compression() {
        CompressionMethod::Stored => part.read_to_end(&mut content),
        _ => DeflateDecoder::new(part).read_to_end(&mut content),
    };
    // The scan below reads ASCII names, so the text must be one that has them: UTF-8.
    if read.is_err() || std::str::from_utf8(&content).is_err() {
        return Err(unreadable);
    }
    Ok(content)
}

/// Refuses sheets whose repeat counts multiply to more cells than the limits, before calamine
/// multiplies them: "repeated 1,000,000 times" takes a few bytes.
fn check_ods_dimensions(content: &[u8]) -> Result<(), WorkbookFault> {
    let text = std::str::from_utf8(content).map_err(|_| WorkbookFault::Unreadable)?;
    let (mut rows, mut columns, mut blank_columns, mut repeat) = (0_usize, 0_usize, 0_usize, 0);
    // Rows above the one being read that count only if something follows them.
    let mut pending = 0_usize;
    for part in text.split("<table:").skip(1) {
        if part.starts_with("table-row") && !part.starts_with("table-rows") {
            pending = pending.saturating_add(repeat);
            repeat = repeated(part, "table:number-rows-repeated")?;
            (columns, blank_columns) = (0, 0);
        } else if part.starts_with("table-cell") || part.starts_with("covered-table-cell") {
            let count = repeated(part, "table:number-columns-repeated")?;
            if is_blank_cell(part) {
                blank_columns = blank_columns.saturating_add(count);
                continue;
            }
            columns = columns.saturating_add(blank_columns).saturating_add(count);
            blank_columns = 0;
            if columns > MAX_COLUMNS {
                return Err(WorkbookFault::TooManyColumns);
            }
            rows = rows.saturating_add(std::mem::take(&mut pending));
            if rows.saturating_add(repeat) > MAX_ROWS + 1 {
                return Err(WorkbookFault::TooManyRows);
            }
        } else if part.starts_with("table ") || part.starts_with("table>") {
            (rows, pending, repeat) = (0, 0, 0);
        }
    }
    Ok(())
}

/// A cell that holds no value, formula or text, so that repeating it makes nothing. Closing tags
/// of what encloses the table follow the last cell and say nothing about it.
fn is_blank_cell(part: &str) -> bool {
    let mut marks = part.match_indices("office:");
    let valued = marks.any(|(at, _)| !part[..at].ends_with("</"));
    !valued && !part.contains("formula")
}

/// The repeat count of an element, 1 without. The largest counts if a text pretends to be another
/// attribute, and anything but plain digits is refused.
fn repeated(part: &str, attribute: &str) -> Result<usize, WorkbookFault> {
    let mut largest = 1;
    for rest in part.split(attribute).skip(1) {
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        let quote = value.and_then(|value| value.chars().next());
        let digits = match (value, quote) {
            (Some(value), Some(quote @ ('"' | '\''))) => value.split(quote).nth(1),
            _ => None,
        };
        let count = digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .ok_or(WorkbookFault::Unreadable)?;
        largest = largest.max(count);
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, content) in parts {
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn ods(rows: &str) -> Vec<u8> {
        let content = format!(
            "<office:document-content><office:body><office:spreadsheet>\
             <table:table table:name=\"S\">{rows}</table:table>\
             </office:spreadsheet></office:body></office:document-content>"
        );
        archive(&[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("META-INF/manifest.xml", b"<manifest:manifest/>"),
            ("content.xml", content.as_bytes()),
        ])
    }

    fn refused(bytes: &[u8]) -> Option<WorkbookFault> {
        read(bytes, recognise(bytes)).err()
    }

    #[test]
    fn parts_that_unpack_to_too_much_are_refused_even_if_they_declare_little() {
        const LIMIT: u64 = 1 << 20;
        let zeros = vec![0; 2 << 20];
        let honest = archive(&[("xl/workbook.xml", &zeros)]);
        assert_eq!(
            check_unpacked_size(&honest, LIMIT),
            Err(WorkbookFault::TooLarge)
        );
        assert_eq!(check_unpacked_size(&honest, 4 * LIMIT), Ok(()));
        // The declared size stands in the central directory, 24 bytes after its mark.
        let mut lying = honest;
        let mark = lying
            .windows(4)
            .rposition(|bytes| bytes == b"PK\x01\x02")
            .unwrap();
        lying[mark + 24..mark + 28].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(
            check_unpacked_size(&lying, LIMIT),
            Err(WorkbookFault::TooLarge)
        );
    }

    #[test]
    fn cells_multiplied_by_repeat_counts_are_refused_before_they_are_made() {
        let cell =
            "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
        let many = |attribute: &str, count: &str| format!("{attribute}=\"{count}\"");
        let rows = many("table:number-rows-repeated", "1000000");
        let columns = many("table:number-columns-repeated", "61");
        let blank_columns = many("table:number-columns-repeated", "60");
        let odd = many("table:number-columns-repeated", "&#54;1");
        let row =
            |row: &str, cells: &str| format!("<table:table-row {row}>{cells}</table:table-row>");
        let wide = cell.replace(
            "<table:table-cell ",
            &format!("<table:table-cell {columns} "),
        );
        let odd = cell.replace("<table:table-cell ", &format!("<table:table-cell {odd} "));
        for (content, expected) in [
            (row("", cell), None),
            (row(&rows, cell), Some(WorkbookFault::TooManyRows)),
            (
                row(&rows, "<table:table-cell/>") + &row("", cell),
                Some(WorkbookFault::TooManyRows),
            ),
            (row("", cell) + &row(&rows, "<table:table-cell/>"), None),
            (row("", &wide), Some(WorkbookFault::TooManyColumns)),
            (
                row("", &format!("<table:table-cell {blank_columns}/>{cell}")),
                Some(WorkbookFault::TooManyColumns),
            ),
            (
                row("", &format!("{cell}<table:table-cell {columns}/>")),
                None,
            ),
            (row("", &odd), Some(WorkbookFault::Unreadable)),
        ] {
            assert_eq!(refused(&ods(&content)), expected, "{content}");
        }
    }

    #[test]
    fn one_cell_in_the_last_column_does_not_make_a_huge_table() {
        let example = include_bytes!("../../examples/session.xlsx");
        let mut source = ZipArchive::new(Cursor::new(&example[..])).unwrap();
        let mut parts = Vec::new();
        for index in 0..source.len() {
            let mut part = source.by_index(index).unwrap();
            let mut content = String::new();
            part.read_to_string(&mut content).unwrap();
            let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
            parts.push((
                part.name().unwrap().into_owned(),
                content.replace("</sheetData>", far),
            ));
        }
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_bytes()))
            .collect();
        assert_eq!(
            refused(&archive(&parts)),
            Some(WorkbookFault::TooManyColumns)
        );
    }

    #[test]
    fn broken_archives_are_unreadable() {
        for bytes in [
            &b"PK"[..],
            b"PK\x03\x04rubbish",
            &archive(&[("a", b"b")]),
            &ods("<table:table-row>"),
        ] {
            assert_eq!(refused(bytes), Some(WorkbookFault::Unreadable), "{bytes:?}");
        }
    }

    #[test]
    fn a_cell_beyond_all_columns_makes_a_workbook_unreadable() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().write(0, 0, "x").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let with_cell_at = |reference: &str| {
            let mut parts = ZipArchive::new(Cursor::new(&bytes)).unwrap();
            let moved: Vec<(String, String)> = (0..parts.len())
                .map(|index| {
                    let mut part = parts.by_index(index).unwrap();
                    let mut text = String::new();
                    part.read_to_string(&mut text).unwrap();
                    let moved = text.replace("r=\"A1\"", &format!("r=\"{reference}\""));
                    (part.name().unwrap().into_owned(), moved)
                })
                .collect();
            let parts: Vec<_> = moved
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_bytes()))
                .collect();
            archive(&parts)
        };
        assert_eq!(refused(&with_cell_at("A1")), None);
        // Its number does not fit 32 bits; calamine multiplies without a check.
        let beyond = with_cell_at("ZZZZZZZZZZ1");
        assert_eq!(refused(&beyond), Some(WorkbookFault::Unreadable));
    }
}
