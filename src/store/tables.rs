//! Every table with its columns, for copying a register from one database to the other.

/// A table, after those that its rows refer to.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// What a column holds; the two databases have different types for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bytes,
    Date,
    Instant,
    Integer,
    Text,
    Uuid,
}

use Kind::{Bytes, Date, Instant, Integer, Text, Uuid};

/// All tables; a test compares them with what the migrations make.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "certificates",
        columns: &[
            ("id", Uuid),
            ("code", Text),
            ("result_key", Text),
            ("result_digest", Bytes),
            ("person", Bytes),
            ("exam_date", Date),
            ("state", Text),
            ("facts", Bytes),
            ("claims", Bytes),
            ("seal", Bytes),
            ("credential_key", Text),
            ("document_key", Text),
            ("document", Bytes),
            ("status_list", Integer),
            ("status_index", Integer),
            ("link_generation", Integer),
            ("prepared_at", Instant),
            ("issued_at", Instant),
            ("revoked_at", Instant),
            ("revocation_reason", Text),
            ("suspended_at", Instant),
            ("suspension_reason", Text),
            ("superseded_at", Instant),
            ("superseded_by", Uuid),
            ("supersedes", Uuid),
        ],
    },
    Table {
        name: "status_lists",
        columns: &[
            ("list", Integer),
            ("opened_at", Instant),
            ("closed_at", Instant),
        ],
    },
    Table {
        name: "status_places",
        columns: &[
            ("list", Integer),
            ("position", Integer),
            ("certificate_id", Uuid),
            ("decoy", Text),
        ],
    },
    Table {
        name: "status_publications",
        columns: &[
            ("list", Integer),
            ("version", Integer),
            ("valid_from", Instant),
            ("valid_until", Instant),
        ],
    },
    Table {
        name: "status_forms",
        columns: &[("list", Integer), ("form", Text), ("document", Bytes)],
    },
    Table {
        name: "document_renewals",
        columns: &[
            ("certificate_id", Uuid),
            ("number", Integer),
            ("document", Bytes),
            ("stamped_at", Instant),
            ("valid_until", Instant),
        ],
    },
    Table {
        name: "audit_events",
        columns: &[
            ("id", Uuid),
            ("certificate_id", Uuid),
            ("step", Integer),
            ("at", Instant),
            ("operator", Text),
            ("act", Text),
            ("event", Text),
        ],
    },
];

impl Table {
    /// The columns' names as SQL lists them.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}
