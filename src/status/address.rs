//! Where the lists are found; the address of a list is also its identifier.

use serde_json::{Value, json};

use super::StatusPurpose;

/// The address of a Bitstring Status List: `https://sceau.example/status/revocation/1`.
pub fn list_url(public_url: &str, purpose: StatusPurpose, list: u32) -> String {
    format!("{public_url}/status/{}/{list}", purpose.name())
}

/// The address of a Token Status List: `https://sceau.example/tsl/1`.
pub fn token_list_url(public_url: &str, list: u32) -> String {
    format!("{public_url}/tsl/{list}")
}

/// Where all Token Status Lists are named (Token Status List §9): a file beside the lists, so that
/// a server of static files has it too.
pub fn aggregation_url(public_url: &str) -> String {
    format!("{public_url}/tsl/lists.json")
}

/// The names of all Token Status Lists (Token Status List §9.3).
pub fn aggregation(public_url: &str, lists: &[u32]) -> Value {
    let urls: Vec<String> = lists
        .iter()
        .map(|list| token_list_url(public_url, *list))
        .collect();
    json!({ "status_lists": urls })
}
