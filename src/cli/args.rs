//! What can be typed, with the help that a stranger can follow.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::accounts::Accounts;
use super::args_operations::{Audit, Bench, Freeze, JobsCommand, SelfCheck, Thaw};
use super::clients::Clients;
use super::db::Db;
use super::session::SessionCommand;
use crate::i18n::Language;
use crate::keys::Purpose;
use crate::verification::bulk::{Field, UnknownField};

/// Issues certificates from finalized exam results, and answers whether one is authentic.
///
/// Start with `sceau demo`: it issues an example session into ./sceau-demo, serves it on this
/// machine and prints links to try.
#[derive(Debug, Parser)]
#[command(
    name = "sceau",
    version,
    after_help = "Exit codes:\n  0  done; verify: authentic\n  1  could not be done, nothing is half done\n  2  wrong command line\n  3  done, but some rows were refused\n  4  verify: not authentic, not in force, unknown, or born on another day; verify-batch: not all\n     rows are authentic and meet what is required\n  5  verify: can't be read"
)]
pub(super) struct Arguments {
    /// Configuration file; without one: ./sceau.toml if it exists, else built-in defaults
    #[arg(long, global = true, value_name = "FILE", env = "SCEAU_CONFIG")]
    pub config: Option<PathBuf>,
    /// Language of reports: fr or en
    #[arg(
        long,
        global = true,
        value_name = "LANG",
        env = "SCEAU_LANG",
        default_value = "en"
    )]
    pub lang: Language,
    /// Print JSON for programs instead of text for people
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Issue an example session, serve it on this machine and print links to try
    Demo(Demo),
    /// Serve the verification pages and the API
    Serve(Serve),
    /// Do the work that is queued, on any machine that reaches register and archive
    Worker,
    /// Show the work that is queued, and try again what was given up
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Issue certificates for the results in a file
    Issue(Issue),
    /// Check a code, a QR text, a photo of a QR, or a PDF
    Verify(Verify),
    /// Check every row of a file of codes (CSV, XLSX, ODS) and write the file with the outcomes
    VerifyBatch(VerifyBatch),
    /// Take a certificate out of force, for good
    Revoke(Revoke),
    /// Take a certificate out of force until it is reinstated
    Suspend(Revoke),
    /// Put a suspended certificate back into force
    Reinstate(Reinstate),
    /// Publish the status lists and all else that is public as files
    #[command(subcommand)]
    Status(Status),
    /// Replace a certificate by a corrected one
    Supersede(Supersede),
    /// Withdraw the holder's private link and print a new one
    RenewLink(Reinstate),
    /// Show a certificate, its state and its audit trail
    Show(Show),
    /// Make, list, publish, rotate, retire and distrust keys
    #[command(subcommand)]
    Keys(Keys),
    /// Keep archived documents verifiable
    #[command(subcommand)]
    Archive(ArchiveCommand),
    /// Make exam sessions, import their candidates, and print what their day needs
    #[command(subcommand)]
    Session(SessionCommand),
    /// Say which programs may call the API, and issue and revoke their keys
    #[command(subcommand)]
    Clients(Clients),
    /// Say who may sign in, with which roles, and hand out passwords and second factors
    #[command(subcommand)]
    Accounts(Accounts),
    /// Stop signing on every machine that shares the register, within 5 seconds
    Freeze(Freeze),
    /// Let signing go on
    Thaw(Thaw),
    /// Verify, sign and list the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Check again, from the archive, what is new and a random share of the rest
    Selfcheck(SelfCheck),
    /// Create the register, or bring it to this version's form
    Migrate,
    /// Write anew what partners find certificates by, after `link.key` was replaced
    Reindex,
    /// Copy a register: from one database to the other, or as a back-up
    #[command(subcommand)]
    Db(Db),
    /// Show or check the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Check that everything is ready: configuration, keys, register, archive, fonts, clock
    Doctor,
    /// Measure issuance and verification on this machine
    Bench(Bench),
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
    /// Print a completion script for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: Shell,
    },
    /// Write the manual pages, one for each command
    Manual {
        /// Folder for `sceau.1`, `sceau-issue.1` and so on
        folder: PathBuf,
    },
    /// Draw pages for another sceau process (internal)
    #[command(hide = true)]
    RenderWorker,
    /// Read files for another sceau process, without access to anything (internal)
    #[command(hide = true)]
    ReadWorker,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the demonstration lives; continued if it exists
    #[arg(long, value_name = "FOLDER", default_value = "sceau-demo")]
    pub folder: PathBuf,
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Issue, print and stop, without serving
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port instead of the configured one
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::SocketAddr>,
}

