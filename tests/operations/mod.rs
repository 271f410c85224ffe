//! The service in its operators' hands: stopped and let go on, watched, saved and restored.

mod freeze;
mod logs;
mod packaging;
mod restore;
#[cfg(feature = "otlp")]
mod spans;
mod watch;

use crate::support::{GOOD, IssuedLine, Workspace};

/// A workspace with one certificate.
fn issued() -> (Workspace, IssuedLine) {
    let workspace = Workspace::new();
    let line = workspace.issue(GOOD, "out");
    (workspace, line)
}

/// Rows of so many people who sat the same session.
fn people(count: u32) -> Vec<String> {
    const LETTERS: [&str; 10] = ["a", "é", "i", "o", "u", "ba", "ne", "li", "ro", "tu"];
    (0..count)
        .map(|number| {
            let name: String = number
                .to_string()
                .chars()
                .filter_map(|digit| digit.to_digit(10))
                .map(|digit| LETTERS[digit as usize])
                .collect();
            GOOD.replace(";101;", &format!(";{};", 1000 + number))
                .replace("Kervadec-Oduya", &format!("Kervadec-{name}"))
        })
        .collect()
}
