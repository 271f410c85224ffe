//! The audit trail in words: what each event and each of its details is called.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;

use crate::accounts::Roles;
use crate::audit::AuditEvent;
use crate::i18n::{Language, instant, text, text_with};

/// Every kind of event, by the name that the trail has.
pub(super) const KINDS: [&str; 65] = [
    "prepared",
    "issued",
    "revoked",
    "suspended",
    "reinstated",
    "superseded",
    "link_renewed",
    "share_made",
    "share_withdrawn",
    "correction_asked",
    "correction_file_added",
    "correction_file_read",
    "correction_answered",
    "document_renewed",
    "key_rotated",
    "key_retired",
    "key_compromised",
    "batch_uploaded",
    "batch_started",
    "batch_approved",
    "batch_refused",
    "file_approved",
    "links_sent",
    "code_shown",
    "batch_cancelled",
    "centre_added",
    "centre_changed",
    "centre_removed",
    "session_added",
    "session_changed",
    "session_cancelled",
    "session_resumed",
    "session_removed",
    "candidates_imported",
    "candidate_added",
    "candidate_changed",
    "candidate_removed",
    "frozen",
    "thawed",
    "restored",
    "self_checked",
    "client_added",
    "client_disabled",
    "api_key_issued",
    "api_key_revoked",
    "document_reported",
    "report_handled",
    "status_list_published",
    "webhook_added",
    "webhook_removed",
    "webhook_key_rotated",
    "webhook_disabled",
    "webhook_enabled",
    "jobs_retried",
    "account_added",
    "account_roles_changed",
    "account_disabled",
    "account_enabled",
    "account_reset",
    "account_invited",
    "invitation_accepted",
    "password_changed",
    "signed_in",
    "sign_in_refused",
    "signed_out",
];

/// What events say, each with its name.
const DETAILS: [(&str, &str); 39] = [
    ("credential_key", "console-detail-credential-key"),
    ("document_key", "console-detail-document-key"),
    ("document", "console-detail-document"),
    ("reason", "console-detail-reason"),
    ("by", "console-detail-by"),
    ("share", "console-detail-share"),
    ("correction", "console-detail-correction"),
    ("accepted", "console-detail-accepted"),
    ("stamped_at", "console-detail-stamped-at"),
    ("valid_until", "console-detail-valid-until"),
    ("key", "console-detail-key"),
    ("replaced", "console-detail-replaced"),
    ("at", "console-detail-at"),
    ("batch", "console-detail-batch"),
    ("file", "console-detail-file"),
    ("certificates", "console-detail-certificates"),
    ("operator", "console-detail-operator"),
    ("letters", "console-detail-letters"),
    ("centre", "console-detail-centre"),
    ("name", "console-detail-name"),
    ("session", "console-detail-session"),
    ("count", "console-detail-count"),
    ("place", "console-detail-place"),
    ("number", "console-detail-number"),
    ("fields", "console-detail-fields"),
    ("checked", "console-detail-checked"),
    ("bad", "console-detail-bad"),
    ("client", "console-detail-client"),
    ("scopes", "console-detail-scopes"),
    ("expires_at", "console-detail-expires-at"),
    ("report", "console-detail-report"),
    ("outcome", "console-detail-outcome"),
    ("list", "console-detail-list"),
    ("webhook", "console-detail-webhook"),
    ("generation", "console-detail-generation"),
    ("why", "console-detail-why"),
    ("account", "console-detail-account"),
    ("roles", "console-detail-roles"),
    ("how", "console-detail-how"),
];

/// Details and operators that are words of the program, each with its sentence.
const WORDS: [(&str, &str); 11] = [
    ("password", "console-word-password"),
    ("oidc", "console-word-oidc"),
    ("wrong", "console-word-wrong-credentials"),
    ("locked", "console-word-locked"),
    ("disabled", "console-word-disabled"),
    ("gone", "console-word-gone"),
    ("failing", "console-word-failing"),
    ("public", "console-word-public"),
    ("nobody", "console-word-nobody"),
    ("command line", "console-word-command-line"),
    ("sceau", "console-word-service"),
];

/// What tells of events.
pub(super) struct Words<'a> {
    pub(super) language: Language,
    pub(super) zone: Tz,
    /// The names of people by what the trail calls them.
    pub(super) people: &'a BTreeMap<String, String>,
}

/// One thing that an event says.
pub(super) struct Detail {
    pub(super) name: String,
    /// In words; whole, whatever its length.
    pub(super) value: String,
    /// The page of what is meant, behind the language.
    pub(super) page: Option<String>,
}

impl Detail {
    /// The value, or of a digest its beginning: enough to tell one from another.
    pub(super) fn short(&self) -> String {
        let value = &self.value;
        let is_digest = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_digest {
            value.chars().take(16).chain(['…']).collect()
        } else {
            value.clone()
        }
    }
}

/// The kind of an event.
pub(super) fn kind(event: &AuditEvent) -> String {
    let value = serde_json::to_value(event).unwrap_or_default();
    let kind = value.get("event").and_then(Value::as_str);
    kind.unwrap_or_default().to_owned()
}

