//! The public tree: what anybody may fetch, as files that any server of static files can hold.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Form, aggregation};
use crate::credential::contexts;

/// Name of the file that lists all others, with the media type each is to be sent with.
pub const INDEX: &str = "files.json";

/// One public file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFile {
    /// Where it stands below the public address, without a leading `/`.
    pub path: String,
    /// What it is to be sent as.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl PublicFile {
    /// SHA-256 in hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(&self.bytes))
    }
}

/// The files of one list, one a form.
pub fn list_files(list: u32, forms: BTreeMap<Form, Vec<u8>>) -> impl Iterator<Item = PublicFile> {
    forms.into_iter().map(move |(form, bytes)| PublicFile {
        path: form.path(list),
        media_type: form.media_type(),
        bytes,
    })
}

/// The file that names all Token Status Lists.
pub fn aggregation_file(public_url: &str, lists: &[u32]) -> PublicFile {
    PublicFile {
        path: "tsl/lists.json".into(),
        media_type: "application/json",
        bytes: aggregation(public_url, lists).to_string().into_bytes(),
    }
}

/// The JSON-LD contexts of what we sign, as compiled in: who must not fetch them from their
/// authors has them here.
pub fn context_files() -> impl Iterator<Item = PublicFile> {
    contexts::published().map(|(address, text)| PublicFile {
        path: format!("contexts/{}", context_name(address)),
        media_type: "application/ld+json",
        bytes: text.as_bytes().to_vec(),
    })
}

fn context_name(address: &str) -> &'static str {
    if address == contexts::CREDENTIALS_V2 {
        "credentials-v2.json"
    } else {
        "open-badges-3.0.3.json"
    }
}

/// What [`INDEX`] says of a file.
pub fn index_entry(file: &PublicFile) -> Value {
    json!({
        "path": file.path,
        "type": file.media_type,
        "sha256": file.digest(),
        "bytes": file.bytes.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_context_has_a_file_of_its_own() {
        let paths: Vec<String> = context_files().map(|file| file.path).collect();
        assert_eq!(
            paths,
            [
                "contexts/credentials-v2.json",
                "contexts/open-badges-3.0.3.json"
            ]
        );
    }

    #[test]
    fn the_file_of_all_lists_stands_at_the_address_that_the_lists_name() {
        let url = "https://sceau.example";
        let file = aggregation_file(url, &[1, 2]);
        assert_eq!(
            format!("{url}/{}", file.path),
            super::super::aggregation_url(url)
        );
        let named: Value = serde_json::from_slice(&file.bytes).unwrap();
        assert_eq!(
            named["status_lists"],
            json!(["https://sceau.example/tsl/1", "https://sceau.example/tsl/2"])
        );
    }
}
