//! What is wrong with a configuration that could be read: all of it, not the first thing.

use std::fmt::Display;
use std::net::{IpAddr, SocketAddr};

use serde::Serialize;

use super::{Config, Issuer, Timestamp};
use crate::framework::Folder;
use crate::i18n::{self, FluentValue, Language};

/// One thing that is wrong, with the field to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `section.field`.
    pub field: &'static str,
    /// Id of the sentence in the message files.
    pub id: &'static str,
    /// The value that the sentence names.
    pub value: String,
}

impl Problem {
    pub(super) fn new(field: &'static str, id: &'static str, value: impl Display) -> Self {
        Self {
            field,
            id,
            value: value.to_string(),
        }
    }

    /// What is wrong and what to do, in one line.
    pub fn message(&self, language: Language) -> String {
        let values = [("value", FluentValue::from(self.value.as_str()))];
        let sentence = i18n::text_with(language, self.id, &values);
        format!("{}: {sentence}", self.field)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Language::English))
    }
}

impl Config {
    /// Everything that is wrong with the values, whatever the keys are.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.check_public_url(&mut problems);
        self.check_issuer(&mut problems);
        self.check_framework(&mut problems);
        let limits = &self.limits;
        for (field, value) in [
            ("limits.upload_bytes", limits.upload_bytes as u64),
            ("limits.image_pixels", limits.image_pixels),
            (
                "limits.requests_per_minute",
                limits.requests_per_minute.into(),
            ),
            (
                "limits.client_requests_per_minute",
                limits.client_requests_per_minute.into(),
            ),
            (
                "limits.concurrent_requests",
                limits.concurrent_requests as u64,
            ),
            ("limits.request_seconds", limits.request_seconds),
            ("timestamp.timeout_seconds", self.timestamp.timeout_seconds),
            ("timestamp.attempts", self.timestamp.attempts.into()),
            ("partners.interest_days", self.partners.interest_days.into()),
            (
                "partners.searches_at_once",
                self.partners.searches_at_once as u64,
            ),
            (
                "partners.deliveries_days",
                self.partners.deliveries_days.into(),
            ),
            ("jobs.at_once", self.jobs.at_once as u64),
            ("jobs.lease_seconds", self.jobs.lease_seconds.into()),
            ("jobs.attempts", self.jobs.attempts.into()),
        ] {
            if value == 0 {
                problems.push(Problem::new(field, "config-zero", value));
            }
        }
        self.archive.check(&mut problems);
        self.mail.check(&mut problems);
        self.accounts.check(&mut problems);
        self.check_timestamp(&mut problems);
        problems.extend(self.check_metrics());
        if let Some(endpoint) = &self.telemetry.otlp_endpoint
            && !cfg!(feature = "otlp")
        {
            let field = "telemetry.otlp_endpoint";
            problems.push(Problem::new(field, "config-otlp", endpoint));
        }
        if let Err(error) = crate::telemetry::check_filter(&self.telemetry.filter) {
            problems.push(Problem::new("telemetry.filter", "config-filter", error));
        }
        problems
    }

    /// What forbids the listener for metrics.
    pub fn check_metrics(&self) -> Vec<Problem> {
        let telemetry = &self.telemetry;
        let field = "telemetry.metrics_listen";
        telemetry
            .metrics_listen
            .filter(|address| !address.ip().is_loopback() && !telemetry.metrics_anywhere)
            .map(|address| Problem::new(field, "config-metrics-listen", address))
            .into_iter()
            .collect()
    }

    /// What forbids these keys under this configuration.
    pub fn check_keys(&self, example: bool) -> Vec<Problem> {
        self.check_listen(self.service.listen, example)
    }

    /// What forbids listening on this address with these keys: the example keys are anybody's, so
    /// whoever can reach the service could have made the certificates that it calls authentic.
    pub fn check_listen(&self, address: SocketAddr, example: bool) -> Vec<Problem> {
        if !example || self.service.insecure_example_keys {
            return Vec::new();
        }
        let mut problems = Vec::new();
        if !address.ip().is_loopback() {
            let problem = Problem::new("service.listen", "config-example-keys", address);
            problems.push(problem);
        }
        if !self.public_host().is_some_and(is_loopback) {
            let url = &self.service.public_url;
            problems.push(Problem::new(
                "service.public_url",
                "config-example-keys",
                url,
            ));
        }
        problems
    }

    fn check_public_url(&self, problems: &mut Vec<Problem>) {
        let url = &self.service.public_url;
        let Some(host) = self.public_host() else {
            problems.push(Problem::new("service.public_url", "config-public-url", url));
            return;
        };
        if url.starts_with("http:") && !is_loopback(host) {
            problems.push(Problem::new("service.public_url", "config-https", url));
        }
    }

    fn check_issuer(&self, problems: &mut Vec<Problem>) {
        for (field, value) in [
            ("issuer.name", &self.issuer.name),
            ("issuer.signatory", &self.issuer.signatory),
            ("issuer.role", &self.issuer.role),
        ] {
            if value.trim().is_empty() {
                problems.push(Problem::new(field, "config-empty", value));
            }
        }
        let public = self.public_host().is_some_and(|host| !is_loopback(host));
        if public && self.issuer.name == Issuer::default().name {
            let problem = Problem::new("issuer.name", "config-example-issuer", &self.issuer.name);
            problems.push(problem);
        }
    }

    fn check_timestamp(&self, problems: &mut Vec<Problem>) {
        let Timestamp { urls, roots, .. } = &self.timestamp;
        for url in urls {
            if !url.starts_with("http://") && !url.starts_with("https://") {
                problems.push(Problem::new("timestamp.urls", "config-timestamp-url", url));
            }
        }
        if roots.is_empty()
            && let Some(url) = urls.first()
        {
            // Its time stamps would count for nobody, ourselves included.
            let problem = Problem::new("timestamp.roots", "config-timestamp-roots", url);
            problems.push(problem);
        }
    }

    fn check_framework(&self, problems: &mut Vec<Problem>) {
        match self.framework.folders() {
            Err(error) => {
                problems.push(Problem::new("framework.folder", "config-folder", error));
            }
            Ok(folders) => {
                let wanted = &self.framework.default;
                let known: Vec<&str> = folders.iter().map(|Folder { name, .. }| &**name).collect();
                if !known.contains(&wanted.as_str()) {
                    let problem = Problem::new("framework.default", "config-framework", wanted);
                    problems.push(problem);
                }
            }
        }
    }

    /// The host of the public address; `None` unless the address is a scheme and a host that a QR
    /// code can hold in upper case, with an optional port and nothing else.
    fn public_host(&self) -> Option<&str> {
        let url = self.service.public_url.as_str();
        let authority = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if authority.is_empty() || !authority.chars().all(allowed) {
            return None;
        }
        if let Some(rest) = authority.strip_prefix('[') {
            let (host, port) = rest.split_once(']')?;
            return (port.is_empty() || port.starts_with(':')).then_some(host);
        }
        match authority.split_once(':') {
            None => Some(authority),
            Some((host, port)) => port.parse::<u16>().is_ok().then_some(host),
        }
    }
}

