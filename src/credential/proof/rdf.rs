//! JSON-LD to canonical N-Quads: W3C RDF Dataset Canonicalization 1.0 over compiled-in contexts.

use std::collections::BTreeSet;
use std::fmt::Write;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxrdf::{Dataset, NamedOrBlankNode, Quad, Term};
use serde_json::Value;

use super::ProofError;
use crate::credential::contexts;

/// Most statements of a document; a certificate with sixteen competences has about 400.
const MAX_QUADS: usize = 10_000;
/// Most nodes without a name.
const MAX_BLANK_NODES: usize = 64;
/// Most nodes without a name that are linked with each other. The algorithm tries permutations of
/// them, so a handful can keep a processor busy for years (RDFC-1.0 §7.1, poison graphs).
const MAX_LINKED_BLANK_NODES: usize = 5;

/// The canonical N-Quads of a document, one line a statement, in order.
pub(in crate::credential) fn canonical_lines(document: &Value) -> Result<Vec<String>, ProofError> {
    if contexts::of(document).is_none() {
        return Err(ProofError::Malformed("@context"));
    }
    let text = serde_json::to_vec(document).map_err(ProofError::Encoding)?;
    let quads = quads(&text)?;
    let mut dataset: Dataset = quads.iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines = Vec::with_capacity(dataset.len());
    for quad in &dataset {
        let mut line = String::new();
        // Writing to a `String` can't fail.
        let _ = writeln!(line, "{quad} .");
        lines.push(line);
    }
    lines.sort_unstable();
    Ok(lines)
}

fn quads(text: &[u8]) -> Result<Vec<Quad>, ProofError> {
    let parser = JsonLdParser::new()
        .for_slice(text)
        .with_load_document_callback(|address, _| {
            let text = contexts::text(address)
                .ok_or_else(|| format!("the context `{address}` is not known here"))?;
            Ok(JsonLdRemoteDocument {
                document: text.as_bytes().to_vec(),
                document_url: address.to_owned(),
            })
        });
    let mut quads = Vec::new();
    for quad in parser {
        let quad = quad.map_err(|error| ProofError::JsonLd(error.to_string()))?;
        if quads.len() == MAX_QUADS {
            return Err(ProofError::TooLarge);
        }
        quads.push(quad);
    }
    check_blank_nodes(&quads)?;
    Ok(quads)
}

fn check_blank_nodes(quads: &[Quad]) -> Result<(), ProofError> {
    let (mut all, mut linked) = (BTreeSet::new(), BTreeSet::new());
    for quad in quads {
        let subject = match &quad.subject {
            NamedOrBlankNode::BlankNode(node) => Some(node.as_str()),
            NamedOrBlankNode::NamedNode(_) => None,
        };
        let object = match &quad.object {
            Term::BlankNode(node) => Some(node.as_str()),
            _ => None,
        };
        // Graphs of their own (a presentation's credentials) have no place in what we read.
        if !quad.graph_name.is_default_graph() {
            return Err(ProofError::TooLarge);
        }
        all.extend(subject);
        all.extend(object);
        if let (Some(subject), Some(object)) = (subject, object) {
            linked.extend([subject, object]);
        }
    }
    if all.len() > MAX_BLANK_NODES || linked.len() > MAX_LINKED_BLANK_NODES {
        return Err(ProofError::TooLarge);
    }
    Ok(())
}
