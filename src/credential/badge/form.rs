//! The credential as it is written: Open Badges 3.0 `OpenBadgeCredential` on the Verifiable
//! Credentials Data Model 2.0.
//!
//! Every member is named here and every one is required unless our own credentials lack it, so that
//! reading refuses whatever we would not have written. Only terms are used that each published copy
//! of the Open Badges context defines.

#![expect(
    clippy::struct_field_names,
    reason = "the fields are called as the standard calls its members"
)]

use serde::{Deserialize, Serialize};

use crate::credential::contexts::{CREDENTIALS_V2, OPEN_BADGES_V3};
use crate::credential::proof::{Proof, present};
use crate::framework::Localized;
use crate::i18n::Language;

/// The contexts, exactly these in this order.
pub(super) const CONTEXTS: [&str; 2] = [CREDENTIALS_V2, OPEN_BADGES_V3];
/// The credential's types.
pub(super) const TYPES: [&str; 2] = ["VerifiableCredential", "OpenBadgeCredential"];

/// The credential. Without `proof` it is what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Form {
    #[serde(rename = "@context")]
    pub(super) contexts: Vec<String>,
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) name: String,
    pub(super) issuer: Profile,
    pub(super) valid_from: String,
    /// Civil date of delivery, as its first instant in UTC.
    pub(super) awarded_date: String,
    pub(super) credential_subject: Subject,
    pub(super) credential_status: Status,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) proof: Option<Vec<Proof>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) name: String,
    pub(super) url: String,
}

/// The holder, of whom nothing is said that could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Subject {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    /// Civil date of the exam, as its first instant in UTC.
    pub(super) activity_end_date: String,
    pub(super) identifier: Vec<Identity>,
    pub(super) achievement: Achievement,
    pub(super) result: Vec<Outcome>,
}

/// A hashed identifier. The schema allows it no id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Identity {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) identity_type: String,
    pub(super) hashed: bool,
    pub(super) salt: String,
    pub(super) identity_hash: String,
}

/// What can be achieved: the same for every certificate of a framework in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Achievement {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) achievement_type: String,
    pub(super) in_language: String,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) criteria: Criteria,
    pub(super) related: Vec<Related>,
    pub(super) result_description: Vec<ResultDescription>,
}

/// The schema has no rule for the name of criteria: it is the place of the title in all languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Criteria {
    pub(super) id: String,
    pub(super) name: Vec<Text>,
    pub(super) narrative: String,
}

/// The same achievement in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Related {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) in_language: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ResultDescription {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) name: String,
    pub(super) result_type: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) value_min: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) value_max: Option<String>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) alignment: Option<Vec<Alignment>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) rubric_criterion_level: Option<Vec<RubricLevel>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Alignment {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) target_name: String,
    pub(super) target_url: String,
    pub(super) target_framework: String,
    pub(super) target_code: String,
}

/// One step of a rubric; for the global level, the reading grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RubricLevel {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) name: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) description: Option<String>,
    pub(super) level: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) points: Option<String>,
}

/// What was achieved. Values are texts, levels are addresses (Open Badges 3.0 §B.1.19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Outcome {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) types: Vec<String>,
    pub(super) result_description: String,
    pub(super) value: String,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) achieved_level: Option<String>,
    /// What was measured, in all languages.
    pub(super) name: Vec<Text>,
    /// What the value says, in all languages.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) description: Option<Vec<Text>>,
}

/// The one status entry: the revocation list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Status {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) status_purpose: String,
    pub(super) status_list_index: String,
    pub(super) status_list_credential: String,
}

/// A text with its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    #[serde(rename = "@language")]
    pub(super) language: Language,
    #[serde(rename = "@value")]
    pub(super) value: String,
}

impl Text {
    /// The text in every language.
    pub(super) fn all(text: &Localized) -> Vec<Self> {
        Language::ALL
            .map(|language| Self {
                language,
                value: text.get(language).to_owned(),
            })
            .into()
    }
}

/// A list of one type.
pub(super) fn types(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}
