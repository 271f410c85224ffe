//! Fuzz target: a file of codes for bulk verification, read row by row.
#![no_main]

mod panics;

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use sceau::results::{Format, TableReader, is_workbook};

fuzz_target!(init: panics::leave_calamines_to_the_reader(), |bytes: &[u8]| {
    let Ok(mut reader) = TableReader::open(Cursor::new(bytes)) else {
        return;
    };
    assert_eq!(reader.format == Format::Csv, !is_workbook(bytes));
    assert!(
        reader
            .headers
            .iter()
            .any(|header| !header.trim().is_empty())
    );
    while let Ok(Some(row)) = reader.next_row() {
        // A row that is given has something in it, and no more than the file.
        assert!(row.iter().any(|cell| !cell.trim().is_empty()));
        assert!(is_workbook(bytes) || row.len() <= bytes.len());
    }
});
