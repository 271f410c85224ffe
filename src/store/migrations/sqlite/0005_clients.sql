-- Programs that may call the service, what they show for it, and what is kept of their requests.

CREATE TABLE clients (
    id BLOB PRIMARY KEY NOT NULL,
    -- What the audit trail and token requests call it.
    name TEXT NOT NULL UNIQUE,
    -- What it may do: scopes, separated by spaces.
    scopes TEXT NOT NULL,
    -- Its own limit; without one, the configured limit holds.
    requests_per_minute INTEGER,
    created_at TEXT NOT NULL,
    -- From when on nothing it shows is accepted.
    disabled_at TEXT
) STRICT;

CREATE TABLE api_keys (
    -- The public part of the key.
    id TEXT PRIMARY KEY NOT NULL,
    client_id BLOB NOT NULL REFERENCES clients (id),
    -- SHA-256 of the secret part, which is kept nowhere.
    digest BLOB NOT NULL,
    created_at TEXT NOT NULL,
    -- Until when it is accepted, if it ends by itself.
    expires_at TEXT,
    -- From when on it is not accepted.
    revoked_at TEXT,
    -- The last day (UTC) on which it was shown: no more, so that using it costs no write.
    last_used_on TEXT
) STRICT;

-- Serves the list of a client's keys.
CREATE INDEX api_keys_by_client ON api_keys (client_id);

CREATE TABLE access_tokens (
    -- The public part of the token.
    id TEXT PRIMARY KEY NOT NULL,
    -- The key that it was given for: without the key, the token is worth nothing.
    key_id TEXT NOT NULL REFERENCES api_keys (id),
    -- SHA-256 of the secret part, which is kept nowhere.
    digest BLOB NOT NULL,
    -- What it allows: scopes, separated by spaces.
    scopes TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- Serves the deletion of tokens that have ended.
CREATE INDEX access_tokens_by_end ON access_tokens (expires_at);

CREATE TABLE idempotency_keys (
    client_id BLOB NOT NULL REFERENCES clients (id),
    -- SHA-256 of the Idempotency-Key: what clients put there may name persons.
    key BLOB NOT NULL,
    -- SHA-256 of method, address and body: the same key must come with the same request.
    fingerprint BLOB NOT NULL,
    -- Who works on it: only the claim's owner writes the answer.
    claim BLOB NOT NULL,
    -- When another may take the claim over: its owner has died.
    claimed_until TEXT NOT NULL,
    -- The answer, once there is one: status, media type, address of what was made, body. Secrets are
    -- left out of the body.
    status INTEGER,
    content_type TEXT,
    location TEXT,
    body BLOB,
    -- When all of this is forgotten.
    expires_at TEXT NOT NULL,
    PRIMARY KEY (client_id, key)
) STRICT;

-- Serves the deletion of answers that are kept no longer.
CREATE INDEX idempotency_keys_by_end ON idempotency_keys (expires_at);

CREATE TABLE request_counts (
    -- HMAC-SHA-256 of an address or a client under a secret key: no address is kept in clear.
    subject BLOB NOT NULL,
    -- Minutes since 1970 (UTC).
    minute INTEGER NOT NULL,
    -- Requests that were granted or set aside by some process.
    used INTEGER NOT NULL,
    PRIMARY KEY (subject, minute)
) STRICT;

-- Serves the deletion of past minutes.
CREATE INDEX request_counts_by_minute ON request_counts (minute);
