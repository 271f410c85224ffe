//! `sceau read-worker`: the process that reads strangers' files.

use super::{Task, Trust, limits, read, wire};
use crate::subprocess;

/// What a frame asks for.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(super) enum Ask {
    /// Judge documents by this from now on.
    Trust(Trust),
    /// Read the file in the frame.
    Read(Task),
    /// Try what must not succeed, and say what did.
    Escape,
}

/// Gives up what a reader needs not, then reads until there is no more to read.
pub fn run() -> std::io::Result<()> {
    limits::give_up().map_err(std::io::Error::other)?;
    let mut trust = Trust::default();
    subprocess::answer(wire::LONGEST_TASK, |frame| {
        let finding = match wire::split::<Ask>(frame) {
            Some((Ask::Trust(new), _)) => {
                trust = new;
                None
            }
            Some((Ask::Read(task), file)) => Some(read(task, file, &trust)),
            Some((Ask::Escape, _)) => return serde_json::to_vec(&escapes()).unwrap_or_default(),
            None => None,
        };
        // An empty answer: nothing was asked that has one.
        finding
            .and_then(|finding| serde_json::to_vec(&finding).ok())
            .unwrap_or_default()
    })
}

/// What a reader that was taken over could do: the names of what was not refused.
fn escapes() -> Vec<&'static str> {
    let reached = |error: std::io::Error| {
        // Somebody was asked and said no.
        error.kind() == std::io::ErrorKind::ConnectionRefused
    };
    let tried = [
        ("read-file", std::fs::read("/etc/hostname").is_ok()),
        (
            "write-file",
            std::fs::write(std::env::temp_dir().join("sceau-escaped"), b"").is_ok(),
        ),
        (
            "network",
            std::net::TcpStream::connect("127.0.0.1:1").is_err_and(reached),
        ),
        (
            "program",
            std::process::Command::new("/bin/true").status().is_ok(),
        ),
        ("environment", std::env::vars_os().count() > 1),
        (
            "memory",
            Vec::<u8>::new().try_reserve_exact(2 << 30).is_ok(),
        ),
    ];
    let done = tried.into_iter().filter(|(_, done)| *done);
    done.map(|(name, _)| name).collect()
}