/// Whether what goes to this web address can be read by nobody on the way.
pub(super) fn is_encrypted_or_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else {
        return url.starts_with("https://");
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => authority.split(':').next(),
    };
    host.is_some_and(is_loopback)
}

pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(url: &str) -> Config {
        let mut config = Config::default();
        config.service.public_url = url.into();
        config.issuer.name = "Institut".into();
        config
    }

    fn ids(problems: &[Problem]) -> Vec<(&'static str, &'static str)> {
        problems
            .iter()
            .map(|problem| (problem.field, problem.id))
            .collect()
    }

    #[test]
    fn a_public_address_is_https_with_a_host_and_nothing_else() {
        for url in [
            "https://sceau.example",
            "http://localhost:8080",
            "http://[::1]:80",
        ] {
            assert_eq!(public(url).check(), [], "{url}");
        }
        for url in [
            "sceau.example",
            "https://",
            "https://sceau.example/path",
            "https://user@sceau.example",
            "https://sceau.example?x=1",
            "https://sceau.example:port",
            "https://scéau.example",
            "ftp://sceau.example",
        ] {
            let problems = public(url).check();
            assert_eq!(
                ids(&problems),
                [("service.public_url", "config-public-url")],
                "{url}"
            );
        }
        let problems = public("http://sceau.example").check();
        assert_eq!(ids(&problems), [("service.public_url", "config-https")]);
    }

    #[test]
    fn all_problems_are_listed_at_once() {
        let mut config = public("https://sceau.example");
        config.issuer = Issuer {
            signatory: " ".into(),
            ..Issuer::default()
        };
        config.framework.default = "nothing".into();
        config.limits.request_seconds = 0;
        config.telemetry.filter = "loud, very=".into();
        assert_eq!(
            ids(&config.check()),
            [
                ("issuer.signatory", "config-empty"),
                ("issuer.name", "config-example-issuer"),
                ("framework.default", "config-framework"),
                ("limits.request_seconds", "config-zero"),
                ("telemetry.filter", "config-filter"),
            ]
        );
    }

    #[test]
    fn a_time_stamp_authority_has_a_web_address_and_a_root_that_vouches_for_it() {
        let mut config = Config::default();
        config.timestamp.urls = vec!["tsa.example".into()];
        let expected = [
            ("timestamp.urls", "config-timestamp-url"),
            ("timestamp.roots", "config-timestamp-roots"),
        ];
        assert_eq!(ids(&config.check()), expected);
        config.timestamp.urls = vec!["http://tsa.example/stamp".into()];
        config.timestamp.roots = vec!["root.pem".into()];
        assert_eq!(config.check(), []);
    }

    #[test]
    fn example_keys_are_refused_outside_of_loopback_unless_allowed() {
        let everywhere: SocketAddr = "0.0.0.0:80".parse().unwrap();
        let mut config = Config::default();
        assert_eq!(config.check_keys(true), []);
        let problems = config.check_listen(everywhere, true);
        assert_eq!(ids(&problems), [("service.listen", "config-example-keys")]);
        assert_eq!(config.check_listen(everywhere, false), []);
        config.service.public_url = "https://sceau.example".into();
        let problems = config.check_keys(true);
        assert_eq!(
            ids(&problems),
            [("service.public_url", "config-example-keys")]
        );
        config.service.insecure_example_keys = true;
        assert_eq!(config.check_listen(everywhere, true), []);
    }

    #[test]
    fn every_problem_has_a_sentence_in_both_languages() {
        let mut config = public("http://sceau.example");
        config.issuer = Issuer {
            signatory: String::new(),
            ..Issuer::default()
        };
        config.framework.default = "nothing".into();
        config.limits.request_seconds = 0;
        config.timestamp.urls = vec!["tsa.example".into()];
        config.telemetry.filter = "very=loud".into();
        let mut problems = config.check();
        problems.extend(config.check_keys(true));
        problems.extend(public("nowhere").check());
        config.framework.folder = Some("/nowhere".into());
        problems.extend(config.check());
        for problem in problems {
            for language in Language::ALL {
                let message = problem.message(language);
                assert!(!message.contains("[config"), "{message}");
            }
        }
    }
}
