//! The issuance of many certificates at once; one that fails never stops the others.

use futures_util::StreamExt;
use futures_util::stream;

use super::approval::Permit;
use super::issue::{self, Issued, Order};
use super::renderer::Renderer;
use crate::service::Service;

/// What became of one order.
#[derive(Debug)]
pub struct RowOutcome {
    /// Place of the order in the batch.
    pub position: usize,
    /// Line of the result in its file.
    pub line: u32,
    /// The certificate, or why there is none.
    pub outcome: Result<Issued, issue::Error>,
}

/// Orders that may be issued.
#[derive(Debug)]
pub struct Run {
    /// What is to be issued.
    pub orders: Vec<Order>,
    /// How many at the same time.
    pub at_once: usize,
    /// Whoever issues without a batch was permitted to.
    pub permit: Permit,
}

/// Issues every order of a run, some of them at a time, and hands each outcome to `take` as it is
/// done, in no certain order. Holds no document longer than that: memory stays flat.
pub async fn issue_batch(
    service: &Service,
    renderer: &Renderer,
    run: Run,
    mut take: impl FnMut(RowOutcome),
) {
    let Run {
        orders, at_once, ..
    } = run;
    let mut under_way = stream::iter(orders.into_iter().enumerate())
        .map(|(position, order)| async move {
            let line = order.award.result().line;
            RowOutcome {
                position,
                line,
                outcome: issue::issue(service, renderer, order).await,
            }
        })
        .buffer_unordered(at_once.max(1));
    while let Some(row) = under_way.next().await {
        take(row);
    }
}
