//! One attempt: the connection goes to the address that was checked, and the answer is its status.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::address::{Names, Target, Unresolved};
use super::message::{Key, Message};

/// For a whole exchange: receivers note the message and work on it later.
const PATIENCE: Duration = Duration::from_secs(15);
/// Of the answer's headers; its body is never read.
const LONGEST_HEADERS: usize = 16 << 10;
/// Addresses tried of one name.
const MOST_ADDRESSES: usize = 4;

/// Why an attempt delivered nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The name leads nowhere.
    #[error("the name is unknown")]
    Unresolved,
    /// The name stands for a machine inside.
    #[error("the name stands for an address that is not public")]
    Private,
    /// Nobody answered in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection, no encryption, or no answer that is HTTP.
    #[error("not reached")]
    Unreachable,
    /// An answer other than 2xx. Redirections are not followed.
    #[error("answered with status {0}")]
    Status(u16),
}

impl Failure {
    /// The name in lists of deliveries.
    pub fn name(self) -> String {
        match self {
            Self::Unresolved => "unresolved".to_owned(),
            Self::Private => "not-public".to_owned(),
            Self::Timeout => "timeout".to_owned(),
            Self::Unreachable => "unreachable".to_owned(),
            Self::Status(status) => format!("status-{status}"),
        }
    }

    /// Whether the receiver asks for no further messages.
    pub fn is_gone(self) -> bool {
        self == Self::Status(410)
    }
}

/// Sends a message once. The status is 2xx.
pub async fn deliver(
    target: &Target,
    names: &impl Names,
    message: &Message,
    keys: &[Key],
    now: DateTime<Utc>,
) -> Result<u16, Failure> {
    let resolved = tokio::time::timeout(PATIENCE, target.resolve(names));
    let mut addresses = match resolved.await {
        Ok(Ok(addresses)) => addresses,
        Ok(Err(Unresolved::Unknown)) => return Err(Failure::Unresolved),
        Ok(Err(Unresolved::Private)) => return Err(Failure::Private),
        Err(_) => return Err(Failure::Timeout),
    };
    addresses.truncate(MOST_ADDRESSES);
    let (url, body) = (target.url().to_owned(), message.body());
    let headers = message.headers(keys, now);
    let sent = tokio::task::spawn_blocking(move || post(&url, addresses, &headers, &body));
    match sent.await {
        Ok(Ok(status @ 200..=299)) => Ok(status),
        Ok(Ok(status)) => Err(Failure::Status(status)),
        Ok(Err(ureq::Error::Timeout(_))) => Err(Failure::Timeout),
        Ok(Err(_)) | Err(_) => Err(Failure::Unreachable),
    }
}

