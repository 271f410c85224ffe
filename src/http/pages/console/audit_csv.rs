//! The audit trail as a table to take away: read page by page while it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{Stream, stream};
use uuid::Uuid;

use super::trail::{self, Words};
use crate::http::pages::results::quoted;
use crate::i18n::{Language, text};
use crate::issuance::BundleError;
use crate::service::Service;
use crate::store::{AuditFilter, AuditRecord};

/// Events that are read at once.
const PAGE: u32 = 500;

struct Reading {
    service: Arc<Service>,
    filter: AuditFilter,
    people: BTreeMap<String, String>,
    language: Language,
    before: Option<Uuid>,
    begun: bool,
}

/// A line an event, newest first: UTF-8 with BOM and `;`, which spreadsheets in French open as a table.
pub(super) fn rows(
    service: Arc<Service>,
    filter: AuditFilter,
    people: BTreeMap<String, String>,
    language: Language,
) -> impl Stream<Item = Result<Vec<u8>, BundleError>> + Send {
    let reading = Reading {
        service,
        filter,
        people,
        language,
        before: None,
        begun: false,
    };
    stream::try_unfold(reading, |mut reading| async move {
        let bytes = reading.next().await?;
        Ok(bytes.map(|bytes| (bytes, reading)))
    })
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, BundleError> {
        if !self.begun {
            self.begun = true;
            let names = ["when", "who", "what", "certificate", "about", "event"];
            let names = names.map(|name| text(self.language, &format!("console-audit-{name}")));
            return Ok(Some(format!("\u{feff}{}", line(&names)).into_bytes()));
        }
        let store = &self.service.store;
        let found = store.audit_search(&self.filter, self.before, PAGE).await?;
        let Some(last) = found.last() else {
            return Ok(None);
        };
        self.before = Some(last.id);
        let words = Words {
            language: self.language,
            zone: self.service.config.service.time_zone,
            people: &self.people,
        };
        let lines = found.iter().map(|record| row(record, &words));
        Ok(Some(lines.collect::<String>().into_bytes()))
    }
}

fn row(record: &AuditRecord, words: &Words<'_>) -> String {
    let entry = &record.entry;
    let kind = trail::kind(&entry.event);
    let details = words.details(&entry.event).into_iter();
    let details = details.map(|detail| format!("{}: {}", detail.name, detail.value));
    let certificate = record.certificate.map(|id| id.to_string());
    line(&[
        entry.at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        words.who(&entry.operator),
        words.event(&kind),
        certificate.unwrap_or_default(),
        details.collect::<Vec<_>>().join(" · "),
        kind,
    ])
}

fn line(cells: &[String; 6]) -> String {
    let cells = cells.each_ref().map(|cell| quoted(cell));
    format!("{}\r\n", cells.join(";"))
}
