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

macro_rules! tables {
    ($($table:ident { $($column:ident: $kind:ident,)+ })+) => {
        &[$(Table {
            name: stringify!($table),
            columns: &[$((stringify!($column), Kind::$kind)),+],
        }),+]
    };
}

/// All tables; a test compares them with what the migrations make.
pub(super) const TABLES: &[Table] = tables! {
    certificates {
        id: Uuid, code: Text, result_key: Text, result_digest: Bytes, person: Bytes,
        exam_date: Date, state: Text, facts: Bytes, claims: Bytes, seal: Bytes,
        credential_key: Text, document_key: Text, document: Bytes, status_list: Integer,
        status_index: Integer, link_generation: Integer, prepared_at: Instant,
        issued_at: Instant, revoked_at: Instant, revocation_reason: Text,
        suspended_at: Instant, suspension_reason: Text, superseded_at: Instant,
        superseded_by: Uuid, supersedes: Uuid,
    }
    status_lists {
        list: Integer, opened_at: Instant, closed_at: Instant,
    }
    status_places {
        list: Integer, position: Integer, certificate_id: Uuid, decoy: Text,
    }
    audit_events {
        id: Uuid, certificate_id: Uuid, step: Integer, at: Instant, operator: Text,
        act: Text, event: Text, lane: Integer, number: Integer, previous: Bytes,
        hash: Bytes,
    }
    status_publications {
        list: Integer, version: Integer, valid_from: Instant, valid_until: Instant,
    }
    status_forms {
        list: Integer, form: Text, document: Bytes,
    }
    document_renewals {
        certificate_id: Uuid, number: Integer, document: Bytes, stamped_at: Instant,
        valid_until: Instant,
    }
    jobs {
        id: Uuid, kind: Text, payload: Bytes, priority: Integer, state: Text,
        run_at: Instant, attempts: Integer, lease_token: Integer, lease_until: Instant,
        worker: Uuid, last_error: Text, unique_key: Text, finished_at: Instant,
    }
    clients {
        id: Uuid, name: Text, scopes: Text, requests_per_minute: Integer,
        created_at: Instant, disabled_at: Instant,
    }
    api_keys {
        id: Text, client_id: Uuid, digest: Bytes, created_at: Instant, expires_at: Instant,
        revoked_at: Instant, last_used_on: Date,
    }
    access_tokens {
        id: Text, key_id: Text, digest: Bytes, scopes: Text, expires_at: Instant,
    }
    idempotency_keys {
        client_id: Uuid, key: Bytes, fingerprint: Bytes, claim: Uuid,
        claimed_until: Instant, status: Integer, content_type: Text, location: Text,
        body: Bytes, expires_at: Instant,
    }
    request_counts {
        subject: Bytes, minute: Integer, used: Integer,
    }
    batches {
        id: Uuid, state: Text, row_count: Integer, framework: Text, language: Text,
        delivery_date: Date, file_digest: Bytes, file_name: Text, reading: Bytes,
        created_at: Instant, created_by: Text, started_at: Instant, started_by: Text,
        ended_at: Instant, forgotten_at: Instant, refused_by: Text, refusal_reason: Text,
    }
    batch_rows {
        batch_id: Uuid, position: Integer, line: Integer, ruling: Text, state: Text,
        certificate_id: Uuid, result: Bytes, report: Bytes,
    }
    verification_batches {
        id: Uuid, client: Uuid, state: Text, question: Text, understood: Text,
        summary: Text, fault: Text, run: Uuid, created_at: Instant, finished_at: Instant,
        expires_at: Instant,
    }
    verification_parts {
        batch_id: Uuid, run: Uuid, number: Integer, bytes: Bytes,
    }
    search_entries {
        certificate_id: Uuid, organization_uai: Text, ine: Bytes, proof: Bytes,
    }
    certificate_interests {
        certificate_id: Uuid, client_id: Uuid, until: Instant,
    }
    webhooks {
        id: Uuid, client_id: Uuid, url: Text, generation: Integer,
        earlier_key_until: Instant, created_at: Instant, failing_since: Instant,
        disabled_at: Instant, disabled_why: Text,
    }
    webhook_deliveries {
        id: Uuid, webhook_id: Uuid, announcement: Uuid, event: Text, certificate_id: Uuid,
        at: Instant, state: Text, attempts: Integer, outcome: Text, attempted_at: Instant,
        next_at: Instant,
    }
    mail {
        id: Uuid, kind: Text, recipient: Text, content: Bytes, state: Text,
        refusal: Integer, written_at: Instant, ended_at: Instant, certificate_id: Uuid,
    }
    results_links {
        id: Uuid, session: Text, recipient: Text, mail: Uuid, changed_at: Instant,
        expires_at: Instant,
    }
    results_link_certificates {
        link_id: Uuid, certificate_id: Uuid,
    }
    audit_heads {
        lane: Integer, number: Integer, hash: Bytes,
    }
    signing_freeze {
        id: Integer, since: Instant, operator: Text, reason: Text,
    }
    accounts {
        id: Uuid, login: Text, name: Text, roles: Text, client_id: Uuid, password: Text,
        totp_generation: Integer, totp_step: Integer, subject: Text, created_at: Instant,
        disabled_at: Instant,
    }
    account_sessions {
        digest: Bytes, account_id: Uuid, created_at: Instant, seen_at: Instant,
        ends_at: Instant,
    }
    act_notes {
        certificate_id: Uuid, step: Integer, note: Text,
    }
    centres {
        id: Uuid, name: Text, name_key: Text, kind: Text, address: Text,
        created_at: Instant, version: Integer, changed_at: Instant, changed_by: Text,
    }
    exam_sessions {
        id: Uuid, number: Text, scope: Text, centre_id: Uuid, framework: Text, site: Text,
        exam_date: Date, starts_at: Text, minutes: Integer, rooms: Text, notes: Text,
        candidate_count: Integer, list_digest: Bytes, imported_at: Instant,
        forgotten_at: Instant, created_at: Instant, created_by: Text, version: Integer,
        changed_at: Instant, changed_by: Text, candidates_at: Instant,
        cancelled_at: Instant,
    }
    session_candidates {
        session_id: Uuid, position: Integer, content: Bytes,
    }
    shares {
        id: Uuid, certificate_id: Uuid, digest: Bytes, link_generation: Integer,
        purpose: Text, shows: Text, least: Integer, asks_birth_date: Integer,
        created_at: Instant, expires_at: Instant, withdrawn_at: Instant, opened: Integer,
    }
    accesses {
        id: Uuid, certificate_id: Uuid, at: Instant, way: Text, client_id: Uuid,
        share_id: Uuid, answer: Text,
    }
    corrections {
        id: Uuid, certificate_id: Uuid, parts: Text, wanted: Text, message: Text,
        state: Text, asked_at: Instant, answered_at: Instant, answered_by: Text,
        answer: Text,
    }
    document_reports {
        id: Uuid, at: Instant, what: Text, origin: Text, contact: Text, code: Text,
        handled_at: Instant, handled_by: Text, verdict: Text, outcome: Text, note: Text,
    }
    account_invitations {
        account_id: Uuid, id: Uuid, created_at: Instant, expires_at: Instant,
    }
    session_drafts {
        id: Uuid, session_id: Uuid, file: Bytes, content: Bytes, made_at: Instant,
    }
    correction_files {
        correction_id: Uuid, kind: Text, bytes: Bytes, size: Integer,
    }
};

impl Table {
    /// The columns' names as SQL lists them.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        names.join(", ")
    }
}
