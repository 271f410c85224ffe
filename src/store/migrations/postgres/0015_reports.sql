-- What the public reports about suspicious documents, for operators.

CREATE TABLE document_reports (
    -- UUIDv7: reports stand in the order of their coming.
    id UUID NOT NULL PRIMARY KEY,
    -- When it came.
    at TIMESTAMPTZ NOT NULL,
    -- What is suspicious, in the reporter's words.
    what TEXT NOT NULL,
    -- Where the document came from, in the reporter's words.
    origin TEXT NOT NULL,
    -- How to reach the reporter, if they said; erased by pruning, long before the report.
    contact TEXT,
    -- The code on the document as it was typed, if it was; erased with the contact.
    code TEXT,
    -- When an operator dealt with it.
    handled_at TIMESTAMPTZ,
    -- Who did.
    handled_by TEXT
);

-- Serves pruning and the daily count.
CREATE INDEX document_reports_by_time ON document_reports (at);
