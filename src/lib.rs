//! Sceau issues and attests certificates: finalized exam results in, signed PDF certificates and
//! standard credentials out, and a verdict for whoever presents one.
//!
//! # The map of the house
//!
//! Data flows one way, and the rooms are named after what it passes through:
//!
//! ```text
//! results → decision → credential (facts → lint → seal, badge) → document (render → sign) → archive
//! register → status (lists → six signed forms)                             (revocation)
//! presented thing → evidence → verdict                                     (verification)
//! ```
//!
//! | kind | rooms | promise |
//! |---|---|---|
//! | pure rooms | [`framework`], [`results`], [`decision`], [`credential`], [`document`], [`status`], [`access`] | values in, values out: no I/O, no clock, no async |
//! | edges | [`store`], [`archive`], [`keys`], [`timestamp`], [`webhook`], [`mail`], [`reading`] | each hides one outside thing: SQL, objects, private keys, authorities and receivers on the network, the mail server, files of strangers |
//! | conductors | [`issuance`], [`revocation`], [`verification`], [`partners`], [`holder`], [`receipts`], [`reports`], [`accounts`], [`sessions`], [`operations`], [`desk`] | numbered steps; the first two are the only code that changes a certificate, [`desk`] calls them for operators |
//! | worker | [`jobs`] | calls one conductor a job, as often as it takes |
//! | doors | [`cli`], [`http`] | parse, call one conductor, render the answer |
//! | ground | [`config`], [`i18n`], [`audit`], [`clock`], [`telemetry`], [`subprocess`] | used by all, calls nothing above |
//!
//! # The type is the permission
//!
//! [`results::FinalizedResult`] → [`decision::Award`] → [`credential::CertificateFacts`] →
//! [`credential::LintedFacts`] → [`credential::SignedCredential`] → [`document::RenderedPdf`] →
//! [`document::SignedPdf`]. Each can only be made from the one before, so nothing that was not
//! decided and linted can be signed.
//!
//! A module calls only what stands before it in the flow; `tests/tidy.rs` keeps it so.

pub mod access;
pub mod accounts;
pub mod archive;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod credential;
pub mod decision;
pub mod desk;
pub mod document;
pub mod framework;
pub mod holder;
pub mod http;
pub mod i18n;
pub mod issuance;
pub mod jobs;
pub mod keys;
pub mod mail;
pub mod operations;
pub mod partners;
pub mod reading;
pub mod receipts;
pub mod reports;
pub mod results;
pub mod revocation;
pub mod service;
pub mod sessions;
pub mod status;
pub mod store;
pub mod subprocess;
pub mod telemetry;
pub mod timestamp;
pub mod verification;
pub mod webhook;
