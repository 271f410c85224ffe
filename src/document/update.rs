//! Appends objects to a file as one incremental update (ISO 32000-1 §7.5.6).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};

/// Objects to append: new ones and new versions of old ones, each already written.
pub(super) struct Update<'a> {
    file: &'a File<'a>,
    objects: BTreeMap<u32, Vec<u8>>,
    next: u32,
}

impl<'a> Update<'a> {
    pub(super) fn new(file: &'a File<'a>) -> Parsed<Self> {
        Ok(Self {
            file,
            objects: BTreeMap::new(),
            next: file.size()?,
        })
    }

    /// A number that no object has.
    pub(super) fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    pub(super) fn put(&mut self, number: u32, object: &Object) {
        let mut written = Vec::new();
        object.write(&mut written);
        self.put_written(number, written);
    }

    pub(super) fn put_written(&mut self, number: u32, written: Vec<u8>) {
        self.objects.insert(number, written);
    }

    /// The file with the update appended.
    pub(super) fn append(self) -> Parsed<Vec<u8>> {
        let mut out = self.file.bytes.to_vec();
        // typst ends its files without an end of line; ISO 19005-3 §6.1.9 asks for one before
        // the next object.
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
        let mut table = BTreeMap::new();
        for (number, written) in &self.objects {
            table.insert(*number, out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(written);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(b"xref\n");
        for run in runs(&table) {
            out.extend(format!("{} {}\n", run[0].0, run.len()).bytes());
            for (_, at) in run {
                out.extend(format!("{at:010} 00000 n\r\n").bytes());
            }
        }
        let trailer = self.trailer(Sha256::digest(&out).as_slice())?;
        out.extend(b"trailer\n");
        Object::Dictionary(trailer).write(&mut out);
        out.extend(format!("\nstartxref\n{start}\n%%EOF\n").bytes());
        Ok(out)
    }

    fn trailer(&self, digest: &[u8]) -> Parsed<Dictionary> {
        let old = &self.file.trailer;
        let mut trailer = Dictionary::new();
        for key in ["Root", "Info"] {
            if let Some(value) = old.get(key.as_bytes()) {
                trailer.insert(key.as_bytes().to_vec(), value.clone());
            }
        }
        // The first half names the document for ever, the second this version of it (§14.4).
        let Some(Object::Array(id)) = old.get(&b"ID"[..]) else {
            return Err(Malformed("the trailer has no identifier"));
        };
        let first = id
            .first()
            .cloned()
            .ok_or(Malformed("the trailer has no identifier"))?;
        let second = Object::Text(digest.iter().take(16).copied().collect());
        trailer.insert(b"ID".to_vec(), Object::Array(vec![first, second]));
        let prev = i64::try_from(self.file.start).map_err(|_| Malformed("too large"))?;
        trailer.insert(b"Prev".to_vec(), Object::Integer(prev));
        trailer.insert(b"Size".to_vec(), Object::Integer(i64::from(self.next)));
        Ok(trailer)
    }
}

/// Entries whose numbers follow one another.
fn runs(table: &BTreeMap<u32, usize>) -> Vec<Vec<(u32, usize)>> {
    let mut runs: Vec<Vec<(u32, usize)>> = Vec::new();
    for (&number, &at) in table {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last + 1 == number) => {
                run.push((number, at));
            }
            _ => runs.push(vec![(number, at)]),
        }
    }
    runs
}
