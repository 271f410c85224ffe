//! An OpenTelemetry collector is told what was done, and nothing personal. Only in a program with
//! the feature `otlp`.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{GOOD, Server, Workspace};

/// A collector that takes what comes: each request as it was sent.
fn collector() -> (String, mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = mpsc::channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            connection
                .set_read_timeout(Some(Duration::from_millis(500)))
                .unwrap();
            let (mut request, mut part) = (Vec::new(), [0; 4096]);
            while let Ok(read @ 1..) = connection.read(&mut part) {
                request.extend(&part[..read]);
            }
            let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\n\
                content-length: 0\r\nconnection: close\r\n\r\n";
            connection.write_all(answer).unwrap();
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (address, received)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[test]
fn a_collector_gets_the_spans_of_requests_without_anything_personal() {
    let (address, received) = collector();
    let workspace = Workspace::new();
    workspace.configure(&format!(
        "[telemetry]\nfilter = \"trace\"\notlp_endpoint = \"{address}\"\n"
    ));
    let line = workspace.issue(GOOD, "out");
    let mut server = Server::start(&workspace);
    server.post_form(
        "/en/verify",
        &[("code", &line.code), ("birth_date", "1998-03-14")],
    );
    server.terminate();
    while server.is_running() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut all = Vec::new();
    while let Ok(request) = received.recv_timeout(Duration::from_secs(2)) {
        assert!(request.starts_with(b"POST /v1/traces "));
        all.extend(request);
    }
    assert!(
        holds(&all, "request") && holds(&all, "/en/verify"),
        "no span came"
    );
    for canary in [&line.code, "Kervadec", "1998-03-14"] {
        assert!(!holds(&all, canary), "`{canary}` is in a span");
    }
}
