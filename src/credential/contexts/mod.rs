//! The JSON-LD contexts that we know, compiled in: nothing is ever fetched.

use serde_json::Value;

/// Verifiable Credentials Data Model v2.0 §B.1.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// Open Badges 3.0, version 3.0.3 of its context.
pub const OPEN_BADGES_V3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The text of a context, if it is one that we know.
pub(super) fn text(address: &str) -> Option<&'static str> {
    match address {
        CREDENTIALS_V2 => Some(include_str!("credentials-v2.json")),
        OPEN_BADGES_V3 => Some(include_str!("open-badges-3.0.3.json")),
        #[cfg(test)]
        EXAMPLES => Some(EXAMPLES_TEXT),
        _ => None,
    }
}

/// Every context that a static copy of the public tree holds: address and text.
pub fn published() -> impl Iterator<Item = (&'static str, &'static str)> {
    [CREDENTIALS_V2, OPEN_BADGES_V3]
        .into_iter()
        .filter_map(|address| Some((address, text(address)?)))
}

/// The contexts of a document, if they are what we accept: a list of known addresses at the top
/// and nowhere else. An inline context, even an unused one, would give words another meaning
/// without changing what an RDF proof covers.
pub(super) fn of(document: &Value) -> Option<Vec<&'static str>> {
    let object = document.as_object()?;
    if object
        .iter()
        .any(|(name, value)| name != "@context" && names_a_context(value))
    {
        return None;
    }
    let list = object.get("@context")?.as_array()?;
    list.iter().map(|entry| known(entry.as_str()?)).collect()
}

fn known(address: &str) -> Option<&'static str> {
    [
        CREDENTIALS_V2,
        OPEN_BADGES_V3,
        #[cfg(test)]
        EXAMPLES,
    ]
    .into_iter()
    .find(|known| *known == address)
}

/// As deep as the document, which its reader has bounded.
fn names_a_context(value: &Value) -> bool {
    match value {
        Value::Object(object) => object
            .iter()
            .any(|(name, value)| name == "@context" || names_a_context(value)),
        Value::Array(list) => list.iter().any(names_a_context),
        _ => false,
    }
}

/// The context of the W3C's examples, which its test vectors use.
#[cfg(test)]
pub(super) const EXAMPLES: &str = "https://www.w3.org/ns/credentials/examples/v2";
#[cfg(test)]
const EXAMPLES_TEXT: &str =
    r#"{"@context":{"@vocab":"https://www.w3.org/ns/credentials/examples#"}}"#;

#[cfg(test)]
mod tests {
    use serde_json::json;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn the_compiled_in_contexts_are_the_published_ones_to_the_byte() {
        let digests: Vec<String> = published()
            .map(|(_, text)| hex::encode(Sha256::digest(text)))
            .collect();
        assert_eq!(
            digests,
            [
                "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
                "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"
            ]
        );
    }

    #[test]
    fn only_known_contexts_at_the_top_are_accepted() {
        let good = json!({"@context": [CREDENTIALS_V2, OPEN_BADGES_V3], "name": [{"x": 1}]});
        assert_eq!(of(&good).unwrap(), [CREDENTIALS_V2, OPEN_BADGES_V3]);
        for bad in [
            json!({}),
            json!([]),
            json!({"@context": CREDENTIALS_V2}),
            json!({"@context": [CREDENTIALS_V2, "https://example.org/more"]}),
            json!({"@context": [CREDENTIALS_V2, {"honours": "@json"}]}),
            json!({"@context": [CREDENTIALS_V2], "a": [{"@context": {}}]}),
        ] {
            assert_eq!(of(&bad), None, "{bad}");
        }
    }
}
