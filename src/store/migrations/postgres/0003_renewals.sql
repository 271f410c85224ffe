-- Renewed copies of archived documents: the same document with later evidence and time stamps
-- appended. The document of a certificate stays the one that was issued.

CREATE TABLE document_renewals (
    -- The certificate whose document was renewed.
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    -- Its place among the renewals of the same certificate, from 1.
    number BIGINT NOT NULL,
    -- SHA-256 of the renewed copy in the archive.
    document BYTEA NOT NULL,
    -- When the authority stamped it.
    stamped_at TIMESTAMPTZ NOT NULL,
    -- Until when the authority's certificate is valid: it must be renewed again before.
    valid_until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (certificate_id, number)
);
