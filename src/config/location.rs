//! Where a register is.

use std::fmt;
use std::path::{Path, PathBuf};

use super::Secret;

/// A file on this machine, or a database server that several machines share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL database, by its address.
    Server(Secret),
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(url) => f.write_str(&without_password(url.expose())),
        }
    }
}

/// Host and database of an address.
fn without_password(url: &str) -> String {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("postgres://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        for (address, shown) in [
            (
                "postgres://sceau:p@ss:w@db.example:5433/sceau?sslmode=require",
                "postgres://db.example:5433/sceau",
            ),
            (
                "postgresql://db.example/sceau",
                "postgres://db.example/sceau",
            ),
            ("p@ssword", "postgres://"),
        ] {
            assert_eq!(Location::Server(address.into()).to_string(), shown);
        }
    }
}
