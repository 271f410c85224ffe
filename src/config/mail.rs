//! `[mail]`: letters to candidates, prescribers and the operator.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Secret;
use super::check::{Problem, is_loopback};
use crate::i18n::Language;

/// `[mail]`: letters to candidates, prescribers and the operator. Off unless `host` is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// Mail server that takes our letters (SMTP). Default: none, and no letters are written.
    pub host: Option<String>,
    /// Its port. Default: none, which is `587` with `starttls`, `465` with `tls`, `25` with `none`.
    pub port: Option<u16>,
    /// `starttls` (begins in the clear and must go on encrypted), `tls` (encrypted from the start)
    /// or `none`, on this machine only. Default: `starttls`.
    pub tls: MailTls,
    /// PEM file with a root certificate that the mail server is trusted under, besides the public
    /// ones. Default: none.
    pub root: Option<PathBuf>,
    /// Account at the mail server. Default: none.
    pub username: Option<String>,
    /// Its password; `SCEAU__MAIL__PASSWORD` keeps it out of files. Default: none.
    pub password: Option<Secret>,
    /// Who writes: `Institut <certificats@sceau.example>`. Default: none.
    pub from: Option<String>,
    /// Where answers go. Default: none, and they go to `from`.
    pub reply_to: Option<String>,
    /// Who is told what became of batches and of letters that were refused. Default: none.
    pub operator: Option<String>,
    /// Language of letters that are not about one certificate: `fr` or `en`. Default: `fr`.
    pub language: Language,
    /// Whether holders are told when their certificate is revoked, suspended, reinstated or superseded,
    /// as far as their address is known. Default: `true`.
    pub changes: bool,
    /// Longest wait for the mail server, in seconds. Default: `20`.
    pub timeout_seconds: u64,
    /// How long a prescriber's link to results can be opened, in days. Default: `30`.
    pub results_days: u32,
    /// A prescriber is written to when no further result came for so many seconds. Default: `300`.
    pub results_wait_seconds: u32,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            host: None,
            port: None,
            tls: MailTls::StartTls,
            root: None,
            username: None,
            password: None,
            from: None,
            reply_to: None,
            operator: None,
            language: Language::French,
            changes: true,
            timeout_seconds: 20,
            results_days: 30,
            results_wait_seconds: 300,
        }
    }
}

/// How the way to the mail server is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// Begins in the clear and must go on encrypted (RFC 3207).
    #[default]
    StartTls,
    /// From the start (RFC 8314).
    Tls,
    /// Not at all.
    None,
}

impl Mail {
    /// Whether letters are written at all.
    pub fn is_on(&self) -> bool {
        self.host.is_some()
    }

    /// Whether holders are told of acts on their certificates.
    pub fn tells_changes(&self) -> bool {
        self.is_on() && self.changes
    }

    /// The server's port.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.tls {
            MailTls::StartTls => 587,
            MailTls::Tls => 465,
            MailTls::None => 25,
        })
    }

    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        let mut wrong = |field, id, value: &str| problems.push(Problem::new(field, id, value));
        for (field, value) in [
            ("mail.timeout_seconds", self.timeout_seconds),
            ("mail.results_days", self.results_days.into()),
        ] {
            if value == 0 {
                wrong(field, "config-zero", "0");
            }
        }
        let Some(host) = &self.host else { return };
        if self.from.is_none() {
            wrong("mail.from", "config-mail-from", host);
        }
        if self.tls == MailTls::None && !is_loopback(host) {
            wrong("mail.tls", "config-mail-encrypted", host);
        }
        if self.username.is_some() != self.password.is_some() {
            wrong("mail.password", "config-mail-password", "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(mail: &Mail) -> Vec<(&'static str, &'static str)> {
        let mut problems = Vec::new();
        mail.check(&mut problems);
        problems
            .iter()
            .map(|problem| (problem.field, problem.id))
            .collect()
    }

    #[test]
    fn mail_is_off_by_default_and_needs_a_sender_when_it_is_on() {
        assert!(!Mail::default().is_on());
        assert_eq!(problems(&Mail::default()), []);
        let mut mail = Mail {
            host: Some("mail.example".into()),
            ..Mail::default()
        };
        assert_eq!(problems(&mail), [("mail.from", "config-mail-from")]);
        mail.from = Some("certificats@sceau.example".into());
        assert_eq!(problems(&mail), []);
    }

    #[test]
    fn private_links_cross_no_network_unencrypted() {
        let mut mail = Mail {
            host: Some("mail.example".into()),
            from: Some("certificats@sceau.example".into()),
            tls: MailTls::None,
            ..Mail::default()
        };
        assert_eq!(problems(&mail), [("mail.tls", "config-mail-encrypted")]);
        mail.host = Some("127.0.0.1".into());
        assert_eq!(problems(&mail), []);
        mail.username = Some("sceau".into());
        assert_eq!(problems(&mail), [("mail.password", "config-mail-password")]);
    }

    #[test]
    fn ports_are_those_that_the_standards_name() {
        let port = |tls| {
            Mail {
                tls,
                ..Mail::default()
            }
            .port()
        };
        assert_eq!(
            [MailTls::StartTls, MailTls::Tls, MailTls::None].map(port),
            [587, 465, 25]
        );
    }
}
