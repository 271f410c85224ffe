//! The structure of a PDF file: cross-reference tables, objects, streams (ISO 32000-1 §7.5).
//!
//! Reads what typst writes and what we append: classic tables, no object streams, no encryption.
//! Everything else is refused, so that another writer's shape can't be misread.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::object::{Dictionary, Malformed, Object, Parsed, Parser};

/// Files larger than this are not ours.
pub(super) const MOST_BYTES: usize = 32 << 20;
/// A file of ours has two revisions, and one more with each renewal.
const MOST_REVISIONS: usize = 2 + MOST_RENEWALS;
/// How often a document can be renewed: once in some years, for as long as anybody asks.
pub(super) const MOST_RENEWALS: usize = 14;
/// How far from the end `startxref` may stand.
const TAIL: usize = 2048;
/// More objects than any certificate has; bounds what a hostile table can make us hold.
const MOST_OBJECTS: usize = 1 << 16;
/// How large an attachment may be or become.
const MOST_CONTENT: u64 = 1 << 20;

pub(super) struct File<'a> {
    pub(super) bytes: &'a [u8],
    /// Newest place of each object; `None` if it was freed.
    objects: BTreeMap<u32, Option<usize>>,
    /// The newest trailer.
    pub(super) trailer: Dictionary,
    /// Where the newest table stands.
    pub(super) start: usize,
    pub(super) revisions: usize,
}

/// An object with the bytes of the file that it takes.
pub(super) struct Placed {
    pub(super) object: Object,
    pub(super) place: Range<usize>,
}

