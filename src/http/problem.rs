//! Problem details (RFC 9457): what programs are told when a request is not answered as asked.

use serde::Serialize;
use utoipa::ToSchema;

use crate::i18n::{Language, text};

/// What a request that is not answered as asked gets (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(super) struct Problem {
    /// Address that explains this kind of problem. Stable: programs may compare it.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    pub(super) kind: String,
    /// The kind of problem, in the asker's language.
    pub(super) title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    pub(super) status: u16,
    /// What to do about it, in the asker's language.
    pub(super) detail: String,
    /// This one problem, by the request's number. It names the problem; there is no page there.
    #[schema(format = "uri-reference")]
    pub(super) instance: String,
    /// The request's number, to be told when asking for help.
    pub(super) request_id: String,
    /// Seconds after which asking again makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(super) retry_after: Option<u64>,
    /// What is wrong with which part of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(super) errors: Vec<FieldError>,
}

/// One part of a request that breaks a rule.
#[derive(Serialize, ToSchema)]
pub(super) struct FieldError {
    /// Where: a JSON pointer (RFC 6901) into the body, or the name of a parameter of the address.
    pointer: String,
    /// Stable name of the broken rule.
    rule: String,
    /// What is wrong, in the asker's language.
    detail: String,
}

/// One part of a request that breaks a rule, in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Defect {
    pointer: String,
    rule: String,
    said: Vec<(Language, String)>,
}

impl Defect {
    /// A broken rule of the API itself: `problem-rule-<rule>` in the message files.
    pub(super) fn of(pointer: impl Into<String>, rule: &'static str) -> Self {
        Self::said(pointer, rule, |language| {
            text(language, &format!("problem-rule-{rule}"))
        })
    }

    /// A broken rule that another room explains.
    pub(super) fn said(
        pointer: impl Into<String>,
        rule: impl Into<String>,
        explain: impl Fn(Language) -> String,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            rule: rule.into(),
            said: Language::ALL
                .into_iter()
                .map(|language| (language, explain(language)))
                .collect(),
        }
    }

    /// What is wrong, for people.
    pub(super) fn sentence(&self, language: Language) -> String {
        let said = self.said.iter().find(|(known, _)| *known == language);
        said.map(|(_, words)| words.clone()).unwrap_or_default()
    }

    /// What is told of it.
    pub(super) fn told(&self, language: Language) -> FieldError {
        FieldError {
            pointer: self.pointer.clone(),
            rule: self.rule.clone(),
            detail: self.sentence(language),
        }
    }
}
