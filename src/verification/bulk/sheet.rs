//! A workbook that grows row by row, as XLSX or ODS. Its cells are of the type "text", which no
//! spreadsheet computes, whatever they begin with.

use std::io::{Cursor, Write};

use rust_xlsxwriter::Workbook;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::export::ExportError;

/// Rows that spreadsheets open; XLSX has no room for more either.
const MOST_ROWS: u32 = 1 << 20;

const KIND: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"#;
const BEGINNING: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="Sceau">"#;
const END: &str = "</table:table></office:spreadsheet></office:body></office:document-content>\n";

/// A workbook that grows.
pub(super) enum Sheet {
    /// Office Open XML, through a temporary file.
    Xlsx { workbook: Box<Workbook>, row: u32 },
    /// `OpenDocument` (ISO/IEC 26300-3), packed while it is written.
    Ods {
        archive: Box<ZipWriter<Cursor<Vec<u8>>>>,
        row: u32,
    },
}

impl Sheet {
    /// An empty one as XLSX.
    pub(super) fn xlsx() -> Result<Self, ExportError> {
        let mut workbook = Box::new(Workbook::new());
        workbook.add_worksheet_with_constant_memory()?;
        Ok(Self::Xlsx { workbook, row: 0 })
    }

    /// An empty one as ODS.
    pub(super) fn ods() -> Result<Self, ExportError> {
        let mut archive = Box::new(ZipWriter::new(Cursor::new(Vec::new())));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let packed = stored
            .compression_method(CompressionMethod::Deflated)
            .large_file(true);
        // The kind comes first and plain, so that the file is known by its beginning.
        archive.start_file("mimetype", stored)?;
        put(&mut archive, KIND)?;
        archive.start_file("META-INF/manifest.xml", stored)?;
        put(&mut archive, MANIFEST)?;
        archive.start_file("content.xml", packed)?;
        put(&mut archive, BEGINNING)?;
        Ok(Self::Ods { archive, row: 0 })
    }

    /// Adds a row.
    pub(super) fn add(&mut self, cells: &[String]) -> Result<(), ExportError> {
        match self {
            Self::Xlsx { workbook, row } => {
                let sheet = workbook.worksheet_from_index(0)?;
                for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    sheet.write_string(*row, column, cell)?;
                }
                *row += 1;
            }
            Self::Ods { archive, row } => {
                if *row >= MOST_ROWS {
                    return Err(ExportError::TooManyRows);
                }
                put(archive, &written(cells))?;
                *row += 1;
            }
        }
        Ok(())
    }

    /// The whole file.
    pub(super) fn finish(self) -> Result<Vec<u8>, ExportError> {
        match self {
            Self::Xlsx { mut workbook, .. } => Ok(workbook.save_to_buffer()?),
            Self::Ods { mut archive, .. } => {
                put(&mut archive, END)?;
                Ok(archive.finish()?.into_inner())
            }
        }
    }
}

fn put(archive: &mut ZipWriter<Cursor<Vec<u8>>>, text: &str) -> Result<(), ExportError> {
    let put = archive.write_all(text.as_bytes());
    Ok(put.map_err(ZipError::Io)?)
}

/// A row as ODS has it.
fn written(cells: &[String]) -> String {
    let mut row = String::from("<table:table-row>");
    for cell in cells {
        if cell.is_empty() {
            row.push_str("<table:table-cell/>");
            continue;
        }
        row.push_str("<table:table-cell office:value-type=\"string\"><text:p>");
        let mut after_space = true;
        for c in cell.chars() {
            match c {
                '&' => row.push_str("&amp;"),
                '<' => row.push_str("&lt;"),
                '>' => row.push_str("&gt;"),
                '\n' => row.push_str("</text:p><text:p>"),
                '\t' => row.push_str("<text:tab/>"),
                // White space that follows white space, or begins a paragraph, would be lost.
                ' ' if after_space => row.push_str("<text:s/>"),
                '\r' => {}
                // XML has no way to write the others (XML 1.0 §2.2).
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {
                    row.push('\u{fffd}');
                }
                c => row.push(c),
            }
            after_space = matches!(c, ' ' | '\n' | '\t');
        }
        row.push_str("</text:p></table:table-cell>");
    }
    row.push_str("</table:table-row>");
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::TableReader;

    #[test]
    fn every_text_comes_back_from_both_workbooks_as_text() {
        let rows = [
            ["Code", "Note", ""],
            ["=1+1", "a<b & \"c\"", "x"],
            ["+cmd|' /C calc'!A0", "  two  spaces", "é €"],
            ["-12,5", "line\nbreak\ttab", "@SUM(A1)"],
        ]
        .map(|row| row.map(str::to_owned).to_vec());
        for begin in [Sheet::xlsx, Sheet::ods] {
            let mut sheet = begin().unwrap();
            for row in &rows {
                sheet.add(row).unwrap();
            }
            let bytes = sheet.finish().unwrap();
            let mut read = TableReader::open(Cursor::new(bytes)).unwrap();
            assert_eq!(read.headers[..2], rows[0][..2]);
            for row in &rows[1..] {
                assert_eq!(read.next_row().unwrap().unwrap(), *row);
            }
            assert!(read.next_row().unwrap().is_none());
        }
    }

    #[test]
    fn an_ods_names_its_kind_first_and_computes_nothing() {
        let mut sheet = Sheet::ods().unwrap();
        sheet.add(&["=HYPERLINK(\"x\")\u{1}".to_owned()]).unwrap();
        let bytes = sheet.finish().unwrap();
        // OpenDocument 1.3 part 2 §3.3.
        assert_eq!(&bytes[30..38], b"mimetype");
        assert_eq!(&bytes[38..38 + KIND.len()], KIND.as_bytes());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let content = std::io::read_to_string(archive.by_name("content.xml").unwrap()).unwrap();
        assert!(content.contains("value-type=\"string\""), "{content}");
        assert!(!content.contains("formula") && !content.contains('\u{1}'));
    }
}
