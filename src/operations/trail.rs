//! Walks through the whole audit trail and names every place where it is not as it was written.

use serde::Serialize;

use super::checkpoint::Checkpoint;
use super::explain::unexplained;
use crate::credential::CertificateId;
use crate::store::{self, AuditHead, AuditLink, Certificate, Digest, Store};

/// Events or certificates read at once.
const PAGE: u32 = 500;
/// Findings that are told one by one; the others are counted.
const MOST_FINDINGS: usize = 1000;
/// A certificate may change while it is compared with its events: it is looked at again.
const LOOKS: u32 = 3;

/// A place where the trail is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
pub enum Finding {
    /// The event was changed or moved: its hash is another one's.
    Changed {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
        /// Id of the event.
        event: String,
        /// The certificate it is about.
        certificate: Option<CertificateId>,
    },
    /// The event was rewritten together with its hash: the next event, or the head, knows another.
    Rewritten {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
    },
    /// The event was removed.
    Missing {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
        /// How many in a row, this one included.
        count: u64,
    },
    /// The row can't be read at all.
    Unreadable {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
    },
    /// The event is in a lane of other certificates.
    Displaced {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
    },
    /// There are events after the head of the lane.
    HeadBehind {
        /// Lane of the chain.
        lane: u32,
        /// Place that the head names.
        number: u64,
    },
    /// The event is in no lane: it was not written by this program.
    Outside {
        /// Id of the event.
        event: String,
    },
    /// The checkpoint knows more or other events than the register.
    NotAsAtCheckpoint {
        /// Lane of the chain.
        lane: u32,
        /// Place in the lane.
        number: u64,
    },
    /// The certificate's row says what no event explains, or the other way round.
    Unexplained {
        /// The certificate.
        certificate: CertificateId,
        /// The column that does not fit, or `events` when their steps have a gap.
        column: &'static str,
    },
}

/// What the walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TrailReport {
    /// Events looked at.
    pub events: u64,
    /// Certificates compared with their events.
    pub certificates: u64,
    /// What is not as it was written, the first ones.
    pub findings: Vec<Finding>,
    /// Findings that are only counted.
    pub more: u64,
}

