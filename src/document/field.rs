//! A signature field and the gap that its message is written into, as both signatures and time
//! stamps of whole documents have them (ISO 32000-1 §12.8.1).

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};

/// Wide enough for any offset; the range is written over it.
const RANGE: &str = "/ByteRange[0 0000000000 0000000000 0000000000]";
const CONTENTS: &str = "/Contents<";

/// Fills in the byte range; gives the gap that it leaves: `<`, the digits, `>`.
pub(super) fn reserve(bytes: &mut [u8], from: usize) -> Parsed<Range<usize>> {
    let find = |word: &str| {
        let found = bytes[from..]
            .windows(word.len())
            .position(|bytes| bytes == word.as_bytes());
        found
            .map(|at| from + at)
            .ok_or(Malformed("its signature has no place"))
    };
    let range = find(RANGE)?;
    let start = find(CONTENTS)? + CONTENTS.len() - 1;
    let length = bytes[start..].iter().position(|byte| *byte == b'>');
    let end = start + length.ok_or(Malformed("its signature has no end"))? + 1;
    let written = format!("/ByteRange[0 {start} {end} {}", bytes.len() - end);
    let written = format!("{written:<width$}]", width = RANGE.len() - 1);
    bytes[range..range + RANGE.len()].copy_from_slice(written.as_bytes());
    Ok(start..end)
}

pub(super) fn first_page(file: &File<'_>, root: &Dictionary) -> Parsed<(u32, Dictionary)> {
    let mut node = file.child(root, "Pages")?;
    // The tree of a document of ours is flat; a deeper one is still walked, but not for ever.
    for _ in 0..8 {
        let kids = file.array(&node, "Kids")?;
        let Some(Object::Reference(number)) = kids.first() else {
            return Err(Malformed("it has no page"));
        };
        node = file.dictionary(&Object::Reference(*number))?;
        if node
            .get(&b"Type"[..])
            .is_some_and(|kind| kind.is_name("Page"))
        {
            return Ok((*number, node));
        }
    }
    Err(Malformed("it has no page"))
}

/// SHA-256 of everything but the gap.
pub(super) fn digest_around(bytes: &[u8], gap: &Range<usize>) -> [u8; 32] {
    Sha256::new()
        .chain_update(&bytes[..gap.start])
        .chain_update(&bytes[gap.end..])
        .finalize()
        .into()
}

/// Writes the message into the gap, whose end stays zero.
pub(super) fn fill(bytes: &mut [u8], gap: &Range<usize>, message: &[u8]) -> Parsed<()> {
    let digits = hex::encode(message);
    let place = gap.start + 1..gap.start + 1 + digits.len();
    if place.end >= gap.end {
        return Err(Malformed("the signature needs more room"));
    }
    bytes[place].copy_from_slice(digits.as_bytes());
    Ok(())
}

/// The field and its widget. It has no area: veraPDF's reading of ISO 14289-1 §7.18.4 and
/// ISO 19005-3 §6.3.3 is that such a widget needs neither a tag nor an appearance.
pub(super) fn field(name: &str, explained: &str, page: u32, signature: u32) -> Object {
    dictionary([
        ("Type", Object::name("Annot")),
        ("Subtype", Object::name("Widget")),
        ("FT", Object::name("Sig")),
        ("T", Object::Text(name.as_bytes().to_vec())),
        ("TU", Object::text(explained)),
        // Print and Locked; Hidden would break PDF/A.
        ("F", Object::Integer(132)),
        ("Rect", Object::Array(vec![const { Object::Integer(0) }; 4])),
        ("P", Object::Reference(page)),
        ("V", Object::Reference(signature)),
    ])
}

/// The dictionary with a range and an empty message of so many bytes before its other entries.
pub(super) fn with_gap(room: usize, rest: &Object) -> Vec<u8> {
    let mut others = Vec::new();
    rest.write(&mut others);
    let mut written = format!("<<{RANGE}{CONTENTS}{}>", "0".repeat(room * 2)).into_bytes();
    written.extend(&others[2..]);
    written
}

pub(super) fn dictionary<const N: usize>(pairs: [(&str, Object); N]) -> Object {
    Object::Dictionary(
        pairs
            .map(|(key, value)| (key.as_bytes().to_vec(), value))
            .into(),
    )
}

pub(super) fn set(dictionary: &mut Dictionary, key: &str, value: Object) {
    dictionary.insert(key.as_bytes().to_vec(), value);
}