#[derive(Debug, Args)]
pub(super) struct Issue {
    /// Finalized results: CSV, JSON, XLSX, ODS, or the session results export of Pix Certif
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Where the PDFs and issued.csv go
    #[arg(long, short, value_name = "FOLDER", default_value = "certificates")]
    pub out: PathBuf,
    /// Read and decide, report, issue nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Issue nothing unless every row of the file is good
    #[arg(long)]
    pub all_or_nothing: bool,
    /// Delivery date instead of today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub delivered: Option<NaiveDate>,
    /// Language of certificates whose row names none
    #[arg(long, value_name = "LANG", default_value = "fr")]
    pub language: Language,
    /// Framework instead of the configured one
    #[arg(long, value_name = "ID")]
    pub framework: Option<String>,
    /// How many worker processes draw pages; 0 means one a core
    #[arg(long, short, default_value_t = 0)]
    pub jobs: usize,
    #[command(flatten)]
    pub operator: Operator,
    /// Who else approves, where the configuration asks for two people
    #[arg(long, value_name = "NAME")]
    pub approver: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Operator {
    /// Who does it, for the audit trail
    #[arg(
        long,
        value_name = "NAME",
        env = "SCEAU_OPERATOR",
        default_value = "command line"
    )]
    pub operator: String,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A code, the text or link of a QR, or a file (PDF, PNG, JPEG, text); `-` reads standard input
    #[arg(value_name = "CODE|LINK|FILE")]
    pub presented: String,
    /// Also check that the holder was born on this day (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub birth_date: Option<NaiveDate>,
    /// Without register or network: signatures only, and revocation if a bundle is given
    #[arg(long, requires = "keys")]
    pub offline: bool,
    /// The issuer's signed bundle of status lists (from `sceau status bundle`)
    #[arg(long, value_name = "ZIP", requires = "offline")]
    pub bundle: Option<PathBuf>,
    /// The issuer's published keys (from /.well-known/jwks.json)
    #[arg(long, value_name = "JWKS", requires = "offline")]
    pub keys: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct VerifyBatch {
    /// CSV, XLSX or ODS with a column of codes, and names and birth dates if they are to be compared
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the rows with their outcomes go (.csv, .xlsx or .ods); beside FILE if not said
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What each certificate must attest: "score ≥ 512", "level >= Independent 1", "competence 2.2 ≥ 4"
    #[arg(long, value_name = "TEXT")]
    pub requirement: Option<String>,
    /// Which header counts for `code`, `last_name`, `first_name`, `birth_date` or `requirement`;
    /// empty for none
    #[arg(long = "column", value_name = "NAME=HEADER", value_parser = column)]
    pub columns: Vec<(Field, String)>,
}

/// Reads `code=Code de vérification`.
fn column(text: &str) -> Result<(Field, String), String> {
    let (field, header) = text
        .split_once('=')
        .ok_or("write NAME=HEADER, for example code=\"My column\"")?;
    let field = field
        .parse()
        .map_err(|error: UnknownField| error.to_string())?;
    Ok((field, header.to_owned()))
}

#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// Verification code or certificate id
    #[arg(value_name = "CODE|ID")]
    pub certificate: String,
    /// Public reason: issued-in-error, fraud, identity-error, result-changed, holder-request,
    /// key-compromise, under-inquiry
    #[arg(long)]
    pub reason: String,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct Reinstate {
    /// Verification code or certificate id
    #[arg(value_name = "CODE|ID")]
    pub certificate: String,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Subcommand)]
