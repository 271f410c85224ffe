-- The register: certificates, the places of their revocation states, published lists, audit trail.
-- Only types and clauses that SQLite and PostgreSQL share; times, ids and states come from the program.

CREATE TABLE certificates (
    -- Permanent identifier: a UUID, version 7.
    id UUID NOT NULL PRIMARY KEY,
    -- Printed code: 14 symbols, no separators. Nobody may hold the same one twice.
    code TEXT NOT NULL UNIQUE,
    -- Identity of the finalized result: a result has at most one certificate.
    result_key TEXT NOT NULL UNIQUE,
    -- SHA-256 of the result's content: tells a repeat from a changed result.
    result_digest BYTEA NOT NULL,
    -- SHA-256 of the holder's normalised name and birth date.
    person BYTEA NOT NULL,
    -- Civil date of the exam at the centre.
    exam_date DATE NOT NULL,
    -- How far issuance went.
    state TEXT NOT NULL CHECK (state IN ('prepared', 'issued')),
    -- The facts as JSON, byte for byte as recorded before signing.
    facts BYTEA NOT NULL,
    -- The CBOR claims that the seal signs, as recorded before signing.
    claims BYTEA NOT NULL,
    -- The COSE_Sign1 bytes of the seal.
    seal BYTEA,
    -- Id of the key that signed the seal.
    credential_key TEXT,
    -- Id of the key that signed the document.
    document_key TEXT,
    -- SHA-256 of the archived document.
    document BYTEA,
    -- Number of the status list that shows this certificate's state.
    status_list BIGINT NOT NULL,
    -- Random position in that list.
    status_index BIGINT NOT NULL,
    -- Raised when the holder's private link is withdrawn: links of older generations are dead.
    link_generation BIGINT NOT NULL,
    -- When the bytes to be signed were recorded.
    prepared_at TIMESTAMPTZ NOT NULL,
    -- When the certificate came into force.
    issued_at TIMESTAMPTZ,
    -- When it was finally revoked.
    revoked_at TIMESTAMPTZ,
    -- The public reason of the revocation.
    revocation_reason TEXT,
    -- Since when it is suspended.
    suspended_at TIMESTAMPTZ,
    -- The public reason of the suspension.
    suspension_reason TEXT,
    -- When a corrected certificate replaced it.
    superseded_at TIMESTAMPTZ,
    -- The corrected certificate. Checked at the end of a copy: its row may come later.
    superseded_by UUID REFERENCES certificates (id) DEFERRABLE,
    -- The certificate that this one corrects.
    supersedes UUID REFERENCES certificates (id) DEFERRABLE,
    CHECK (state = 'prepared' OR (
        seal IS NOT NULL AND credential_key IS NOT NULL AND document_key IS NOT NULL
        AND document IS NOT NULL AND issued_at IS NOT NULL)),
    CHECK ((revoked_at IS NULL) = (revocation_reason IS NULL)),
    CHECK ((suspended_at IS NULL) = (suspension_reason IS NULL)),
    CHECK ((superseded_at IS NULL) = (superseded_by IS NULL))
);

-- Serves person_certificates: a new result is compared with the person's earlier ones.
CREATE INDEX certificates_by_person ON certificates (person);

-- Serves find_by_document: a presented file is looked up by its digest.
CREATE INDEX certificates_by_document ON certificates (document) WHERE document IS NOT NULL;

-- Serves unfinished: what an interrupted run left behind.
CREATE INDEX certificates_unfinished ON certificates (prepared_at) WHERE state = 'prepared';

-- Serves status_entries: the few certificates of a list that are out of force.
CREATE INDEX certificates_out_of_force ON certificates (status_list)
    WHERE revoked_at IS NOT NULL OR suspended_at IS NOT NULL OR superseded_at IS NOT NULL;

CREATE TABLE status_lists (
    -- Number of the list, from 1.
    list BIGINT NOT NULL PRIMARY KEY,
    -- When certificates were first given places in it.
    opened_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE status_places (
    -- Number of the list.
    list BIGINT NOT NULL REFERENCES status_lists (list),
    -- Position in the list. Given once, to a certificate or to a decoy, and never again.
    position BIGINT NOT NULL,
    -- The certificate whose state it shows; null for a decoy.
    certificate_id UUID REFERENCES certificates (id),
    -- What a decoy pretends; null for a certificate.
    decoy TEXT CHECK (decoy IN ('idle', 'suspended', 'revoked')),
    PRIMARY KEY (list, position),
    CHECK ((certificate_id IS NULL) = (decoy IS NOT NULL))
);

-- Serves decoys and status_entries: the decoys of a list.
CREATE INDEX status_decoys ON status_places (list) WHERE decoy IS NOT NULL;

CREATE TABLE published_status_lists (
    -- Number of the list.
    list BIGINT NOT NULL REFERENCES status_lists (list),
    -- What a set bit says.
    purpose TEXT NOT NULL CHECK (purpose IN ('revocation', 'suspension')),
    -- Raised by one with each publication; two publishers never overwrite each other.
    version BIGINT NOT NULL,
    -- From when the signed list may be relied on.
    valid_from TIMESTAMPTZ NOT NULL,
    -- Until when it may be relied on.
    valid_until TIMESTAMPTZ NOT NULL,
    -- The signed list, byte for byte as served.
    document BYTEA NOT NULL,
    PRIMARY KEY (list, purpose)
);

CREATE TABLE audit_events (
    -- UUID version 7 of the event.
    id UUID NOT NULL PRIMARY KEY,
    -- The certificate it is about; null for events of the whole service.
    certificate_id UUID REFERENCES certificates (id),
    -- Its place among the events of the same certificate, from 1; null for the whole service.
    step BIGINT,
    -- When it happened.
    at TIMESTAMPTZ NOT NULL,
    -- Who did it.
    operator TEXT NOT NULL,
    -- Name of the transaction that wrote it.
    act TEXT NOT NULL,
    -- The event as JSON, without names, birth dates or codes.
    event TEXT NOT NULL,
    -- Serves audit_trail: the events of a certificate in order. Rows are only ever added.
    UNIQUE (certificate_id, step),
    CHECK ((certificate_id IS NULL) = (step IS NULL))
);
