//! Verification over HTTP under load: how many in a second, and how long one in a hundred waits, with
//! a register of 100,000 certificates in SQLite and, if `TEST_DATABASE_URL` names a server, in
//! PostgreSQL.
//!
//! `cargo bench --bench http`; service and askers share the machine, over loopback.
#![expect(
    clippy::unwrap_used,
    reason = "a bench that can't be set up has to stop"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sceau::archive::Archive;
use sceau::clock::Clock;
use sceau::config::{Config, Location};
use sceau::framework::Framework;
use sceau::http;
use sceau::service::Service;
use sceau::store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

#[path = "support/register.rs"]
#[expect(dead_code, reason = "other benches have a verifier without a service")]
mod register;

const CERTIFICATES: u32 = 100_000;
const ASKERS: [u32; 3] = [1, 16, 64];
const EACH: Duration = Duration::from_secs(8);

/// What is asked: by a program, and by a person's browser.
#[derive(Clone, Copy)]
enum Asked {
    Api,
    Page,
}

impl Asked {
    fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Page => "page",
        }
    }

    fn request(self, number: u32) -> String {
        let code = register::code(number).grouped();
        let (path, kind, body) = match self {
            Self::Api => (
                "/api/v1/verifications",
                "application/json",
                format!("{{\"code\":\"{code}\"}}"),
            ),
            Self::Page => (
                "/en/verify",
                "application/x-www-form-urlencoded",
                format!("code={code}"),
            ),
        };
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
    }

    /// What only the answer about an authentic certificate says.
    fn proof(self) -> &'static str {
        match self {
            Self::Api => "\"verdict\":\"authentic\"",
            Self::Page => "class=\"verdict ok\"",
        }
    }
}

/// Reads one answer from a connection that stays open.
async fn answer(connection: &mut TcpStream, buffer: &mut Vec<u8>) {
    buffer.clear();
    loop {
        assert!(connection.read_buf(buffer).await.unwrap() > 0);
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end]).unwrap();
        let length = head.lines().find_map(|line| {
            line.to_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        let length: usize = length.unwrap();
        if buffer.len() >= end + 4 + length {
            return;
        }
    }
}

/// Asks until the time is over; the time that each answer took.
async fn ask(address: SocketAddr, asked: Asked, place: u32) -> Vec<Duration> {
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection.set_nodelay(true).unwrap();
    let mut buffer = Vec::with_capacity(64 << 10);
    let mut times = Vec::new();
    let started = Instant::now();
    let mut number = place.wrapping_mul(15_485_863) % CERTIFICATES;
    while started.elapsed() < EACH {
        number = (number + 7_919) % CERTIFICATES;
        let request = asked.request(number);
        let sent = Instant::now();
        connection.write_all(request.as_bytes()).await.unwrap();
        answer(&mut connection, &mut buffer).await;
        times.push(sent.elapsed());
        let text = String::from_utf8_lossy(&buffer);
        assert!(text.contains(asked.proof()), "{text}");
    }
    times
}

async fn load(named: &str, address: SocketAddr) {
    for asked in [Asked::Api, Asked::Page] {
        for askers in ASKERS {
            let started = Instant::now();
            let all: JoinSet<_> = (0..askers)
                .map(|place| ask(address, asked, place))
                .collect();
            let mut times = all.join_all().await.concat();
            let took = started.elapsed();
            times.sort_unstable();
            let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
            println!(
                "{named}/{}-{askers}: {:.0} a second, median {:.1?}, p99 {:.1?}, longest {:.1?}",
                asked.name(),
                f64::from(u32::try_from(times.len()).unwrap()) / took.as_secs_f64(),
                at(50),
                at(99),
                at(100),
            );
        }
    }
}

/// Serves this register on loopback as `sceau serve` does, and asks.
async fn serve_and_load(named: &str, config: Config) {
    let service = Service::open(config, Clock::System).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (_sender, services) = watch::channel(Arc::new(service));
    tokio::select! {
        served = http::serve(services, listener, std::future::pending()) => served.unwrap(),
        () = load(named, address) => {}
    }
}

/// An empty register on the server, if there is one.
#[expect(
    clippy::disallowed_methods,
    reason = "which server is measured is no configuration of the service"
)]
async fn on_server() -> Option<Location> {
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        eprintln!("!! NOT MEASURED on PostgreSQL: TEST_DATABASE_URL is not set");
        return None;
    };
    let schema = format!("bench_{}", Uuid::new_v4().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let url = format!("{server}?options[search_path]={schema}");
    Some(Location::Server(url.as_str().into()))
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let framework = Framework::embedded("crcn").unwrap().unwrap();
    let mut config = Config::default();
    config.store.path = folder.path().join("register.db");
    config.archive.folder = folder.path().join("archive");
    config.keys.folder = concat!(env!("CARGO_MANIFEST_DIR"), "/keys.example").into();
    config.limits.requests_per_minute = u32::MAX;
    let store = Store::migrate(config.store.location()).await.unwrap();
    Archive::create(&config.archive).await.unwrap();
    let service = Service::open(config.clone(), Clock::System).await.unwrap();
    let key = service.keyring.issuer_key();
    register::fill(&config.store.path, &framework, key, 0..CERTIFICATES).await;
    serve_and_load("sqlite", config.clone()).await;
    if let Some(location) = on_server().await {
        let server = Store::migrate(location.clone()).await.unwrap();
        store.copy_to(&server).await.unwrap();
        let Location::Server(url) = location else {
            return;
        };
        config.store.url = Some(url);
        serve_and_load("postgres", config).await;
    }
}
