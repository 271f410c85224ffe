//! A real mail server on loopback (`tests/support/smtp.py`), for one test.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use tempfile::TempDir;

use super::bucket::{certificate, server};
use super::project;

pub(crate) const PASSWORD: &str = "password of the account";

/// A running mail server. It ends when its standard input is closed, with this value or process.
pub(crate) struct Smtp {
    process: Child,
    folder: TempDir,
    ports: Vec<u16>,
}

/// A letter that the server was handed.
#[derive(Debug)]
pub(crate) struct Letter {
    /// Header lines, unfolded.
    pub(crate) headers: String,
    /// The parts' content, decoded.
    pub(crate) parts: Vec<String>,
}

impl Letter {
    pub(crate) fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        let line = self.headers.lines().find(|line| line.starts_with(&start));
        line.map_or("", |line| &line[start.len()..])
    }
}

impl Smtp {
    /// The server, or nothing, said loudly, where it is missing.
    pub(crate) fn start() -> Option<Self> {
        let python = server("python")?;
        let folder = tempfile::tempdir().unwrap();
        certificate(folder.path());
        let mut process = Command::new(python)
            .arg(project("tests/support/smtp.py"))
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = process.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let ports = line.trim().strip_prefix("ready ").unwrap().split(' ');
        let ports = ports.map(|port| port.parse().unwrap()).collect();
        Some(Self {
            process,
            folder,
            ports,
        })
    }

    /// The section of a configuration file, without the password.
    pub(crate) fn section(&self, tls: &str) -> String {
        let (host, port, account) = match tls {
            "none" => ("127.0.0.1", self.ports[0], ""),
            "starttls" => ("localhost", self.ports[1], "username = \"sceau\"\n"),
            _ => ("localhost", self.ports[2], ""),
        };
        let root = self.folder.path().join("root.pem");
        format!(
            "\n[mail]\nhost = \"{host}\"\nport = {port}\ntls = \"{tls}\"\nroot = \"{}\"\n{account}from = \"Institut des savoirs <certificats@sceau.example>\"\noperator = \"exploitation@sceau.example\"\nresults_wait_seconds = 0\n",
            root.display()
        )
    }

    /// Waits until the server has taken so many letters: all of them, in order.
    pub(crate) fn taken(&self, count: usize) -> Vec<Letter> {
        self.wait_for("eml", count)
    }

    /// Waits until it has refused so many after they were handed over.
    pub(crate) fn refused(&self, count: usize) -> Vec<Letter> {
        self.wait_for("refused", count)
    }

    fn wait_for(&self, kind: &str, count: usize) -> Vec<Letter> {
        let started = Instant::now();
        loop {
            let mut paths: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|it| it == kind))
                .collect();
            if paths.len() >= count {
                paths.sort();
                return paths.iter().map(|path| read(path)).collect();
            }
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "only {} of {count} letters came",
                paths.len()
            );
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn read(path: &std::path::Path) -> Letter {
    let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (headers, body) = text.split_once("\n\n").unwrap();
    let headers = headers.replace("\n ", " ");
    let boundary = headers.split_once("boundary=\"").unwrap().1;
    let boundary = boundary.split('"').next().unwrap();
    let parts = body
        .split(&format!("--{boundary}"))
        .filter_map(|part| part.trim_start().split_once("\n\n"))
        .map(|(headers, content)| decoded(headers, content))
        .collect();
    Letter { headers, parts }
}

fn decoded(headers: &str, content: &str) -> String {
    let headers = headers.to_lowercase();
    if headers.contains("base64") {
        let compact: String = content.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(compact);
        return String::from_utf8(bytes.unwrap()).unwrap();
    }
    if headers.contains("quoted-printable") {
        let joined = content.replace("=\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let [first, tail @ ..] = rest {
            if *first == b'=' && tail.len() >= 2 {
                let digits = std::str::from_utf8(&tail[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &tail[2..];
            } else {
                bytes.push(*first);
                rest = tail;
            }
        }
        return String::from_utf8(bytes).unwrap();
    }
    content.to_owned()
}
