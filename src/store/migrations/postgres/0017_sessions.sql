-- Sessions and centres that are changed after they were made, and lists that wait for a look.

-- Grows with every change: who changes says which one he saw.
ALTER TABLE centres ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- When it was changed last; null before the first change.
ALTER TABLE centres ADD COLUMN changed_at TIMESTAMPTZ;
-- By whom.
ALTER TABLE centres ADD COLUMN changed_by TEXT;

-- Grows with every change of the session or its candidates.
ALTER TABLE exam_sessions ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- When it was changed last; null before the first change.
ALTER TABLE exam_sessions ADD COLUMN changed_at TIMESTAMPTZ;
-- By whom.
ALTER TABLE exam_sessions ADD COLUMN changed_by TEXT;
-- When its candidates were stored or changed last: from then on they are kept so long.
ALTER TABLE exam_sessions ADD COLUMN candidates_at TIMESTAMPTZ;
-- Since when it is not to take place; null unless cancelled.
ALTER TABLE exam_sessions ADD COLUMN cancelled_at TIMESTAMPTZ;

UPDATE exam_sessions SET candidates_at = imported_at;

CREATE TABLE session_drafts (
    -- Ids grow with time.
    id UUID NOT NULL PRIMARY KEY,
    -- The session whose candidates it is to replace.
    session_id UUID NOT NULL REFERENCES exam_sessions (id),
    -- SHA-256 of the file.
    file BYTEA NOT NULL,
    -- The candidates of the list, as JSON: personal data, deleted after hours.
    content BYTEA NOT NULL,
    -- When it was read.
    made_at TIMESTAMPTZ NOT NULL
);

-- Drafts of a session, deleted when one of them is applied; those that are too old.
CREATE INDEX session_drafts_by_session ON session_drafts (session_id);
CREATE INDEX session_drafts_by_age ON session_drafts (made_at);
