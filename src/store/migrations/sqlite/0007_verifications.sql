-- Files of codes that are verified in bulk: the asker's file until it is answered, the answers until
-- they expire.

CREATE TABLE verification_batches (
    -- UUID version 7.
    id BLOB NOT NULL PRIMARY KEY,
    -- Id of the client that asked: nobody else sees it.
    client BLOB NOT NULL,
    -- How far it is. What is being received is no batch yet.
    state TEXT NOT NULL CHECK (state IN ('receiving', 'waiting', 'running', 'done', 'failed')),
    -- What was asked about the file: columns, requirement, language, form of the answers; JSON.
    question TEXT NOT NULL,
    -- How the file was understood, with its columns; JSON.
    understood TEXT,
    -- How many rows had which outcome, so far or in the end; JSON.
    summary TEXT,
    -- Why it failed, in the asker's language; JSON.
    fault TEXT,
    -- The run whose answers count.
    run BLOB,
    -- When it was begun to be received.
    created_at TEXT NOT NULL,
    -- When it was done or failed.
    finished_at TEXT,
    -- When it is deleted.
    expires_at TEXT NOT NULL,
    CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'done' OR (run IS NOT NULL AND summary IS NOT NULL))
) STRICT;

-- Serves prune_verification_batches: what expired.
CREATE INDEX verification_batches_by_end ON verification_batches (expires_at);

CREATE TABLE verification_parts (
    -- The batch.
    batch_id BLOB NOT NULL REFERENCES verification_batches (id),
    -- The run that wrote it; all zero for the asker's file.
    run BLOB NOT NULL,
    -- Its place among the parts, from 0.
    number INTEGER NOT NULL,
    -- The bytes.
    bytes BLOB NOT NULL,
    PRIMARY KEY (batch_id, run, number)
) STRICT;
