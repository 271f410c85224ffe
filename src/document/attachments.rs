//! The files embedded in a PDF (ISO 32000-1 §7.11.4).

use std::collections::BTreeMap;

use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};

/// The name of the seal among a document's files.
pub const SEAL: &str = "seal.cose";
/// The name of the standard credential among a document's files.
pub const CREDENTIAL: &str = "credential.json";
/// The name of the signed receipt among the files of a receipt's PDF.
pub const RECEIPT: &str = "receipt.json";
/// A document of ours has two.
const MOST: usize = 16;
/// Nodes of the tree of names.
const MOST_NODES: usize = 64;

/// The standard credential in a document of ours, as the archive keeps it: whether the bytes are
/// ours is the caller's knowledge. Documents of earlier versions have none.
pub fn credential_in(pdf: &[u8]) -> Option<Vec<u8>> {
    let file = File::open(pdf).ok()?;
    read(&file).ok()?.remove(CREDENTIAL)
}

/// Every embedded file by name. A file without any gives none.
pub(super) fn read(file: &File<'_>) -> Parsed<BTreeMap<String, Vec<u8>>> {
    let (_, root) = file.root()?;
    let mut attachments = BTreeMap::new();
    let Some(Object::Dictionary(names)) = file.value(&root, "Names")? else {
        return Ok(attachments);
    };
    let Some(tree) = names.get(&b"EmbeddedFiles"[..]) else {
        return Ok(attachments);
    };

    let mut waiting = vec![tree.clone()];
    for _ in 0..MOST_NODES {
        let Some(node) = waiting.pop() else {
            return Ok(attachments);
        };
        let node = file.dictionary(&node)?;
        if node.contains_key(&b"Kids"[..]) {
            waiting.extend(file.array(&node, "Kids")?);
        }
        if node.contains_key(&b"Names"[..]) {
            for pair in file.array(&node, "Names")?.chunks(2) {
                let [_, specification] = pair else {
                    return Err(Malformed("a name has no file"));
                };
                let (name, content) = embedded(file, &file.dictionary(specification)?)?;
                // Two files of one name are two answers to one question.
                if attachments.insert(name, content).is_some() || attachments.len() > MOST {
                    return Err(Malformed("too many embedded files"));
                }
            }
        }
    }
    Err(Malformed("the tree of names is too large"))
}

fn embedded(file: &File<'_>, specification: &Dictionary) -> Parsed<(String, Vec<u8>)> {
    let name = specification
        .get(&b"UF"[..])
        .or(specification.get(&b"F"[..]));
    let Some(Object::Text(name)) = name else {
        return Err(Malformed("a file has no name"));
    };
    let streams = file.child(specification, "EF")?;
    let stream = streams.get(&b"F"[..]).or(streams.get(&b"UF"[..]));
    let Some(Object::Reference(number)) = stream else {
        return Err(Malformed("a file has no content"));
    };
    Ok((decoded(name)?, file.stream(*number)?))
}

/// ISO 32000-1 §7.9.2.2; of `PDFDocEncoding` only what it shares with ASCII.
fn decoded(text: &[u8]) -> Parsed<String> {
    const WRONG: Malformed = Malformed("a file's name can't be read");
    if let Some(units) = text.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> = units
            .chunks(2)
            .map(|unit| unit.try_into().map(u16::from_be_bytes))
            .collect::<Result<_, _>>()
            .map_err(|_| WRONG)?;
        return String::from_utf16(&units).map_err(|_| WRONG);
    }
    if !text.is_ascii() {
        return Err(WRONG);
    }
    String::from_utf8(text.to_vec()).map_err(|_| WRONG)
}
