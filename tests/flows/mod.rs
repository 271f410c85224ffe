//! Whole flows through the public door: the real binary, real files.

mod accounts;
mod archive_s3;
mod badge;
mod clients;
mod console;
mod crash;
mod databases;
mod holder;
mod identity;
mod jobs;
mod keys;
mod life;
mod mail;
#[cfg(target_os = "linux")]
mod reading;
mod receipts;
mod sessions;
mod status;
mod timestamp;
mod token;
mod web;
