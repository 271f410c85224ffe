-- The audit trail becomes a chain in which a changed, removed or moved row is found; and signing
-- can be stopped on every machine at once.

-- The lane of the chain that the event is in; `migrate` gives rows of older registers theirs.
ALTER TABLE audit_events ADD COLUMN lane INTEGER;

-- Its place in that lane, from 1, without gaps.
ALTER TABLE audit_events ADD COLUMN number INTEGER;

-- The hash of the event before it in the lane; zeros for the first.
ALTER TABLE audit_events ADD COLUMN previous BLOB;

-- SHA-256 of the event with its place and `previous`.
ALTER TABLE audit_events ADD COLUMN hash BLOB;

-- Serves audit_links: a lane in order. Nobody takes a place twice.
CREATE UNIQUE INDEX audit_events_by_lane ON audit_events (lane, number);

CREATE TABLE audit_heads (
    -- The lane; 0 is for events of the whole service.
    lane INTEGER NOT NULL PRIMARY KEY,
    -- Place of the last event in it. The row is locked by whoever writes the next one.
    number INTEGER NOT NULL,
    -- The hash of that event.
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE signing_freeze (
    -- Always 1: there is one brake. No row: signing goes on.
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Since when nothing is signed.
    since TEXT NOT NULL,
    -- Who stopped it.
    operator TEXT NOT NULL,
    -- Why, in the operator's words.
    reason TEXT NOT NULL
) STRICT;
