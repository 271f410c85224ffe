//! The sections of the configuration; each field's comment names its default and its unit.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Location, Network, Secret};

/// `[service]`: where the service is and under which address the public reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// Address under which the public reaches the service, without a path. It is printed in every
    /// QR code, so it must last as long as the certificates. Default: `http://127.0.0.1:8080`.
    pub public_url: String,
    /// Address and port to listen on. Default: `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// Time zone of the centre, for the civil dates that people read. Default: `Europe/Paris`.
    #[serde(with = "super::time_zone")]
    pub time_zone: Tz,
    /// Where people write about the service, its accessibility and their data: an e-mail address or
    /// a web address. Default: none.
    pub contact: Option<String>,
    /// Allows the example keys, which anybody has, outside of loopback. Default: `false`.
    pub insecure_example_keys: bool,
}

impl Default for Service {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            time_zone: chrono_tz::Europe::Paris,
            contact: None,
            insecure_example_keys: false,
        }
    }
}

/// `[issuer]`: who issues, as printed on every certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Issuer {
    /// Name of the certification body. Default: `Organisme d’exemple`.
    pub name: String,
    /// Who stands for it. Default: `Camille Exemple`.
    pub signatory: String,
    /// The signatory's function. Default: `Direction de la certification`.
    pub role: String,
}

impl Default for Issuer {
    fn default() -> Self {
        Self {
            name: "Organisme d’exemple".into(),
            signatory: "Camille Exemple".into(),
            role: "Direction de la certification".into(),
        }
    }
}

/// `[store]`: the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Register {
    /// File of the SQLite register. Default: `sceau.db`.
    pub path: PathBuf,
    /// Address of a PostgreSQL database (`postgres://…`), used instead of the file when set: for
    /// several machines. It may hold a password; `SCEAU__STORE__URL` keeps it out of files.
    pub url: Option<Secret>,
}

impl Register {
    /// Where the register is.
    pub fn location(&self) -> Location {
        match &self.url {
            Some(url) => Location::Server(url.clone()),
            None => Location::File(self.path.clone()),
        }
    }
}

impl Default for Register {
    fn default() -> Self {
        Self {
            path: "sceau.db".into(),
            url: None,
        }
    }
}

/// `[keys]`: the signing keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keys {
    /// Folder with `keyring.toml` and the keys it names. Default: `keys`.
    pub folder: PathBuf,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            folder: "keys".into(),
        }
    }
}

/// `[timestamp]`: who attests when a document was signed (RFC 3161).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timestamp {
    /// Addresses of time-stamp authorities, tried in this order. Without one, documents carry only
    /// their own word for the time. Default: none.
    pub urls: Vec<String>,
    /// PEM files with the root certificates that authorities are trusted under, also those of
    /// former ones. Default: none.
    pub roots: Vec<PathBuf>,
    /// Revocation lists besides those that the authorities' certificates name: addresses, or files
    /// in DER. Default: none.
    pub crls: Vec<String>,
    /// `b-lt` (with the certificates and revocation lists that show later that it was good) or
    /// `b-t` (the time stamp alone). Default: `b-lt`.
    pub level: StampLevel,
    /// Longest wait for one answer, in seconds. Default: `10`.
    pub timeout_seconds: u64,
    /// How often each authority is asked before the next one. Default: `3`.
    pub attempts: u32,
    /// Archived documents are renewed so many days before the certificate ends that their last
    /// time stamp relies on. Default: `365`.
    pub renew_days: u32,
}

impl Default for Timestamp {
    fn default() -> Self {
        Self {
            urls: Vec::new(),
            roots: Vec::new(),
            crls: Vec::new(),
            level: StampLevel::LongTerm,
            timeout_seconds: 10,
            attempts: 3,
            renew_days: 365,
        }
    }
}

/// How much of what a time stamp relies on is put into a document (EN 319 142-1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StampLevel {
    /// The time stamp alone.
    #[serde(rename = "b-t")]
    Time,
    /// Certificates and revocation lists too.
    #[default]
    #[serde(rename = "b-lt")]
    LongTerm,
}

/// `[framework]`: what is certified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FrameworkChoice {
    /// Id of the framework that results are read against unless a command names another.
    /// Default: `crcn`.
    pub default: String,
    /// Folder of further frameworks, one subfolder each; one with the name of a built-in framework
    /// replaces it. Default: none.
    pub folder: Option<PathBuf>,
}

impl Default for FrameworkChoice {
    fn default() -> Self {
        Self {
            default: "crcn".into(),
            folder: None,
        }
    }
}

/// `[limits]`: how much a request may ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Largest upload, in bytes. Default: `10485760` (10 MiB).
    pub upload_bytes: usize,
    /// Largest photograph, in pixels. Default: `50000000`.
    pub image_pixels: u64,
    /// Verifications that one address may ask for, per minute. Default: `60`.
    pub requests_per_minute: u32,
    /// Requests that a client may make per minute, unless it has its own limit. Default: `600`.
    pub client_requests_per_minute: u32,
    /// Requests worked on at the same time; more wait. Default: `256`.
    pub concurrent_requests: usize,
    /// Longest time for one request, in seconds. Default: `30`.
    pub request_seconds: u64,
    /// Longest wait for the requests under way when the service is stopped, in seconds.
    /// Default: `30`.
    pub shutdown_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload_bytes: 10 << 20,
            image_pixels: 50_000_000,
            requests_per_minute: 60,
            client_requests_per_minute: 600,
            concurrent_requests: 256,
            request_seconds: 30,
            shutdown_seconds: 30,
        }
    }
}

/// `[http]`: how the service is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Networks of our own proxies in front of the service, such as `["10.0.0.0/8", "::1"]`: only
    /// what they say about where a request comes from (`X-Forwarded-For`) and what it is called
    /// (`X-Request-Id`) is believed. Default: none.
    pub trusted_proxies: Vec<Network>,
}

/// `[telemetry]`: what the program says about its own work. Never names, birth dates or codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telemetry {
    /// Which messages: `error`, `warn`, `info`, `debug`, `trace`, or per module as in
    /// `info,sceau::http=debug`. Default: `info`.
    pub filter: String,
    /// `auto` (for people on a terminal, else JSON), `human` or `json`. Default: `auto`.
    pub format: LogFormat,
    /// Address and port where Prometheus asks for metrics: a listener of its own, for this machine
    /// or a private network. Default: none.
    pub metrics_listen: Option<SocketAddr>,
    /// Allows `metrics_listen` outside of loopback: whoever reaches it can read how much the service
    /// is used. Default: `false`.
    pub metrics_anywhere: bool,
    /// Address of an OpenTelemetry collector (OTLP over HTTP, like `http://127.0.0.1:4318`) that
    /// spans are sent to; only in a program built with the feature `otlp`. Default: none.
    pub otlp_endpoint: Option<String>,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            filter: "info".into(),
            format: LogFormat::Auto,
            metrics_listen: None,
            metrics_anywhere: false,
            otlp_endpoint: None,
        }
    }
}

/// How messages are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people on a terminal, else JSON.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}
