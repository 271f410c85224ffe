//! x
use super::super::fixtures::{FRAMEWORK, facts};
use super::super::proof::canonical_lines;
#[test]
fn dump() {
    let form = super::build::unsigned(&facts(), &FRAMEWORK);
    let v = serde_json::to_value(&form).unwrap();
    std::fs::write("/tmp/badge.json", serde_json::to_vec_pretty(&v).unwrap()).unwrap();
    std::fs::write("/tmp/badge.nq", canonical_lines(&v).unwrap().concat()).unwrap();
}