impl<'a> File<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Parsed<Self> {
        let start = last_start(bytes)?;
        let mut file = Self {
            bytes,
            objects: BTreeMap::new(),
            trailer: Dictionary::new(),
            start,
            revisions: 0,
        };
        let mut table = Some(start);
        while let Some(at) = table {
            if file.revisions == MOST_REVISIONS {
                return Err(Malformed("the file has too many revisions"));
            }
            let trailer = file.table(at)?;
            table = match trailer.get(&b"Prev"[..]) {
                None => None,
                // Backwards only: a chain of tables can't go round.
                Some(Object::Integer(prev)) => match usize::try_from(*prev) {
                    Ok(prev) if prev < at => Some(prev),
                    _ => return Err(Malformed("an older table stands after a newer one")),
                },
                Some(_) => return Err(Malformed("a trailer is not readable")),
            };
            if file.revisions == 0 {
                file.trailer = trailer;
            }
            file.revisions += 1;
        }
        if file.trailer.contains_key(&b"Encrypt"[..]) {
            return Err(Malformed("the file is encrypted"));
        }
        Ok(file)
    }

    /// Reads one table, keeping what newer ones said; gives its trailer.
    fn table(&mut self, at: usize) -> Parsed<Dictionary> {
        let mut parser = Parser::new(self.bytes, at);
        if !parser.rest().starts_with(b"xref") {
            return Err(Malformed("there is no cross-reference table"));
        }
        parser.expect("xref")?;
        while !parser.accept("trailer") {
            let first: u32 = parser.number()?;
            let count: u32 = parser.number()?;
            for position in 0..count {
                let number = first
                    .checked_add(position)
                    .ok_or(Malformed("a bad table"))?;
                let offset: usize = parser.number()?;
                let _generation: u16 = parser.number()?;
                let place = if parser.accept("n") {
                    Some(offset)
                } else {
                    parser.expect("f")?;
                    None
                };
                self.objects.entry(number).or_insert(place);
                if self.objects.len() > MOST_OBJECTS {
                    return Err(Malformed("the file has too many objects"));
                }
            }
        }
        let trailer = parser.dictionary()?;
        if trailer.contains_key(&b"XRefStm"[..]) {
            return Err(Malformed("the file has a hidden second table"));
        }
        Ok(trailer)
    }

    /// The object with this number and where it stands.
    pub(super) fn placed(&self, number: u32) -> Parsed<Placed> {
        let (mut parser, at) = self.object_start(number)?;
        let object = parser.object()?;
        parser.expect("endobj")?;
        Ok(Placed {
            object,
            place: at..parser.at,
        })
    }

    fn object_start(&self, number: u32) -> Parsed<(Parser<'a>, usize)> {
        let place = self.objects.get(&number).copied().flatten();
        let at = place.ok_or(Malformed("an object is missing"))?;
        let mut parser = Parser::new(self.bytes, at);
        if parser.number::<u32>()? != number || parser.number::<u16>()? != 0 {
            return Err(Malformed("the table points to another object"));
        }
        parser.expect("obj")?;
        Ok((parser, at))
    }

    /// Follows a reference, once.
    pub(super) fn resolve(&self, object: &Object) -> Parsed<Object> {
        match object {
            Object::Reference(number) => self.placed(*number).map(|placed| placed.object),
            other => Ok(other.clone()),
        }
    }

    pub(super) fn dictionary(&self, object: &Object) -> Parsed<Dictionary> {
        match self.resolve(object)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(Malformed("a dictionary is missing")),
        }
    }

    /// The value of a key, reference followed.
    pub(super) fn value(&self, dictionary: &Dictionary, key: &str) -> Parsed<Option<Object>> {
        dictionary
            .get(key.as_bytes())
            .map(|object| self.resolve(object))
            .transpose()
    }

    /// The value of a key that must be a dictionary.
    pub(super) fn child(&self, dictionary: &Dictionary, key: &str) -> Parsed<Dictionary> {
        let object = dictionary.get(key.as_bytes());
        self.dictionary(object.ok_or(Malformed("a dictionary lacks a key"))?)
    }

    /// The value of a key that must be an array.
    pub(super) fn array(&self, dictionary: &Dictionary, key: &str) -> Parsed<Vec<Object>> {
        match self.value(dictionary, key)? {
            Some(Object::Array(items)) => Ok(items),
            _ => Err(Malformed("an array is missing")),
        }
    }

    pub(super) fn root(&self) -> Parsed<(u32, Dictionary)> {
        let Some(Object::Reference(number)) = self.trailer.get(&b"Root"[..]) else {
            return Err(Malformed("the trailer names no catalog"));
        };
        Ok((*number, self.dictionary(&Object::Reference(*number))?))
    }

    /// One more than the highest object number.
    pub(super) fn size(&self) -> Parsed<u32> {
        let highest = self.objects.keys().next_back().copied().unwrap_or_default();
        match self.trailer.get(&b"Size"[..]) {
            Some(Object::Integer(size)) if *size == i64::from(highest) + 1 => Ok(highest + 1),
            _ => Err(Malformed("the trailer's size is wrong")),
        }
    }

    /// The decoded content of a stream.
    pub(super) fn stream(&self, number: u32) -> Parsed<Vec<u8>> {
        let (mut parser, _) = self.object_start(number)?;
        let dictionary = parser.dictionary()?;
        parser.expect("stream")?;
        let line_end = if parser.rest().starts_with(b"\r\n") {
            2
        } else {
            1
        };
        if parser.rest().get(line_end - 1) != Some(&b'\n') {
            return Err(Malformed("a stream does not start on a line"));
        }
        let Some(Object::Integer(length)) = self.value(&dictionary, "Length")? else {
            return Err(Malformed("a stream has no length"));
        };
        let length = usize::try_from(length).map_err(|_| Malformed("a stream has no length"))?;
        let raw = parser.rest()[line_end..].get(..length);
        let raw = raw.ok_or(Malformed("a stream is longer than the file"))?;
        parser.at += line_end + length;
        parser.expect("endstream")?;
        if dictionary.contains_key(&b"DecodeParms"[..]) {
            return Err(Malformed("a stream has an unknown filter"));
        }
        match self.value(&dictionary, "Filter")? {
            None if raw.len() as u64 > MOST_CONTENT => Err(Malformed("a stream is too large")),
            None => Ok(raw.to_vec()),
            Some(filter) if filter.is_name("FlateDecode") => inflate(raw),
            Some(_) => Err(Malformed("a stream has an unknown filter")),
        }
    }
}

fn inflate(raw: &[u8]) -> Parsed<Vec<u8>> {
    let mut content = Vec::new();
    let mut decoder = ZlibDecoder::new(raw).take(MOST_CONTENT + 1);
    match decoder.read_to_end(&mut content) {
        Ok(length) if length as u64 <= MOST_CONTENT => Ok(content),
        Ok(_) => Err(Malformed("a stream is too large")),
        Err(_) => Err(Malformed("a stream can't be inflated")),
    }
}

/// What the last `startxref` says.
fn last_start(bytes: &[u8]) -> Parsed<usize> {
    const WORD: &[u8] = b"startxref";
    let tail = bytes.len().saturating_sub(TAIL);
    let found = bytes[tail..]
        .windows(WORD.len())
        .rposition(|window| window == WORD);
    let at = found.ok_or(Malformed("the file has no end"))?;
    let mut parser = Parser::new(bytes, tail + at + WORD.len());
    let start: usize = parser.number()?;
    if start < bytes.len() {
        Ok(start)
    } else {
        Err(Malformed("the table is outside the file"))
    }
}
