-- People who sign in: operators of the service and people of organisations.

CREATE TABLE accounts (
    id UUID PRIMARY KEY,
    -- What the person types.
    login TEXT NOT NULL UNIQUE,
    -- What pages call the person.
    name TEXT NOT NULL,
    -- What the person may do: roles, separated by spaces.
    roles TEXT NOT NULL,
    -- The organisation that the person acts for; its client.
    client_id UUID REFERENCES clients (id),
    -- Argon2id of the password (PHC string); null for who signs in at the identity provider.
    password TEXT,
    -- Raised to withdraw the second factor's secret, which is derived from the key folder and this
    -- number: it is kept nowhere.
    totp_generation BIGINT NOT NULL,
    -- The last time step whose code was used: no code counts twice.
    totp_step BIGINT NOT NULL,
    -- Who the person is at the identity provider (OpenID Connect `sub`).
    subject TEXT UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    -- From when on the person may not sign in.
    disabled_at TIMESTAMPTZ
);

CREATE TABLE account_sessions (
    -- SHA-256 of the secret in the browser's cookie, which is kept nowhere.
    digest BYTEA PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id),
    created_at TIMESTAMPTZ NOT NULL,
    -- The last request, to the minute.
    seen_at TIMESTAMPTZ NOT NULL,
    -- The latest end, however much it is used.
    ends_at TIMESTAMPTZ NOT NULL
);

-- Serves signing out everywhere.
CREATE INDEX account_sessions_by_account ON account_sessions (account_id);

-- Serves the deletion of sessions that have ended.
CREATE INDEX account_sessions_by_end ON account_sessions (ends_at);
