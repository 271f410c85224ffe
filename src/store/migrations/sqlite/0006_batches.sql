-- Files of results that were uploaded: what becomes of each row, and how far issuing went.

CREATE TABLE batches (
    -- UUID version 7: batches are listed by age.
    id BLOB NOT NULL PRIMARY KEY,
    -- draft: judged, nothing issued. running: rows are issued. done: no row is left to issue.
    -- cancelled: no further row is issued.
    state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'done', 'cancelled')),
    -- Rows of the file, read or not.
    row_count INTEGER NOT NULL,
    -- Framework that the results were judged by.
    framework TEXT NOT NULL,
    -- Language of the documents unless a row asks for one.
    language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
    -- Civil date of delivery; null until the start if the upload names none.
    delivery_date TEXT,
    -- SHA-256 of the uploaded file.
    file_digest BLOB NOT NULL,
    -- Its name, if it has one; null once the rows are forgotten.
    file_name TEXT,
    -- How the file was understood, as JSON; null once the rows are forgotten.
    reading BLOB,
    -- When it was uploaded.
    created_at TEXT NOT NULL,
    -- Who uploaded it.
    created_by TEXT NOT NULL,
    -- When issuing began.
    started_at TEXT,
    -- Who started it.
    started_by TEXT,
    -- When it was done or cancelled.
    ended_at TEXT,
    -- When what the file held was deleted.
    forgotten_at TEXT,
    CHECK ((started_at IS NULL) = (started_by IS NULL)),
    CHECK (state <> 'running' OR (started_at IS NOT NULL AND delivery_date IS NOT NULL)),
    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL))
) STRICT;

-- Serves forget_batches: what was uploaded long ago.
CREATE INDEX batches_to_forget ON batches (created_at) WHERE forgotten_at IS NULL;

CREATE TABLE batch_rows (
    -- The batch.
    batch_id BLOB NOT NULL REFERENCES batches (id),
    -- Place in the report, from 1.
    position INTEGER NOT NULL,
    -- Line in the file, from 1; 0 when the file as a whole is meant.
    line INTEGER NOT NULL,
    -- What was decided when it was uploaded.
    ruling TEXT NOT NULL
        CHECK (ruling IN ('awarded', 'already_issued', 'withheld', 'refused', 'warning')),
    -- idle: there is nothing to issue. pending: to be issued. issued: its certificate exists.
    -- failed: it could not be issued. cancelled: the batch was cancelled before its turn.
    state TEXT NOT NULL CHECK (state IN ('idle', 'pending', 'issued', 'failed', 'cancelled')),
    -- The certificate of an issued row.
    certificate_id BLOB REFERENCES certificates (id),
    -- The result as read, as JSON; null if there is nothing to issue or it is forgotten.
    result BLOB,
    -- What is said of the row, in every language, as JSON; null once it is forgotten.
    report BLOB,
    PRIMARY KEY (batch_id, position),
    CHECK ((state = 'issued') = (certificate_id IS NOT NULL)),
    CHECK (state <> 'pending' OR result IS NOT NULL)
) STRICT;

-- Serves batch_counts and the look for rows that are still to be issued.
CREATE INDEX batch_rows_by_state ON batch_rows (batch_id, state, ruling, position);