impl Words<'_> {
    /// What happened.
    pub(super) fn event(&self, kind: &str) -> String {
        let id = format!("console-event-{}", kind.replace('_', "-"));
        text(self.language, &id)
    }

    /// Who did it: a person's name, a program's, or what was written on the command line.
    pub(super) fn who(&self, operator: &str) -> String {
        if let Some(name) = self.people.get(operator) {
            return name.clone();
        }
        match operator.strip_prefix("client:") {
            Some(client) => text_with(
                self.language,
                "console-program",
                &[("client", client.into())],
            ),
            None => self.word(operator).unwrap_or_else(|| operator.to_owned()),
        }
    }

    /// Everything else that an event says.
    pub(super) fn details(&self, event: &AuditEvent) -> Vec<Detail> {
        let value = serde_json::to_value(event).unwrap_or_default();
        let fields = value.as_object().into_iter().flatten();
        fields
            .filter(|(name, value)| *name != "event" && !value.is_null())
            .map(|(name, value)| self.detail(name, value))
            .collect()
    }

    fn detail(&self, name: &str, value: &Value) -> Detail {
        let said = match value {
            Value::Bool(true) => text(self.language, "console-word-yes"),
            Value::Bool(false) => text(self.language, "console-word-no"),
            Value::String(said) => self.said(name, said),
            other => other.to_string(),
        };
        let page = value.as_str().and_then(|id| match name {
            "batch" => Some(format!("/console/batches/{id}")),
            "session" => Some(format!("/console/sessions/{id}")),
            "report" => Some(format!("/console/reports/{id}")),
            _ => None,
        });
        let known = DETAILS.iter().find(|(known, _)| *known == name);
        Detail {
            name: known.map_or_else(|| name.to_owned(), |(_, id)| text(self.language, id)),
            value: said,
            page,
        }
    }

    fn said(&self, name: &str, said: &str) -> String {
        let known = match name {
            "account" => {
                let name = self.people.get(&format!("account:{said}"));
                name.cloned()
            }
            "operator" => Some(self.who(said)),
            "reason" => self.known(&format!("revocation-{said}")),
            "outcome" => self.known(&format!("reports-outcome-{said}")),
            "roles" => said.parse().ok().map(|roles: Roles| self.roles(&roles)),
            "how" | "why" => self.word(said),
            "fields" => Some(self.fields(said)),
            "at" | "stamped_at" | "valid_until" | "expires_at" => {
                let at: Option<DateTime<Utc>> = said.parse().ok();
                at.map(|at| instant(self.language, at, self.zone))
            }
            _ => None,
        };
        known.unwrap_or_else(|| said.to_owned())
    }

    /// The fields of a session, its centre or a candidate, as their forms call them.
    fn fields(&self, names: &str) -> String {
        let labels = names.split_whitespace().map(|name| {
            let id = name.replace('_', "-");
            self.known(&format!("sessions-field-{id}"))
                .or_else(|| self.known(&format!("sessions-person-{id}")))
                .unwrap_or_else(|| name.to_owned())
        });
        labels.collect::<Vec<_>>().join(", ")
    }

    fn roles(&self, roles: &Roles) -> String {
        let names = roles.iter();
        let names = names.map(|role| text(self.language, &format!("accounts-role-{role}")));
        names.collect::<Vec<_>>().join(", ")
    }

    fn word(&self, word: &str) -> Option<String> {
        let mut words = WORDS.into_iter();
        let (_, id) = words.find(|(known, _)| *known == word)?;
        Some(text(self.language, id))
    }

    /// A sentence, if there is one: what people wrote themselves has none.
    fn known(&self, id: &str) -> Option<String> {
        let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        let sentence = plain.then(|| text(self.language, id))?;
        (!sentence.starts_with('[')).then_some(sentence)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SOURCE: &str = include_str!("../../../audit.rs");

    /// What is declared with this indentation, up to a sign that ends the name.
    fn declared(indentation: usize) -> Vec<&'static str> {
        let is_name = |line: &&str| {
            let rest = line.trim_start();
            line.len() - rest.len() == indentation
                && rest.starts_with(|first: char| first.is_ascii_alphabetic())
        };
        let lines = SOURCE.lines().filter(is_name);
        lines
            .map(|line| line.trim().split([':', ' ', ',']).next().unwrap())
            .collect()
    }

    fn snake(name: &str) -> String {
        let mut snake = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        }
        snake
    }

    #[test]
    fn every_event_can_be_looked_for_and_has_words_and_so_has_each_of_its_details() {
        let variants: BTreeSet<String> = declared(4).into_iter().map(snake).collect();
        let known: BTreeSet<String> = KINDS.iter().map(|&kind| kind.to_owned()).collect();
        assert_eq!(variants, known);
        let people = BTreeMap::new();
        for language in Language::ALL {
            let words = Words {
                language,
                zone: chrono_tz::Europe::Paris,
                people: &people,
            };
            for kind in KINDS {
                assert!(!words.event(kind).starts_with('['), "{kind}");
            }
            for name in declared(8) {
                let detail = words.detail(name, &Value::from(1));
                assert!(!detail.name.starts_with('['), "{name}");
                assert!(DETAILS.iter().any(|(known, _)| *known == name), "{name}");
            }
        }
    }

    #[test]
    fn words_of_the_program_are_told_in_the_reader_s_language_and_those_of_people_as_written() {
        let people = BTreeMap::from([("account:7".to_owned(), "Ada".to_owned())]);
        let words = Words {
            language: Language::French,
            zone: chrono_tz::Europe::Paris,
            people: &people,
        };
        let told = |event: &AuditEvent| {
            let details = words.details(event).into_iter();
            details
                .map(|detail| (detail.name, detail.value))
                .collect::<Vec<_>>()
        };
        let signed_in = AuditEvent::SignedIn {
            account: "7".into(),
            how: "password".into(),
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            told(&signed_in),
            [pair("Compte", "Ada"), pair("Comment", "mot de passe")]
        );
        let frozen = AuditEvent::Frozen {
            reason: "Seuils faux".into(),
        };
        assert_eq!(told(&frozen), [pair("Raison", "Seuils faux")]);
        let revoked = AuditEvent::Revoked {
            reason: "fraud".into(),
        };
        assert_ne!(told(&revoked)[0].1, "fraud");
        assert_eq!(words.who("account:7"), "Ada");
        assert_eq!(words.who("hortense"), "hortense");
    }
}
