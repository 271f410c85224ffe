-- What holders share of their certificates, when those were checked, and what they ask to correct.

CREATE TABLE shares (
    -- Drawn by the form that makes it: sent twice, it makes one.
    id BLOB NOT NULL PRIMARY KEY,
    -- The certificate that is shown.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    -- SHA-256 of the secret in the link, which is kept nowhere.
    digest BLOB NOT NULL UNIQUE,
    -- Generation of the holder's private link that it was made with: it ends with that.
    link_generation INTEGER NOT NULL,
    -- What for, in the holder's words.
    purpose TEXT NOT NULL,
    -- Level and score; the levels of all competences too; or only whether a least is reached.
    shows TEXT NOT NULL CHECK (shows IN ('score', 'levels', 'least_level', 'least_score')),
    -- That least: the number of a global level, or a score.
    least INTEGER,
    -- 1 if whoever opens it may ask whether a birth date is the holder's, else 0.
    asks_birth_date INTEGER NOT NULL,
    -- When it was made.
    created_at TEXT NOT NULL,
    -- From when on it does not open.
    expires_at TEXT NOT NULL,
    -- When the holder withdrew it.
    withdrawn_at TEXT,
    -- How often it was opened.
    opened INTEGER NOT NULL,
    CHECK ((shows IN ('least_level', 'least_score')) = (least IS NOT NULL))
) STRICT;

-- Serves the holder's list.
CREATE INDEX shares_by_certificate ON shares (certificate_id);

-- Serves the deletion of links that ended long ago.
CREATE INDEX shares_by_end ON shares (expires_at);

CREATE TABLE accesses (
    -- Made from what it is about, so that a check told twice is one.
    id BLOB NOT NULL PRIMARY KEY,
    -- The certificate that was checked.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    -- When.
    at TEXT NOT NULL,
    -- On the public page, by a program, in a file, or by a link of the holder.
    way TEXT NOT NULL CHECK (way IN ('page', 'program', 'file', 'share')),
    -- The client that asked, if it showed who it is.
    client_id BLOB REFERENCES clients (id),
    -- The link that was opened.
    share_id BLOB REFERENCES shares (id),
    -- What was answered, in a word.
    answer TEXT NOT NULL,
    CHECK ((way = 'share') = (share_id IS NOT NULL))
) STRICT;

-- Serves the holder's list, the newest first.
CREATE INDEX accesses_by_certificate ON accesses (certificate_id, at);

-- Serves what a client's people are told of its use.
CREATE INDEX accesses_by_client ON accesses (client_id, at) WHERE client_id IS NOT NULL;

-- Serves the deletion after a year.
CREATE INDEX accesses_by_time ON accesses (at);

CREATE TABLE corrections (
    -- UUID version 7.
    id BLOB NOT NULL PRIMARY KEY,
    -- The certificate that is said to be wrong.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    -- Which parts of it: words, separated by spaces.
    parts TEXT NOT NULL,
    -- What would be right, in the holder's words; null once it is forgotten.
    wanted TEXT,
    -- What the holder adds; null if nothing, or once it is forgotten.
    message TEXT,
    -- open; done: a corrected certificate was issued; declined.
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'declined')),
    -- When it was asked for.
    asked_at TEXT NOT NULL,
    -- When it was answered.
    answered_at TEXT,
    -- Who answered.
    answered_by TEXT,
    -- What the holder is told.
    answer TEXT,
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK ((state = 'open') = (answered_by IS NULL))
) STRICT;

-- One at a time.
CREATE UNIQUE INDEX corrections_open ON corrections (certificate_id) WHERE state = 'open';

-- Serves the holder's list.
CREATE INDEX corrections_by_certificate ON corrections (certificate_id);

-- Serves the list of a client's files, the newest first.
CREATE INDEX verification_batches_by_client ON verification_batches (client, id);
