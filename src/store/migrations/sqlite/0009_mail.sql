-- Letters that wait to be sent, and what prescribers are shown.

CREATE TABLE mail (
    -- Ids grow with time; also the Message-ID, the same in each attempt.
    id BLOB NOT NULL PRIMARY KEY,
    -- Which letter, by the name that the program gives it.
    kind TEXT NOT NULL,
    -- To whom; null once the letter is sent or dropped.
    recipient TEXT,
    -- What it is about, as JSON; null once the letter is sent or dropped.
    content BLOB,
    -- waiting; sent; refused: by the mail server, for good; dropped: there was nothing to say.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused', 'dropped')),
    -- Reply code of the mail server that refused it.
    refusal INTEGER,
    -- When it was written.
    written_at TEXT NOT NULL,
    -- When it was sent, refused or dropped; null while it waits.
    ended_at TEXT,
    CHECK ((state IN ('waiting', 'refused')) = (recipient IS NOT NULL)),
    CHECK ((state IN ('waiting', 'refused')) = (content IS NOT NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;

-- Refused letters that are old enough to be forgotten.
CREATE INDEX mail_by_end ON mail (ended_at) WHERE state = 'refused';

CREATE TABLE results_links (
    -- Drawn by whoever makes the link.
    id BLOB NOT NULL PRIMARY KEY,
    -- The session of the exam.
    session TEXT NOT NULL,
    -- The prescriber's address in small letters.
    recipient TEXT NOT NULL,
    -- The letter that will tell the prescriber; null when none waits.
    mail BLOB,
    -- When the last result was added.
    changed_at TEXT NOT NULL,
    -- Until when the link opens; null until it was sent.
    expires_at TEXT,
    UNIQUE (session, recipient)
) STRICT;

CREATE TABLE results_link_certificates (
    -- The link.
    link_id BLOB NOT NULL REFERENCES results_links (id),
    -- A certificate of one of the prescriber's candidates.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    PRIMARY KEY (link_id, certificate_id)
) STRICT;
