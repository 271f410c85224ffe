//! Publishing the lists: what the register holds, with decoys, linted, signed, put.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::list::{self, NewList, set_places};
use super::{Error, Office, decoys};
use crate::credential::KeyId;
use crate::store::{self, PublishedStatusList, StatusPurpose};

/// Who publishes when nobody acted.
const TIMER: &str = "sceau";

/// How often the timer looks whether a list has to be published.
const INTERVAL: Duration = Duration::from_mins(1);

/// Attempts when other processes publish the same list at the same time.
const ATTEMPTS: u32 = 5;

/// Whether a published list should be signed anew: less than half of its time remains.
pub fn refresh_due(published: &PublishedStatusList, at: DateTime<Utc>) -> bool {
    let whole = published.valid_until - published.valid_from;
    published.valid_until - at < whole / 2
}

/// Publishes every list that does not tell what the register holds, or whose time is half over.
/// Every list is tried; the first error is reported.
pub async fn publish_all(office: &Office<'_>) -> Result<(), Error> {
    let mut first_error = None;
    for list in office.store.status_lists().await? {
        for purpose in StatusPurpose::ALL {
            if let Err(error) = publish_changed(office, list, purpose, TIMER).await {
                first_error.get_or_insert(error);
            }
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// Publishes, again and again, what has to be. A failure is logged and tried again.
pub async fn keep_published(office: &Office<'_>) -> Infallible {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = publish_all(office).await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(error, "the status lists could not be published");
        }
    }
}

/// Publishes a list if it does not tell what the register holds, if its time is half over, or if a
/// key signed it that no longer signs.
pub(super) async fn publish_changed(
    office: &Office<'_>,
    list: u32,
    purpose: StatusPurpose,
    operator: &str,
) -> Result<(), Error> {
    let published = office.store.published_status_list(list, purpose).await?;
    if let Some(published) = published
        && !refresh_due(&published, office.clock.now())
        && !office.earlier_keys.contains(&signer(&published)?)
        && places(&published)? == *office.store.status_entries(list).await?.of(purpose)
    {
        return Ok(());
    }
    publish(office, list, purpose, operator).await
}

/// Signs and publishes the next version of a list.
pub async fn publish(
    office: &Office<'_>,
    list: u32,
    purpose: StatusPurpose,
    operator: &str,
) -> Result<(), Error> {
    for _ in 1..ATTEMPTS {
        match attempt(office, list, purpose, operator).await {
            Err(Error::Store(store::Error::PublishedMeanwhile { .. })) => {}
            other => return other,
        }
    }
    attempt(office, list, purpose, operator).await
}

async fn attempt(
    office: &Office<'_>,
    list: u32,
    purpose: StatusPurpose,
    operator: &str,
) -> Result<(), Error> {
    // 1. The published version is read first: whoever publishes meanwhile makes this attempt fail.
    let published = office.store.published_status_list(list, purpose).await?;
    // 2. Decoys blur what happened since.
    let present = office.store.decoys(list).await?;
    let changes = decoys::plan(purpose, published.is_none(), &present, getrandom::u32)
        .map_err(Error::Randomness)?;
    office.store.set_decoys(list, &changes).await?;
    // 3. What the register holds now.
    let entries = office.store.status_entries(list).await?;
    let set = entries.of(purpose).clone();
    // 4. Nothing is signed that takes back what was published.
    let at = office.clock.now();
    if let Some(published) = &published {
        lint(published, &set, at)?;
    }
    // 5. The credential key signs; one in a token may be slow.
    let key = office.key.clone();
    let public_url = office.public_url.to_owned();
    let signing = move || {
        let new = NewList {
            public_url: &public_url,
            list,
            purpose,
            set: &set,
            at,
        };
        new.sign(&key)
    };
    let signed = tokio::task::spawn_blocking(signing)
        .await
        .map_err(|error| Error::Encoding(error.into()))??;
    // 6. The next version is put, unless another process was faster.
    let next = PublishedStatusList {
        list,
        purpose,
        version: published.map_or(0, |published| published.version) + 1,
        valid_from: signed.valid_from,
        valid_until: signed.valid_until,
        document: signed.document,
    };
    office.store.put_status_list(&next, operator).await?;
    tracing::info!(
        list,
        purpose = purpose.name(),
        version = next.version,
        "published a status list"
    );
    Ok(())
}

/// What must hold between a published list and its successor.
fn lint(
    published: &PublishedStatusList,
    next: &BTreeSet<u32>,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let list = published.list;
    // A verifier that keeps the newer of two lists would keep the wrong one.
    if at < published.valid_from {
        return Err(Error::ClockBehind { list });
    }
    // Revocation is final: a place that comes back was edited away in the register.
    if published.purpose == StatusPurpose::Revocation
        && let Some(index) = places(published)?.difference(next).next()
    {
        return Err(Error::RevocationUndone {
            list,
            index: *index,
        });
    }
    Ok(())
}

fn signer(published: &PublishedStatusList) -> Result<KeyId, Error> {
    list::signer(&published.document).map_err(|source| Error::Published {
        list: published.list,
        source,
    })
}

fn places(published: &PublishedStatusList) -> Result<BTreeSet<u32>, Error> {
    set_places(&published.document).map_err(|source| Error::Published {
        list: published.list,
        source,
    })
}
