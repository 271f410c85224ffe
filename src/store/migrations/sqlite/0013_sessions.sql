-- Centres, the exam sessions they hold, and the candidates of each.

CREATE TABLE centres (
    -- Ids grow with time.
    id BLOB NOT NULL PRIMARY KEY,
    -- Its name as printed.
    name TEXT NOT NULL,
    -- The name without case and accents: no two centres are called the same.
    name_key TEXT NOT NULL UNIQUE,
    -- school: nobody pays there; other.
    kind TEXT NOT NULL CHECK (kind IN ('school', 'other')),
    -- Where it is, as printed; lines end with a newline.
    address TEXT,
    -- When it was added.
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE exam_sessions (
    -- Ids grow with time.
    id BLOB NOT NULL PRIMARY KEY,
    -- Its number, as the results will carry it.
    number TEXT NOT NULL,
    -- What the keys of its results begin with: no two sessions have the same.
    scope TEXT NOT NULL UNIQUE,
    -- The centre that holds it.
    centre_id BLOB NOT NULL REFERENCES centres (id),
    -- What is examined: id of a framework.
    framework TEXT NOT NULL,
    -- Where, when that is not the centre's address.
    site TEXT,
    -- Civil date at the centre.
    exam_date TEXT NOT NULL,
    -- Local time of the beginning, HH:MM.
    starts_at TEXT NOT NULL,
    -- How long it takes without extra time; null if that is not known.
    minutes INTEGER,
    -- Its rooms with their invigilators and places, as JSON.
    rooms TEXT NOT NULL,
    -- What else the centre wrote down.
    notes TEXT,
    -- How many candidates its list has.
    candidate_count INTEGER NOT NULL,
    -- SHA-256 of the file that the list was read from; null before the first.
    list_digest BLOB,
    -- When the list was imported.
    imported_at TEXT,
    -- When the candidates were deleted, so long after the exam.
    forgotten_at TEXT,
    -- When it was made.
    created_at TEXT NOT NULL,
    -- By whom.
    created_by TEXT NOT NULL,
    CHECK ((list_digest IS NULL) = (imported_at IS NULL))
) STRICT;

-- Sessions in the order of their exams; those whose candidates are old enough to be forgotten.
CREATE INDEX exam_sessions_by_date ON exam_sessions (exam_date, id);
CREATE INDEX exam_sessions_by_centre ON exam_sessions (centre_id);

CREATE TABLE session_candidates (
    -- The session.
    session_id BLOB NOT NULL REFERENCES exam_sessions (id),
    -- Place in the list, from 1.
    position INTEGER NOT NULL,
    -- What the list says of the candidate, as JSON: personal data.
    content BLOB NOT NULL,
    PRIMARY KEY (session_id, position)
) STRICT;

-- The certificates of a session: their result keys begin with its scope.
CREATE INDEX certificates_by_result_scope ON certificates (result_key COLLATE NOCASE);