fn post(
    url: &str,
    addresses: Vec<SocketAddr>,
    headers: &[(&'static str, String)],
    body: &str,
) -> Result<u16, ureq::Error> {
    let config = Config::builder()
        .timeout_global(Some(PATIENCE))
        .http_status_as_error(false)
        .max_redirects(0)
        // A proxy from the environment would look the name up again.
        .proxy(None)
        .max_idle_connections(0)
        .max_response_header_size(LONGEST_HEADERS)
        .user_agent(concat!("sceau/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::default(), Pinned(addresses));
    let mut request = agent.post(url).content_type("application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    Ok(request.send(body)?.status().as_u16())
}

/// Knows one answer: the addresses that were checked.
#[derive(Debug)]
struct Pinned(Vec<SocketAddr>);

impl Resolver for Pinned {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        for address in &self.0 {
            addresses.push(*address);
        }
        if addresses.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read, Write};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::JoinHandle;

    use serde_json::json;
    use uuid::Uuid;

    use super::super::address::{Policy, SystemNames};
    use super::*;

    /// A receiver that takes one connection, gives one answer, and tells what it was sent.
    fn receiver(answer: impl Into<String>) -> (u16, JoinHandle<String>) {
        let (answer, listener) = (answer.into(), TcpListener::bind("127.0.0.1:0").unwrap());
        let port = listener.local_addr().unwrap().port();
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = Vec::new();
            let mut buffer = [0; 4096];
            while !heard.ends_with(b"}") {
                match stream.read(&mut buffer).unwrap() {
                    0 => break,
                    read => heard.extend_from_slice(&buffer[..read]),
                }
            }
            let _closed = stream.write_all(answer.as_bytes());
            String::from_utf8(heard).unwrap()
        });
        (port, heard)
    }

    /// Says first where the receiver is, then something else.
    struct Rebinding(AtomicUsize);

    impl Names for Rebinding {
        async fn look_up(&self, _: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let address = if first { [127, 0, 0, 1] } else { [10, 0, 0, 1] };
            Ok(vec![SocketAddr::from((address, port))])
        }
    }

    async fn sent(url: &str, names: &impl Names) -> Result<u16, Failure> {
        let target = Target::parse(url, Policy { loopback: true }).unwrap();
        let message = Message {
            id: Uuid::from_u128(1),
            kind: "webhook.ping",
            at: "2026-06-09T08:00:00Z".parse().unwrap(),
            data: json!({}),
        };
        let keys = [Key::new(Uuid::from_u128(2), 1, &[3; 32])];
        deliver(&target, names, &message, &keys, message.at).await
    }

    #[tokio::test]
    async fn the_connection_goes_to_the_address_that_was_checked() {
        let (port, heard) = receiver("HTTP/1.1 204 No Content\r\n\r\n");
        let names = Rebinding(AtomicUsize::new(0));
        let url = format!("http://receiver.example:{port}/hooks");
        assert_eq!(sent(&url, &names).await, Ok(204));
        assert_eq!(names.0.load(Ordering::SeqCst), 1, "asked once");
        let heard = heard.join().unwrap();
        assert!(heard.starts_with("POST /hooks HTTP/1.1\r\n"), "{heard}");
        for header in [
            &format!("host: receiver.example:{port}\r\n"),
            "webhook-id: msg_00000000000000000000000000000001\r\n",
            "webhook-timestamp: 1780992000\r\n",
            "webhook-signature: v1a,",
            "content-type: application/json\r\n",
        ] {
            assert!(heard.to_lowercase().contains(header), "{header}: {heard}");
        }
        assert_eq!(sent(&url, &names).await, Err(Failure::Private));
    }

    #[tokio::test]
    async fn a_redirection_is_a_failure_and_nobody_follows_it() {
        let inside = TcpListener::bind("127.0.0.1:0").unwrap();
        inside.set_nonblocking(true).unwrap();
        let elsewhere = inside.local_addr().unwrap();
        let answer = format!("HTTP/1.1 307 Moved\r\nlocation: http://{elsewhere}/\r\n\r\n");
        let (port, heard) = receiver(answer);
        let url = format!("http://127.0.0.1:{port}/");
        assert_eq!(sent(&url, &SystemNames).await, Err(Failure::Status(307)));
        heard.join().unwrap();
        assert!(inside.accept().is_err());
    }

    #[tokio::test]
    async fn a_receiver_that_is_gone_says_so() {
        let (port, _heard) = receiver("HTTP/1.1 410 Gone\r\n\r\n");
        let failed = sent(&format!("http://127.0.0.1:{port}/"), &SystemNames).await;
        assert!(failed.unwrap_err().is_gone());
    }

    #[tokio::test]
    async fn an_endless_answer_is_not_read() {
        let endless = "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nabc";
        let (port, _heard) = receiver(endless);
        let url = format!("http://127.0.0.1:{port}/");
        assert_eq!(sent(&url, &SystemNames).await, Ok(200));
    }

    #[tokio::test]
    async fn nobody_there_and_nonsense_are_unreachable() {
        let (port, heard) = receiver("220 mail.example ESMTP\r\n");
        let url = format!("http://127.0.0.1:{port}/");
        assert_eq!(sent(&url, &SystemNames).await, Err(Failure::Unreachable));
        heard.join().unwrap();
        assert_eq!(sent(&url, &SystemNames).await, Err(Failure::Unreachable));
    }
}
