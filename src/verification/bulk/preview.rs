//! How a file would be understood, before anything is verified.

use std::collections::BTreeMap;
use std::io::Cursor;

use super::columns::{ColumnReading, Columns, ColumnsError, Field};
use super::file::{FileError, blocking, open};
use crate::reading::Reader;
use crate::results::Format;

/// Rows that are shown.
const ROWS: usize = 3;
/// Longest cell that is shown, in characters.
const LONGEST: usize = 40;

/// A file as it would be understood.
pub struct Preview {
    /// Its form.
    pub format: Format,
    /// Encoding of a text file.
    pub encoding: Option<&'static str>,
    /// Delimiter of a CSV file.
    pub delimiter: Option<char>,
    /// The headers as given.
    pub headers: Vec<String>,
    /// The first rows, their cells shortened.
    pub first: Vec<Vec<String>>,
    /// How many rows there are.
    pub rows: u64,
    /// What each column was understood as, or why they can't be used.
    pub columns: Result<Vec<ColumnReading>, ColumnsError>,
}

/// Reads a file's headers and first rows, and counts the rest.
pub async fn preview(
    reader: &Reader,
    file: Vec<u8>,
    told: &BTreeMap<Field, String>,
) -> Result<Preview, FileError> {
    let mut table = open(reader, Cursor::new(file)).await?;
    let columns = Columns::understand(&table.headers, told);
    let columns = columns.map(|columns| columns.readings(&table.headers));
    let (table, first, rows) = blocking(move || {
        let (mut first, mut rows) = (Vec::new(), 0);
        while let Some(cells) = table.next_row()? {
            rows += 1;
            if first.len() < ROWS {
                first.push(cells.iter().map(|cell| shortened(cell)).collect());
            }
        }
        Ok::<_, FileError>((table, first, rows))
    })
    .await??;
    Ok(Preview {
        format: table.format,
        encoding: table.encoding,
        delimiter: table.delimiter,
        headers: table.headers,
        first,
        rows,
        columns,
    })
}

fn shortened(cell: &str) -> String {
    let clean: String = cell
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST + 1)
        .collect();
    if clean.chars().count() <= LONGEST {
        return clean;
    }
    let mut short: String = clean.chars().take(LONGEST).collect();
    short.push('…');
    short
}
