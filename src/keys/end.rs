//! The two ends of a key: retired, when it has done its work; compromised, when somebody else may
//! have it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde::Serialize;

use super::change::Change;
use super::crl::{self, Compromised as Dates};
use super::edit::End;
use super::entry::{KeyEntry, Purpose};
use super::halves::Secret;
use super::rotate::{self, Authority, Rotated, Rotation};
use super::{Error, Keyring};

/// Longest remark.
const MOST_REASON_CHARACTERS: usize = 200;

/// What somebody else may have had since when.
#[derive(Debug, Clone)]
pub struct Compromise {
    /// Key id.
    pub id: String,
    /// The earliest instant at which it may have been in other hands.
    pub since: DateTime<Utc>,
    /// Why that is thought; stands as a remark in `keyring.toml`.
    pub reason: String,
    /// What takes its place, if it is the key that signs.
    pub rotation: Rotation,
}

/// What was done about a compromised key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compromised {
    /// Key id.
    pub id: String,
    /// Its replacement, if it was the key that signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotated: Option<Rotated>,
    /// Of a document key: whether the revocation list names it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// What it signs.
    pub purpose: Purpose,
}

/// Ends a key that has done its work: what it signed until `at` stays authentic for ever.
pub fn retire(
    folder: &Path,
    id: &str,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Keyring, Error> {
    let mut change = Change::begin(folder)?;
    let entry = change.entry(id)?;
    let refused = |problem: String| Err(Error::Refused(problem));
    if let Some(since) = entry.compromised_at {
        return refused(format!("`{id}` is compromised since {}", written(since)));
    }
    if let Some(since) = entry.retired_at {
        return refused(format!("`{id}` is retired since {}", written(since)));
    }
    if entry.signs {
        return refused(format!(
            "`{id}` is the key that signs; `sceau keys rotate --purpose {}` makes another first",
            entry.purpose.name()
        ));
    }
    if at > now {
        return refused("a key retires when it has signed for the last time, not later".to_owned());
    }
    if at < entry.not_before {
        return refused(format!("`{id}` counts from {}", written(entry.not_before)));
    }
    change
        .draft
        .end(id, End::Retired, at.trunc_subsecs(0), None);
    change.commit()
}

/// Ends a key that somebody else may have: what it signed from `since` on is refused. If it is the
/// key that signs, another takes its place in the same change.
pub fn compromise(folder: &Path, compromise: &Compromise) -> Result<Compromised, Error> {
    let mut change = Change::begin(folder)?;
    let Compromise { id, rotation, .. } = compromise;
    let entry = change.entry(id)?;
    rotate::refuse_example(&change, &entry)?;
    let since = since(compromise, &entry)?;
    let reason = remark(&compromise.reason)?;
    let rotated = if entry.signs {
        let rotation = Rotation {
            purpose: entry.purpose,
            ..rotation.clone()
        };
        Some(rotate::replace(&mut change, &rotation)?)
    } else {
        None
    };
    let remark = format!("Compromised: {reason}");
    change.draft.end(id, End::Compromised, since, Some(&remark));
    let revoked = match entry.purpose {
        Purpose::Credential => None,
        Purpose::Document => Some(revoke(&mut change, &entry, rotation, since)?),
    };
    change.commit()?;
    Ok(Compromised {
        id: id.clone(),
        rotated,
        revoked,
        purpose: entry.purpose,
    })
}

/// A date may turn out to be earlier, never later: what was refused stays refused.
fn since(compromise: &Compromise, entry: &KeyEntry) -> Result<DateTime<Utc>, Error> {
    let since = compromise.since.trunc_subsecs(0);
    if compromise.since > compromise.rotation.now {
        return Err(Error::Refused(
            "a key can't be compromised at an instant that has not come".to_owned(),
        ));
    }
    match entry.compromised_at.filter(|known| since > *known) {
        Some(known) => Err(Error::Refused(format!(
            "`{}` is compromised since {}, and that can't become later",
            entry.id,
            written(known)
        ))),
        None => Ok(since),
    }
}

fn remark(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if (1..=MOST_REASON_CHARACTERS).contains(&length) && !reason.chars().any(char::is_control) {
        return Ok(reason);
    }
    Err(Error::Refused(
        "the reason is one line of at most 200 characters".to_owned(),
    ))
}

/// Puts the certificate into its authority's list, if the authority's key is at hand. That the
/// key is refused by us must not wait for it.
fn revoke(
    change: &mut Change<'_>,
    entry: &KeyEntry,
    rotation: &Rotation,
    since: DateTime<Utc>,
) -> Result<bool, Error> {
    let named: Option<&PathBuf> = match &rotation.authority {
        Authority::Same(file) => file.as_ref(),
        Authority::New => None,
    };
    let found = rotate::certificates(&change.folder, entry).and_then(|chain| {
        let key = rotate::authority_key(&change.folder, &chain, named.map(PathBuf::as_path))?;
        Ok((chain, key))
    });
    let (chain, key) = match found {
        Ok(found) => found,
        // A file that was named must be the right one.
        Err(error) if named.is_some() => return Err(error),
        Err(_) => return Ok(false),
    };
    let [leaf, root] = &chain[..] else {
        return Ok(false);
    };
    let old = entry.crl.as_ref().unwrap_or(&change.draft.file.crl).clone();
    let dates = Dates {
        noted: rotation.now,
        since,
    };
    let list = change.folder.read(&old)?;
    let (list, number) = crl::revoke(&list, (leaf, root), &key, dates)?;
    let name = change.add(&numbered(&old, number), &Secret::new(list))?;
    change.draft.replace_list(&old, &name);
    Ok(true)
}

/// `crl.der`, `crl-2.der`, `crl-3.der`, …
fn numbered(name: &str, number: u64) -> String {
    let stem = name.strip_suffix(".der").unwrap_or(name);
    let stem = match stem.rsplit_once('-') {
        Some((stem, digits)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => stem,
    };
    format!("{stem}-{number}.der")
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
