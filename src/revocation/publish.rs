//! Publishing the lists: what the register holds, with decoys, linted, signed, put.

use std::convert::Infallible;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Error, Office, decoys};
use crate::credential::KeyId;
use crate::status::{
    Form, NewList, SignedList, StatusEntries, StatusPurpose, published_entries, published_signer,
};
use crate::store::{self, Publication, PublishedStatusList};

/// Who publishes when nobody acted.
const TIMER: &str = "sceau";

/// How often it is looked whether a list runs out.
const INTERVAL: Duration = Duration::from_mins(1);

/// Attempts when other processes publish the same list at the same time.
const ATTEMPTS: u32 = 5;

/// Whether a published list should be signed anew: less than half of its time remains.
pub fn refresh_due(published: &Publication, at: DateTime<Utc>) -> bool {
    remaining(published, at) < whole(published) / 2
}

/// Whether a published list is about to run out: less than a quarter of its time remains.
///
/// It should have been signed anew long ago. Once it has run out, every certificate in it is of
/// unknown state to those who look at lists.
pub fn runs_out(published: &Publication, at: DateTime<Utc>) -> bool {
    remaining(published, at) < whole(published) / 4
}

fn whole(published: &Publication) -> chrono::Duration {
    published.valid_until - published.valid_from
}

fn remaining(published: &Publication, at: DateTime<Utc>) -> chrono::Duration {
    published.valid_until - at
}

/// Publishes every list that does not tell what the register holds, or whose time is half over.
/// Every list is tried; the first error is reported.
pub async fn publish_all(office: &Office<'_>) -> Result<(), Error> {
    let mut first_error = None;
    for list in office.store.status_lists().await? {
        if let Err(error) = publish_changed(office, list, TIMER).await {
            first_error.get_or_insert(error);
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// Looks, again and again, for lists that are about to run out because nobody published them:
/// raises the alarm, and publishes them. Workers should have, long before.
pub async fn rescue_lists(office: &Office<'_>) -> Infallible {
    loop {
        tokio::time::sleep(INTERVAL).await;
        if let Err(error) = rescue(office).await {
            let error: &dyn std::error::Error = &error;
            tracing::error!(
                error,
                "the status lists that run out could not be published"
            );
        }
    }
}

/// Publishes the lists that are about to run out. Every one is tried; the first error is reported.
pub(super) async fn rescue(office: &Office<'_>) -> Result<(), Error> {
    let at = office.clock.now();
    let mut first_error = None;
    for published in office.store.publications().await? {
        if runs_out(&published, at) {
            tracing::error!(
                list = published.list,
                valid_until = %published.valid_until,
                "a published status list is about to run out, or has"
            );
            if let Err(error) = publish_changed(office, published.list, TIMER).await {
                first_error.get_or_insert(error);
            }
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// Publishes a list if it does not tell what the register holds, if its time is half over, or if a
/// key signed it that no longer signs.
pub(super) async fn publish_changed(
    office: &Office<'_>,
    list: u32,
    operator: &str,
) -> Result<(), Error> {
    let published = office.store.published_status_list(list).await?;
    if let Some(published) = published
        && !refresh_due(&published.publication, office.clock.now())
        && !office.earlier_keys.contains(&signer(&published)?)
        && tells(&published, &office.store.status_entries(list).await?)?
    {
        return Ok(());
    }
    publish(office, list, operator).await
}

/// Signs and publishes the next version of a list, in every form.
pub async fn publish(office: &Office<'_>, list: u32, operator: &str) -> Result<(), Error> {
    for _ in 1..ATTEMPTS {
        match attempt(office, list, operator).await {
            Err(Error::Store(store::Error::PublishedMeanwhile { .. })) => {}
            other => return other,
        }
    }
    attempt(office, list, operator).await
}

async fn attempt(office: &Office<'_>, list: u32, operator: &str) -> Result<(), Error> {
    // 1. The published version is read first: whoever publishes meanwhile makes this attempt fail.
    let published = office.store.published_status_list(list).await?;
    // 2. Decoys blur what happened since.
    let present = office.store.decoys(list).await?;
    for purpose in StatusPurpose::ALL {
        let changes = decoys::plan(purpose, published.is_none(), &present, getrandom::u32)
            .map_err(Error::Randomness)?;
        office.store.set_decoys(list, &changes).await?;
    }
    // 3. What the register holds now.
    let entries = office.store.status_entries(list).await?;
    // 4. Nothing is signed that takes back what was published.
    let at = office.clock.now();
    if let Some(published) = &published {
        lint(published, &entries, at)?;
    }
    // 5. The credential key signs every form; one in a token may be slow.
    let signed = sign(office, list, entries, at).await?;
    // 6. The next version is put, unless another process was faster.
    let version = published.map_or(0, |published| published.publication.version) + 1;
    let next = PublishedStatusList {
        publication: Publication {
            list,
            version,
            valid_from: signed.valid_from,
            valid_until: signed.valid_until,
        },
        forms: signed.forms,
    };
    office.store.put_status_list(&next, operator).await?;
    tracing::info!(list, version, "published a status list");
    Ok(())
}

async fn sign(
    office: &Office<'_>,
    list: u32,
    entries: StatusEntries,
    at: DateTime<Utc>,
) -> Result<SignedList, Error> {
    let key = office.key.clone();
    let public_url = office.public_url.to_owned();
    let signing = move || {
        let new = NewList {
            public_url: &public_url,
            list,
            entries: &entries,
            at,
        };
        new.sign(&key)
    };
    tokio::task::spawn_blocking(signing)
        .await
        .map_err(Error::Thread)?
        .map_err(|source| Error::Signing { list, source })
}

/// What must hold between a published list, in each of its forms, and its successor.
fn lint(
    published: &PublishedStatusList,
    next: &StatusEntries,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let list = published.publication.list;
    // A verifier that keeps the newer of two lists would keep the wrong one.
    if at < published.publication.valid_from {
        return Err(Error::ClockBehind { list });
    }
    for form in published.forms.keys() {
        let told = told(published, *form)?;
        // Revocation is final: a place that comes back was edited away in the register.
        if let Some(index) = told.revoked.difference(&next.revoked).next() {
            return Err(Error::RevocationUndone {
                list,
                index: *index,
            });
        }
    }
    Ok(())
}

/// Whether the published version says, in every form, what the register holds. The forms of one
/// version say the same: they were read back before they were put.
fn tells(published: &PublishedStatusList, entries: &StatusEntries) -> Result<bool, Error> {
    if published.forms.len() < Form::ALL.len() {
        return Ok(false);
    }
    for purpose in StatusPurpose::ALL {
        if told(published, Form::Document(purpose))?.of(purpose) != entries.of(purpose) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The key that signed every form of a version.
fn signer(published: &PublishedStatusList) -> Result<KeyId, Error> {
    let form = Form::Document(StatusPurpose::Revocation);
    let bytes = published.forms.get(&form).map_or(&[][..], Vec::as_slice);
    published_signer(bytes).map_err(|source| Error::Published {
        list: published.publication.list,
        source,
    })
}

fn told(published: &PublishedStatusList, form: Form) -> Result<StatusEntries, Error> {
    let bytes = published.forms.get(&form).map_or(&[][..], Vec::as_slice);
    published_entries(form, bytes).map_err(|source| Error::Published {
        list: published.publication.list,
        source,
    })
}
