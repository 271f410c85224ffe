-- Work that outlives the request or the process that asked for it.

CREATE TABLE jobs (
    -- Drawn by whoever asks for the work; ids grow with time.
    id BLOB NOT NULL PRIMARY KEY,
    -- Which work, by the name that the program gives it.
    kind TEXT NOT NULL,
    -- What is needed to do it, as JSON: ids and settings, never names, birth dates or codes.
    payload BLOB NOT NULL,
    -- 0 is taken before 1, whatever is due earlier.
    priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
    -- queued: waits until run_at. leased: one worker does it. done. dead: given up.
    state TEXT NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'dead')),
    -- Not done before.
    run_at TEXT NOT NULL,
    -- Times it was begun since it was queued, or since somebody retried it.
    attempts INTEGER NOT NULL,
    -- Raised by one each time it is leased, never lowered: who has an older number lost the lease.
    lease_token INTEGER NOT NULL,
    -- Until when the lease holds; null while nobody has it.
    lease_until TEXT,
    -- The process that does it; null while nobody does.
    worker BLOB,
    -- Why it last failed, in words of the program's; null while it never did.
    last_error TEXT,
    -- Work that must not be asked for twice has a name; null for all other.
    unique_key TEXT UNIQUE,
    -- When it was done or given up.
    finished_at TEXT,
    CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
    CHECK ((state = 'leased') = (worker IS NOT NULL)),
    CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL))
) STRICT;

-- The next one to do, and how many wait.
CREATE INDEX jobs_by_turn ON jobs (state, priority, run_at, id);

-- Leases that ran out.
CREATE INDEX jobs_by_lease ON jobs (lease_until) WHERE state = 'leased';

-- What was done long ago.
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE state = 'done';
