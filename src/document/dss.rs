//! The document security store (EN 319 142-1 §5.4.2): the certificates and revocation lists that
//! show later that a signature was good.

use super::file::File;
use super::object::{Dictionary, Malformed, Object, Parsed};
use super::stamp::Evidence;
use super::update::Update;

/// More certificates or lists than any store of ours has.
const MOST_ENTRIES: usize = 64;

const CERTIFICATES: &str = "Certs";
const LISTS: &str = "CRLs";

/// Puts the store into the update, after what an older one holds; gives the catalog's entry.
pub(super) fn write(
    update: &mut Update<'_>,
    old: &Dictionary,
    evidence: &Evidence,
) -> Parsed<Object> {
    let mut store = Dictionary::new();
    store.insert(b"Type".to_vec(), Object::name("DSS"));
    for (key, entries) in [
        (CERTIFICATES, &evidence.certificates),
        (LISTS, &evidence.crls),
    ] {
        let mut references = match old.get(key.as_bytes()) {
            None => Vec::new(),
            Some(Object::Array(references)) => references.clone(),
            Some(_) => return Err(Malformed("a list of evidence is not an array")),
        };
        for der in entries {
            let number = update.number();
            let mut stream = format!("<</Length {}>>\nstream\n", der.len()).into_bytes();
            stream.extend(der);
            stream.extend(b"\nendstream");
            update.put_written(number, stream);
            references.push(Object::Reference(number));
        }
        if references.len() > MOST_ENTRIES {
            return Err(Malformed("it has too much evidence"));
        }
        if !references.is_empty() {
            store.insert(key.as_bytes().to_vec(), Object::Array(references));
        }
    }
    Ok(Object::Dictionary(store))
}

/// The store's own dictionary; empty if there is none.
pub(super) fn dictionary(catalog: &Dictionary) -> Parsed<Dictionary> {
    match catalog.get(&b"DSS"[..]) {
        None => Ok(Dictionary::new()),
        Some(Object::Dictionary(store)) => Ok(store.clone()),
        Some(_) => Err(Malformed("the evidence is no dictionary")),
    }
}

/// What the store holds, without the first entries that an older one had already.
pub(super) fn read(file: &File<'_>, store: &Dictionary, old: &Dictionary) -> Parsed<Evidence> {
    let entries = |key: &str| -> Parsed<Vec<Vec<u8>>> {
        let references = match store.get(key.as_bytes()) {
            None => return Ok(Vec::new()),
            Some(Object::Array(references)) if references.len() <= MOST_ENTRIES => references,
            Some(_) => return Err(Malformed("a list of evidence is too long or no array")),
        };
        let known = match old.get(key.as_bytes()) {
            Some(Object::Array(references)) => references.len(),
            _ => 0,
        };
        let new = references.iter().skip(known);
        new.map(|reference| match reference {
            Object::Reference(number) => file.stream(*number),
            _ => Err(Malformed("evidence is no stream")),
        })
        .collect()
    };
    Ok(Evidence {
        certificates: entries(CERTIFICATES)?,
        crls: entries(LISTS)?,
    })
}