impl TrailReport {
    fn add(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// Whether the trail is whole.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Verifies the whole chain, compares it with an earlier checkpoint, and compares every certificate
/// with its events. The service may go on meanwhile.
pub async fn verify_trail(
    store: &Store,
    checkpoint: Option<&Checkpoint>,
) -> Result<TrailReport, store::Error> {
    let mut report = TrailReport::default();
    // 1. The heads are read first: what is written meanwhile stands after them.
    let heads = store.audit_heads().await?;
    // 2. Each lane by itself.
    for head in heads {
        let kept = checkpoint.and_then(|checkpoint| checkpoint.head(head.lane));
        walk(store, head, kept, &mut report).await?;
    }
    // 3. What is in no lane.
    for event in store.audit_outside(PAGE).await? {
        let event = event.to_string();
        report.add(Finding::Outside { event });
    }
    // 4. The certificates.
    compare(store, &mut report).await?;
    Ok(report)
}

/// Where the walk through a lane stands.
struct Walk {
    lane: u32,
    number: u64,
    /// The hash of the last event; none if it is missing or unreadable.
    hash: Option<Digest>,
}

async fn walk(
    store: &Store,
    head: AuditHead,
    kept: Option<AuditHead>,
    report: &mut TrailReport,
) -> Result<(), store::Error> {
    let lane = head.lane;
    let mut walk = Walk {
        lane,
        number: 0,
        hash: AuditHead::lanes().next().map(|first| first.hash),
    };
    // What the chain must hold: the head as read before the walk, and the checkpoint's.
    let mut known: Vec<(AuditHead, bool)> = vec![(head, false)];
    known.extend(kept.map(|kept| (kept, true)));
    loop {
        let links = match store.audit_links(lane, walk.number, PAGE).await {
            Ok(links) => links,
            Err(error) if error.is_unreadable_row() => {
                one_by_one(store, &mut walk, head.number, &known, report).await?;
                break;
            }
            Err(error) => return Err(error),
        };
        if links.is_empty() {
            break;
        }
        for link in &links {
            walk.step(link, &known, report);
        }
    }
    for (known, kept) in known {
        if known.number > walk.number {
            let (number, count) = (walk.number + 1, known.number - walk.number);
            report.add(if kept {
                Finding::NotAsAtCheckpoint { lane, number }
            } else {
                Finding::Missing {
                    lane,
                    number,
                    count,
                }
            });
        }
    }
    // Events that were written meanwhile moved the head, too.
    let now = store.audit_heads().await?;
    let behind = now.iter().find(|now| now.lane == lane);
    if let Some(behind) = behind.filter(|now| now.number < walk.number) {
        let number = behind.number;
        report.add(Finding::HeadBehind { lane, number });
    }
    Ok(())
}

/// The rest of a lane when a row of it can't be read: each is asked for by itself.
async fn one_by_one(
    store: &Store,
    walk: &mut Walk,
    last: u64,
    known: &[(AuditHead, bool)],
    report: &mut TrailReport,
) -> Result<(), store::Error> {
    while walk.number < last {
        match store.audit_links(walk.lane, walk.number, 1).await {
            Ok(links) => match links.first() {
                Some(link) => walk.step(link, known, report),
                None => break,
            },
            Err(error) if error.is_unreadable_row() => {
                walk.number += 1;
                walk.hash = None;
                let (lane, number) = (walk.lane, walk.number);
                report.events += 1;
                report.add(Finding::Unreadable { lane, number });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Walk {
    fn step(&mut self, link: &AuditLink, known: &[(AuditHead, bool)], report: &mut TrailReport) {
        let (lane, number) = (self.lane, link.number);
        report.events += 1;
        let expected = self.number + 1;
        if number > expected {
            report.add(Finding::Missing {
                lane,
                number: expected,
                count: number - expected,
            });
            self.hash = None;
        }
        if link.computed != link.hash {
            report.add(Finding::Changed {
                lane,
                number,
                event: link.id.to_string(),
                certificate: link.certificate,
            });
        } else if self.hash.is_some_and(|hash| hash != link.previous) {
            let number = number.saturating_sub(1);
            report.add(Finding::Rewritten { lane, number });
        }
        if !link.in_its_lane {
            report.add(Finding::Displaced { lane, number });
        }
        for (head, kept) in known {
            if head.number == number && head.hash != link.hash {
                report.add(if *kept {
                    Finding::NotAsAtCheckpoint { lane, number }
                } else {
                    Finding::Rewritten { lane, number }
                });
            }
        }
        self.number = number;
        // What follows is judged by what this event says of itself: one change is told once.
        self.hash = Some(link.hash);
    }
}

/// Every certificate of the register against its events.
async fn compare(store: &Store, report: &mut TrailReport) -> Result<(), store::Error> {
    let mut after = None;
    loop {
        let page = store.page(after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        let first = page.first().map_or(last.id, |first| first.id);
        after = Some(last.id);
        let trails = match store.audit_steps(first, last.id).await {
            Ok(trails) => trails,
            // The walk through the lanes names the row.
            Err(error) if error.is_unreadable_row() => continue,
            Err(error) => return Err(error),
        };
        for certificate in page {
            report.certificates += 1;
            let trail = trails.get(&certificate.id).map_or(&[][..], Vec::as_slice);
            if unexplained(&certificate, trail).is_some() {
                look_again(store, certificate, report).await?;
            }
        }
    }
}

/// Row and events are read one after the other: an act in between is no finding.
async fn look_again(
    store: &Store,
    mut certificate: Certificate,
    report: &mut TrailReport,
) -> Result<(), store::Error> {
    let id = certificate.id;
    let mut column = None;
    for _ in 0..LOOKS {
        if let Some(now) = store.find(id).await? {
            certificate = now;
        }
        let trails = store.audit_steps(id, id).await?;
        let trail = trails.get(&id).map_or(&[][..], Vec::as_slice);
        column = unexplained(&certificate, trail);
        if column.is_none() {
            return Ok(());
        }
    }
    if let Some(column) = column {
        let certificate = id;
        report.add(Finding::Unexplained {
            certificate,
            column,
        });
    }
    Ok(())
}
