-- What holders attach to their requests for a correction.

CREATE TABLE correction_files (
    -- The request; it has one file at most.
    correction_id BLOB NOT NULL PRIMARY KEY REFERENCES corrections (id),
    -- What it is, by its content.
    kind TEXT NOT NULL CHECK (kind IN ('pdf', 'png', 'jpeg')),
    -- Its bytes.
    bytes BLOB NOT NULL,
    -- How many those are.
    size INTEGER NOT NULL
) STRICT;
