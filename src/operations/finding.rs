//! What is wrong with the audit trail, in words.

use super::Finding;
use crate::i18n::{FluentValue, Language, text_with};

impl Finding {
    /// Where the trail is not as it was written.
    pub fn message(&self, language: Language) -> String {
        let at = |id: &str, lane: u32, number: u64, more: &str| {
            let values = [
                ("lane", FluentValue::from(lane.to_string())),
                ("number", FluentValue::from(number.to_string())),
                ("more", FluentValue::from(more.to_owned())),
            ];
            text_with(language, id, &values)
        };
        match self {
            Finding::Changed {
                lane,
                number,
                event,
                certificate,
            } => {
                let certificate = certificate.map(|id| format!(", {id}")).unwrap_or_default();
                let more = format!("{event}{certificate}");
                at("operations-event-changed", *lane, *number, &more)
            }
            Finding::Rewritten { lane, number } => {
                at("operations-event-rewritten", *lane, *number, "")
            }
            Finding::Missing {
                lane,
                number,
                count,
            } => {
                let last = (number + count.saturating_sub(1)).to_string();
                at("operations-event-missing", *lane, *number, &last)
            }
            Finding::Unreadable { lane, number } => {
                at("operations-event-unreadable", *lane, *number, "")
            }
            Finding::Displaced { lane, number } => {
                at("operations-event-displaced", *lane, *number, "")
            }
            Finding::HeadBehind { lane, number } => {
                at("operations-head-behind", *lane, *number, "")
            }
            Finding::NotAsAtCheckpoint { lane, number } => {
                at("operations-not-as-at-checkpoint", *lane, *number, "")
            }
            Finding::Outside { event } => {
                let values = [("event", FluentValue::from(event.clone()))];
                text_with(language, "operations-event-outside", &values)
            }
            Finding::Unexplained {
                certificate,
                column,
            } => {
                let values = [
                    ("certificate", FluentValue::from(certificate.to_string())),
                    ("column", FluentValue::from(*column)),
                ];
                text_with(language, "operations-certificate-unexplained", &values)
            }
        }
    }
}
