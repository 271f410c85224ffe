//! The network: one request, one answer of limited size in limited time.

use std::time::Duration;

use ureq::Agent;
use ureq::Body;
use ureq::http::Response;
use ureq::http::header::CONTENT_TYPE;

use super::Problem;

/// Larger than any answer of an authority.
const LONGEST_ANSWER: u64 = 64 << 10;
/// As much as a document's evidence may hold.
pub(super) const LONGEST_LIST: u64 = 1 << 20;

pub(super) struct Web {
    agent: Agent,
}

impl Web {
    /// `timeout` is for a whole exchange, from the name look-up to the last byte.
    pub(super) fn new(timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // Whom to ask is configured; nobody else decides it.
            .max_redirects(0)
            .user_agent(concat!("sceau/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.new_agent(),
        }
    }

    /// Sends a request to an authority (RFC 3161 §3.4).
    pub(super) fn stamp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, Problem> {
        let response = self
            .agent
            .post(url)
            .content_type("application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .send(request)
            .map_err(problem)?;
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or("nothing");
        let is_reply = kind.starts_with("application/timestamp-reply");
        if response.status().is_success() && !is_reply {
            return Err(Problem::OtherType(kind.chars().take(60).collect()));
        }
        body(response, LONGEST_ANSWER)
    }

    pub(super) fn list(&self, url: &str) -> Result<Vec<u8>, Problem> {
        body(self.agent.get(url).call().map_err(problem)?, LONGEST_LIST)
    }
}

fn body(mut response: Response<Body>, longest: u64) -> Result<Vec<u8>, Problem> {
    if !response.status().is_success() {
        return Err(Problem::Status(response.status().as_u16()));
    }
    let body = response.body_mut().with_config().limit(longest);
    body.read_to_vec().map_err(problem)
}

fn problem(error: ureq::Error) -> Problem {
    match error {
        ureq::Error::BodyExceedsLimit(_) => Problem::TooLong,
        ureq::Error::StatusCode(status) => Problem::Status(status),
        other => Problem::Network(other.to_string()),
    }
}
