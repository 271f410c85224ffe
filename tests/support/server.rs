//! `sceau serve` on a port of its own, stopped when the test ends.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use super::Workspace;

/// Below the ports that systems give to who asks for any: none of them is taken between this answer
/// and its use.
const PORTS: std::ops::Range<u16> = 10_000..32_000;

/// A port of this machine that is free, and that no other test is given.
pub(crate) fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test processes that run beside each other begin at different places.
    let begin = u16::try_from(std::process::id() % 20_000).unwrap();
    let mut addresses = PORTS.map(|_| {
        let place = begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = PORTS.start + place % (PORTS.end - PORTS.start);
        SocketAddr::from(([127, 0, 0, 1], port))
    });
    addresses
        .find(|address| TcpListener::bind(address).is_ok())
        .unwrap()
}

/// A running service and a client for it.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
    client: ureq::Agent,
}

/// What the service answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

impl Server {
    /// Starts the service and waits until it answers.
    pub(crate) fn start(workspace: &Workspace) -> Self {
        Self::start_with(workspace, Stdio::null())
    }

    /// The same with its log in a file.
    pub(crate) fn start_logging(workspace: &Workspace, log: &Path) -> Self {
        Self::start_with(workspace, std::fs::File::create(log).unwrap().into())
    }

    fn start_with(workspace: &Workspace, log: Stdio) -> Self {
        let address = free_address();
        let process = workspace
            .command(&["serve", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let client = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .into();
        let mut server = Self {
            process,
            address,
            client,
        };
        server.wait();
        server
    }

    fn wait(&mut self) {
        let started = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.process.try_wait().unwrap();
            assert!(ended.is_none(), "the service ended: {ended:?}");
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "the service does not answer"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What another listener answers.
    pub(crate) fn get_from(address: SocketAddr, path: &str) -> String {
        let answer = ureq::get(format!("http://{address}{path}")).call();
        answer.unwrap().body_mut().read_to_string().unwrap()
    }

    /// Tells the process to stop, as a system does.
    #[cfg(unix)]
    pub(crate) fn terminate(&self) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &process]).status();
        assert!(sent.unwrap().success());
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        answer(self.client.get(self.url(path)).call())
    }

    /// Asks for a certain form of what stands there.
    pub(crate) fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.get_with(path, ("accept", accept))
    }

    /// Asks with one more header.
    pub(crate) fn get_with(&self, path: &str, (name, value): (&str, &str)) -> Answer {
        let request = self.client.get(self.url(path));
        answer(request.header(name, value).call())
    }

    /// Tells the process to look at its keys again.
    #[cfg(unix)]
    pub(crate) fn hang_up(&self) {
        let process = self.process.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &process]).status();
        assert!(sent.unwrap().success());
    }

    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().copied();
        answer(self.client.post(self.url(path)).send_form(fields))
    }

    /// The same without going where the answer leads to.
    pub(crate) fn post_form_and_stay(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().copied();
        let request = self.client.post(self.url(path)).config().max_redirects(0);
        answer(request.build().send_form(fields))
    }

    /// The same by a client of the service.
    pub(crate) fn post_by(&self, key: &str, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let request = self.client.post(self.url(path));
        let request = request.header("authorization", format!("Bearer {key}"));
        answer(request.header("content-type", content_type).send(body))
    }

    /// Asks by a client of the service.
    pub(crate) fn get_by(&self, key: &str, path: &str) -> Answer {
        self.get_with(path, ("authorization", &format!("Bearer {key}")))
    }

    /// The number of its process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let request = self.client.post(self.url(path));
        answer(request.header("content-type", content_type).send(body))
    }
}

fn answer(answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = answered.unwrap();
    let headers = response.headers().clone();
    let content_type = headers.get("content-type");
    Answer {
        status: response.status().as_u16(),
        content_type: content_type.map_or(String::new(), |kind| kind.to_str().unwrap().to_owned()),
        headers,
        body: response.body_mut().read_to_vec().unwrap(),
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
