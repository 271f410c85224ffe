-- What partners search by, what they asked about, and whom to tell when it changes.

CREATE TABLE search_entries (
    -- The certificate that is found.
    certificate_id UUID NOT NULL PRIMARY KEY REFERENCES certificates (id),
    -- National number of the holder's school (UAI); null if the result gave none.
    organization_uai TEXT,
    -- HMAC-SHA-256 of the holder's national student number under a secret of the key folder.
    ine BYTEA,
    -- HMAC-SHA-256 of this row and the certificate's code: a row that somebody else wrote finds nothing.
    proof BYTEA NOT NULL
);

-- Serves the search by national student number.
CREATE INDEX search_entries_by_ine ON search_entries (ine) WHERE ine IS NOT NULL;

CREATE TABLE certificate_interests (
    -- The certificate that was asked about.
    certificate_id UUID NOT NULL REFERENCES certificates (id),
    -- The client that asked.
    client_id UUID NOT NULL REFERENCES clients (id),
    -- Until when it is told of changes.
    until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (certificate_id, client_id)
);

-- Serves the deletion of what has ended.
CREATE INDEX certificate_interests_by_end ON certificate_interests (until);

CREATE TABLE webhooks (
    -- UUID version 7.
    id UUID NOT NULL PRIMARY KEY,
    -- The client that is told.
    client_id UUID NOT NULL REFERENCES clients (id),
    -- Where messages are sent.
    url TEXT NOT NULL,
    -- Raised with each new signing key.
    generation BIGINT NOT NULL,
    -- Until when the key before it signs too; null if there was none.
    earlier_key_until TIMESTAMPTZ,
    -- When it was made.
    created_at TIMESTAMPTZ NOT NULL,
    -- Since when no message has arrived; null while they do.
    failing_since TIMESTAMPTZ,
    -- Since when nothing is sent any more; null while it is in use.
    disabled_at TIMESTAMPTZ,
    -- Why: the receiver said so, or was not reached for days.
    disabled_why TEXT CHECK (disabled_why IN ('gone', 'failing')),
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL))
);

-- Serves the list of a client's webhooks, and whom to tell.
CREATE INDEX webhooks_by_client ON webhooks (client_id);

CREATE TABLE webhook_deliveries (
    -- UUID version 7: the message's id at every attempt.
    id UUID NOT NULL PRIMARY KEY,
    -- Who is told.
    webhook_id UUID NOT NULL REFERENCES webhooks (id),
    -- The job that found whom to tell, or a drawn id for a trial: nobody is told twice by one.
    announcement UUID NOT NULL,
    -- What is told.
    event TEXT NOT NULL CHECK (event IN (
        'certificate.revoked', 'certificate.suspended', 'certificate.reinstated',
        'certificate.superseded', 'webhook.ping')),
    -- The certificate it is about; null for a trial.
    certificate_id UUID REFERENCES certificates (id),
    -- When it happened.
    at TIMESTAMPTZ NOT NULL,
    -- How far it went.
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    -- Attempts made.
    attempts BIGINT NOT NULL,
    -- How the last attempt went, in a word; null before the first.
    outcome TEXT,
    -- When the last attempt was made.
    attempted_at TIMESTAMPTZ,
    -- When the next attempt is due; null when there is none.
    next_at TIMESTAMPTZ,
    UNIQUE (webhook_id, announcement),
    CHECK ((state = 'pending') = (next_at IS NOT NULL))
);

-- Serves the list of a webhook's deliveries, the newest first.
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);

-- Serves the deletion of what was told long ago.
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (at);
