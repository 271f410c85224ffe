//! The rows of a batch that can't be used, or could not be issued, as a list to mend the file by.

use std::borrow::Cow;
use std::sync::Arc;

use futures_util::{Stream, stream};

use super::draft::KeptReport;
use super::issued_list::record;
use super::{BundleError, Reason};
use crate::i18n::{Language, text};
use crate::results::inert;
use crate::service::Service;
use crate::store::{BatchId, BatchRow, RowState, Ruling};

/// Rows that are read at once.
const PAGE: u32 = 500;

/// What is wrong: refused when the file was judged, or failed when it was issued.
const WRONG: [(Ruling, RowState); 3] = [
    (Ruling::Refused, RowState::Idle),
    (Ruling::Awarded, RowState::Failed),
    (Ruling::AlreadyIssued, RowState::Failed),
];

struct Reading {
    service: Arc<Service>,
    batch: BatchId,
    language: Language,
    kind: usize,
    after: u32,
    begun: bool,
}

/// A line a reason: UTF-8 with BOM and `;`, which spreadsheets in French open as a table.
pub fn errors_csv(
    service: Arc<Service>,
    batch: BatchId,
    language: Language,
) -> impl Stream<Item = Result<Vec<u8>, BundleError>> + Send {
    let reading = Reading {
        service,
        batch,
        language,
        kind: 0,
        after: 0,
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
            let names = [
                "line", "holder", "column", "value", "rule", "problem", "remedy",
            ];
            let names = names.map(|name| text(self.language, &format!("issuance-errors-{name}")));
            let mut head = b"\xef\xbb\xbf".to_vec();
            head.extend(record(&names.each_ref().map(String::as_str))?);
            return Ok(Some(head));
        }
        while let Some(kind) = WRONG.get(self.kind) {
            let store = &self.service.store;
            let rows = store.batch_rows_ruled(self.batch, *kind, self.after, PAGE);
            let rows = rows.await?;
            let Some(last) = rows.last() else {
                (self.kind, self.after) = (self.kind + 1, 0);
                continue;
            };
            self.after = last.position;
            let mut lines = Vec::new();
            for row in &rows {
                lines.extend(self.lines(row)?);
            }
            return Ok(Some(lines));
        }
        Ok(None)
    }

    /// Nothing of a row that is forgotten.
    fn lines(&self, row: &BatchRow) -> Result<Vec<u8>, BundleError> {
        let report = row.report.as_deref();
        let report: Option<KeptReport> = report.and_then(|it| serde_json::from_slice(it).ok());
        let mut lines = Vec::new();
        if let Some(report) = report {
            for reason in report.reasons(self.language) {
                lines.extend(line(&report, reason)?);
            }
        }
        Ok(lines)
    }
}

fn cell(text: Option<&str>) -> Cow<'_, str> {
    inert(text.unwrap_or_default())
}

fn line(report: &KeptReport, reason: &Reason) -> Result<Vec<u8>, csv::Error> {
    record(&[
        &report.line.to_string(),
        &cell(report.holder.as_deref()),
        &cell(reason.column.as_deref()),
        &cell(reason.value.as_deref()),
        &cell(reason.rule.as_deref()),
        &inert(&reason.sentence),
        &cell(reason.remedy.as_deref()),
    ])
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;
    use crate::issuance::draft;
    use crate::issuance::tests::{good, in_houses_with, unreadable, upload};

    #[tokio::test]
    async fn every_defect_of_every_row_is_a_line_and_no_value_is_a_formula() {
        in_houses_with(
            |_| {},
            async |service| {
                let formula = good(2).replace("1962-03-14", "=1+1");
                let file = [good(1), formula, unreadable(3)];
                let batch = draft(&service, upload(&file)).await.unwrap();
                let list = errors_csv(Arc::clone(&service), batch.id, Language::English);
                let list: Vec<Vec<u8>> = list.try_collect().await.unwrap();
                let list = String::from_utf8(list.concat()).unwrap();
                let lines: Vec<&str> = list.lines().collect();
                assert_eq!(lines.len(), 3, "{list}");
                assert!(lines[0].ends_with("Line;Holder;Column;Value;Rule;Problem;What to do"));
                assert!(
                    lines[1].starts_with("3;;Date de naissance;'=1+1;"),
                    "{list}"
                );
                assert!(lines[2].starts_with("4;;Date de naissance;"), "{list}");
            },
        )
        .await;
    }
}
