-- What partners search by, what they asked about, and whom to tell when it changes.

CREATE TABLE search_entries (
    -- The certificate that is found.
    certificate_id BLOB NOT NULL PRIMARY KEY REFERENCES certificates (id),
    -- National number of the holder's school (UAI); null if the result gave none.
    organization_uai TEXT,
    -- HMAC-SHA-256 of the holder's national student number under a secret of the key folder.
    ine BLOB,
    -- HMAC-SHA-256 of this row and the certificate's code: a row that somebody else wrote finds nothing.
    proof BLOB NOT NULL
) STRICT;

-- Serves the search by national student number.
CREATE INDEX search_entries_by_ine ON search_entries (ine) WHERE ine IS NOT NULL;

CREATE TABLE certificate_interests (
    -- The certificate that was asked about.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    -- The client that asked.
    client_id BLOB NOT NULL REFERENCES clients (id),
    -- Until when it is told of changes.
    until TEXT NOT NULL,
    PRIMARY KEY (certificate_id, client_id)
) STRICT;

-- Serves the deletion of what has ended.
CREATE INDEX certificate_interests_by_end ON certificate_interests (until);

CREATE TABLE webhooks (
    -- UUID version 7.
    id BLOB NOT NULL PRIMARY KEY,
    -- The client that is told.
    client_id BLOB NOT NULL REFERENCES clients (id),
    -- Where messages are sent.
    url TEXT NOT NULL,
    -- Raised with each new signing key.
    generation INTEGER NOT NULL,
    -- Until when the key before it signs too; null if there was none.
    earlier_key_until TEXT,
    -- When it was made.
    created_at TEXT NOT NULL,
    -- Since when no message has arrived; null while they do.
    failing_since TEXT,
    -- Since when nothing is sent any more; null while it is in use.
    disabled_at TEXT,
    -- Why: the receiver said so, or was not reached for days.
    disabled_why TEXT CHECK (disabled_why IN ('gone', 'failing')),
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL))
) STRICT;

-- Serves the list of a client's webhooks, and whom to tell.
CREATE INDEX webhooks_by_client ON webhooks (client_id);

CREATE TABLE webhook_deliveries (
    -- UUID version 7: the message's id at every attempt.
    id BLOB NOT NULL PRIMARY KEY,
    -- Who is told.
    webhook_id BLOB NOT NULL REFERENCES webhooks (id),
    -- The job that found whom to tell, or a drawn id for a trial: nobody is told twice by one.
    announcement BLOB NOT NULL,
    -- What is told.
    event TEXT NOT NULL CHECK (event IN (
        'certificate.revoked', 'certificate.suspended', 'certificate.reinstated',
        'certificate.superseded', 'webhook.ping')),
    -- The certificate it is about; null for a trial.
    certificate_id BLOB REFERENCES certificates (id),
    -- When it happened.
    at TEXT NOT NULL,
    -- How far it went.
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
    -- Attempts made.
    attempts INTEGER NOT NULL,
    -- How the last attempt went, in a word; null before the first.
    outcome TEXT,
    -- When the last attempt was made.
    attempted_at TEXT,
    -- When the next attempt is due; null when there is none.
    next_at TEXT,
    UNIQUE (webhook_id, announcement),
    CHECK ((state = 'pending') = (next_at IS NOT NULL))
) STRICT;

-- Serves the list of a webhook's deliveries, the newest first.
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);

-- Serves the deletion of what was told long ago.
CREATE INDEX webhook_deliveries_by_time ON webhook_deliveries (at);
