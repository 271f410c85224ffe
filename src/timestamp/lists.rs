//! The revocation lists of authorities, fetched from where their certificates say.
//!
//! Only certificates that a configured root vouches for are asked for addresses.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::Error;
use super::ask::{LONGEST_LIST, Web};
use crate::document::{crl_addresses, is_current_list};

/// How long a list is used before it is fetched again, if it says that it counts so long.
const FRESH: TimeDelta = TimeDelta::hours(1);

pub(super) struct Lists {
    /// Configured addresses.
    addresses: Vec<String>,
    fetched: Mutex<BTreeMap<String, Fetched>>,
}

#[derive(Clone)]
struct Fetched {
    list: Vec<u8>,
    at: DateTime<Utc>,
}

impl Lists {
    pub(super) fn new(addresses: Vec<String>) -> Self {
        Self {
            addresses,
            fetched: Mutex::default(),
        }
    }

    /// The lists at hand.
    pub(super) fn known(&self) -> Vec<Vec<u8>> {
        let fetched = self.fetched();
        fetched.values().map(|one| one.list.clone()).collect()
    }

    /// Fetches what is missing or old for these certificates; gives what could not be had.
    pub(super) fn fetch(&self, chain: &[Vec<u8>], now: DateTime<Utc>, web: &Web) -> Vec<String> {
        let mut addresses = self.addresses.clone();
        addresses.extend(chain.iter().flat_map(|der| crl_addresses(der)));
        addresses.sort();
        addresses.dedup();
        let mut missed = Vec::new();
        for address in addresses {
            let held = self.fetched().get(&address).cloned();
            let is_fresh = |one: &Fetched| now - one.at < FRESH && is_current_list(&one.list, now);
            if held.as_ref().is_some_and(is_fresh) {
                continue;
            }
            match web.list(&address) {
                Ok(list) if is_current_list(&list, now) => {
                    let fetched = Fetched { list, at: now };
                    self.fetched().insert(address, fetched);
                }
                Ok(_) => {
                    self.drop_if_old(&address, now);
                    missed.push(format!("{address}: not a revocation list in force"));
                }
                // A list that is still in force does until its place is reachable again.
                Err(problem) => {
                    self.drop_if_old(&address, now);
                    missed.push(format!("{address}: {problem}"));
                }
            }
        }
        missed
    }

    fn drop_if_old(&self, address: &str, now: DateTime<Utc>) {
        let mut fetched = self.fetched();
        if let Some(held) = fetched.get(address)
            && !is_current_list(&held.list, now)
        {
            fetched.remove(address);
        }
    }

    fn fetched(&self) -> MutexGuard<'_, BTreeMap<String, Fetched>> {
        // Each change leaves it whole.
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A list that is a file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut list = Vec::new();
    let file = std::fs::File::open(path);
    file.and_then(|file| file.take(LONGEST_LIST + 1).read_to_end(&mut list))
        .map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
    if list.len() as u64 > LONGEST_LIST || !crate::document::is_list(&list) {
        return Err(Error::NotAList(path.to_owned()));
    }
    Ok(list)
}
