//! How a file would be understood, before anything is verified.

use std::collections::BTreeMap;
use std::io::Cursor;

use super::columns::{ColumnReading, Columns, ColumnsError, Field, Told};
use super::file::{FileError, blocking, open};
use crate::reading::Reader;
use crate::results::Format;

/// Values that are shown of a column.
const SAMPLES: usize = 3;
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
    /// Of each column its first different values, shortened.
    pub samples: Vec<Vec<String>>,
    /// How many rows there are.
    pub rows: u64,
    /// What each column was understood as, or why they can't be used.
    pub columns: Result<Vec<ColumnReading>, ColumnsError>,
}

/// Reads a file's headers and some values of each column, and counts its rows.
pub async fn preview(
    reader: &Reader,
    file: Vec<u8>,
    told: &BTreeMap<Field, Told>,
) -> Result<Preview, FileError> {
    let mut table = open(reader, Cursor::new(file)).await?;
    let columns = Columns::understand(&table.headers, told);
    let columns = columns.map(|columns| columns.readings(&table.headers));
    let (table, samples, rows) = blocking(move || {
        let mut samples: Vec<Vec<String>> = vec![Vec::new(); table.headers.len()];
        let mut rows = 0;
        while let Some(cells) = table.next_row()? {
            rows += 1;
            for (sample, cell) in samples.iter_mut().zip(&cells) {
                if sample.len() >= SAMPLES || cell.trim().is_empty() {
                    continue;
                }
                let short = shortened(cell);
                if !sample.contains(&short) {
                    sample.push(short);
                }
            }
        }
        Ok::<_, FileError>((table, samples, rows))
    })
    .await??;
    Ok(Preview {
        format: table.format,
        encoding: table.encoding,
        delimiter: table.delimiter,
        headers: table.headers,
        samples,
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