pub(super) enum Status {
    /// Write lists, keys, contexts and revocation list into a folder for static serving
    Publish {
        /// The folder; what is unchanged in it is left alone
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Write the same as one signed ZIP file, for `sceau verify --offline --bundle`
    Bundle {
        /// The file
        #[arg(long, value_name = "ZIP")]
        to: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct Supersede {
    /// Verification code or certificate id of the certificate to replace
    #[arg(value_name = "CODE|ID")]
    pub certificate: String,
    /// The corrected result: a results file
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Line of the corrected result, when the file has more than one
    #[arg(long)]
    pub line: Option<u32>,
    /// Where the corrected PDF goes
    #[arg(long, short, value_name = "FOLDER", default_value = "certificates")]
    pub out: PathBuf,
    /// Delivery date instead of today (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub delivered: Option<NaiveDate>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Verification code or certificate id
    #[arg(value_name = "CODE|ID")]
    pub certificate: String,
    /// Also write the signed PDF to this file
    #[arg(long, value_name = "FILE")]
    pub document: Option<PathBuf>,
    /// Also write the standard credential (Open Badges 3.0) to this file: .json (JSON-LD), .jwt
    /// (token), .png or .svg (picture of the badge); can be given several times
    #[arg(long, value_name = "FILE")]
    pub credential: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Make a complete key folder: credential key, document key with its certificates and CRL
    New {
        /// Where; must not exist yet. Without it: the configured folder
        #[arg(long, value_name = "FOLDER")]
        folder: Option<PathBuf>,
        /// Name of the issuer in the X.509 certificates; without it: the configured issuer
        #[arg(long, value_name = "NAME")]
        issuer: Option<String>,
        #[command(flatten)]
        token: KeysInToken,
    },
    /// List the keys with their purposes and dates
    List,
    /// Print the public keys, for verifiers
    Public {
        /// jwks (JSON Web Key Set), did (DID document) or profile (Open Badges issuer profile)
        #[arg(long = "as", value_name = "FORM", default_value = "jwks")]
        form: PublicForm,
    },
    /// Say what was done with keys, when and by whom, as the audit trail has it
    History,
    /// Make a new key that signs from now on; the one before stays trusted until it is retired
    Rotate {
        /// What it signs: credential (seals, status lists) or document (PDF files)
        #[arg(long, default_value = "credential")]
        purpose: Purpose,
        #[command(flatten)]
        new: NewKey,
        #[command(flatten)]
        operator: Operator,
    },
    /// End a key that no longer signs: what it signed until then stays authentic
    Retire {
        /// Key id, from `sceau keys list`
        id: String,
        /// When it signed for the last time (2027-01-31T12:00:00Z); without it: now
        #[arg(long, value_name = "INSTANT")]
        at: Option<DateTime<Utc>>,
        #[command(flatten)]
        operator: Operator,
    },
    /// Distrust a key that somebody else may have; if it is the one that signs, a new one is made
    Compromise {
        /// Key id, from `sceau keys list`
        id: String,
        /// The earliest instant at which it may have been in other hands (2027-01-31T12:00:00Z)
        #[arg(long, value_name = "INSTANT")]
        at: DateTime<Utc>,
        /// Why that is thought, for the audit trail: no names
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        new: NewKey,
        #[command(flatten)]
        operator: Operator,
    },
}

/// How the issuer is published.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PublicForm {
    Jwks,
    Did,
    Profile,
}

#[derive(Debug, Args)]
pub(super) struct NewKey {
    /// Id of the new key; without it: the next one of the year
    #[arg(long, value_name = "ID")]
    pub new_id: Option<String>,
    /// The authority's private key, when it is not in the key folder (document keys)
    #[arg(long, value_name = "FILE")]
    pub authority_key: Option<PathBuf>,
    /// Make a new authority, with a revocation list of its own (document keys)
    #[arg(long, conflicts_with = "authority_key")]
    pub new_authority: bool,
    /// Label of a key pair that was made for it in a token (PKCS#11)
    #[arg(long, value_name = "LABEL")]
    pub token_key: Option<String>,
    /// Name of the `[[token]]` table in keyring.toml; without it: the token of the key before
    #[arg(long, value_name = "NAME", requires = "token_key")]
    pub token: Option<String>,
    /// Make it as a file, though the key before is in a token
    #[arg(long, conflicts_with = "token_key")]
    pub as_file: bool,
}

/// Two key pairs that exist in a token (PKCS#11).
#[derive(Debug, Args)]
pub(super) struct KeysInToken {
    /// Label of a token that has both key pairs already; its keys are certified instead of new ones
    #[arg(long, value_name = "LABEL", requires = "module")]
    pub token: Option<String>,
    /// Whole path of the token's PKCS#11 module
    #[arg(long, value_name = "LIBRARY", requires = "token")]
    pub module: Option<PathBuf>,
    /// Environment variable that holds the PIN
    #[arg(long, value_name = "VARIABLE", requires = "token")]
    pub pin_env: Option<String>,
    /// File that holds the PIN
    #[arg(
        long,
        value_name = "FILE",
        requires = "token",
        conflicts_with = "pin_env"
    )]
    pub pin_file: Option<PathBuf>,
    /// Label of the Ed25519 key pair in the token
    #[arg(
        long,
        value_name = "LABEL",
        requires = "token",
        default_value = "sceau-credential"
    )]
    pub credential_key: String,
    /// Label of the P-256 key pair in the token
    #[arg(
        long,
        value_name = "LABEL",
        requires = "token",
        default_value = "sceau-document"
    )]
    pub document_key: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum ArchiveCommand {
    /// Append fresh evidence and a time stamp to copies of documents, before what they rely on ends
    Renew(Renew),
}

#[derive(Debug, Args)]
pub(super) struct Renew {
    /// Verification codes or certificate ids
    #[arg(value_name = "CODE|ID", required_unless_present = "all")]
    pub certificates: Vec<String>,
    /// Every certificate
    #[arg(long, conflicts_with = "certificates")]
    pub all: bool,
    /// Say what is due, renew nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Also write the newest copies to this folder
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
    #[command(flatten)]
    pub operator: Operator,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the configuration in force, secrets masked
    Show,
    /// Say everything that is wrong with the configuration
    Check,
}
