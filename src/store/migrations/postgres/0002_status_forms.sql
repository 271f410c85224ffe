-- Status lists are published in six forms at once, and several lists are open for new places until
-- each is full enough.

-- Since when new certificates get no places in it; null while it is open.
ALTER TABLE status_lists ADD COLUMN closed_at TIMESTAMPTZ;

-- Until now, the four newest lists were the open ones.
UPDATE status_lists SET closed_at = opened_at
    WHERE list <= (SELECT MAX(newest.list) - 4 FROM status_lists AS newest);

CREATE TABLE status_publications (
    -- Number of the list.
    list BIGINT NOT NULL PRIMARY KEY REFERENCES status_lists (list),
    -- Raised by one with each publication; two publishers never overwrite each other.
    version BIGINT NOT NULL,
    -- From when the signed list may be relied on, in every form.
    valid_from TIMESTAMPTZ NOT NULL,
    -- Until when it may be relied on.
    valid_until TIMESTAMPTZ NOT NULL
);

CREATE TABLE status_forms (
    -- Number of the list.
    list BIGINT NOT NULL REFERENCES status_publications (list),
    -- Which form, by the name that the program gives it.
    form TEXT NOT NULL CHECK (form IN (
        'bitstring-revocation-json', 'bitstring-revocation-jwt',
        'bitstring-suspension-json', 'bitstring-suspension-jwt',
        'token-jwt', 'token-cwt')),
    -- The signed form of the published version, byte for byte as served.
    document BYTEA NOT NULL,
    PRIMARY KEY (list, form)
);

-- What was published stays known: a revocation that it tells must not be taken back.
INSERT INTO status_publications (list, version, valid_from, valid_until)
    SELECT list, MAX(version), MAX(valid_from), MIN(valid_until)
    FROM published_status_lists GROUP BY list;

INSERT INTO status_forms (list, form, document)
    SELECT list, 'bitstring-' || purpose || '-json', document FROM published_status_lists;

DROP TABLE published_status_lists;
