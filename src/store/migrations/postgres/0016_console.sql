-- What operators found about reports, links that open an account for the first time or anew, and which
-- certificate a letter was about.

-- What a look-up of the code answered when the report came; null without a code.
ALTER TABLE document_reports ADD COLUMN verdict TEXT;
-- What became of the report, by the name that the program gives it; null while nobody dealt with it.
ALTER TABLE document_reports ADD COLUMN outcome TEXT;
-- What the operator noted, for colleagues.
ALTER TABLE document_reports ADD COLUMN note TEXT;

CREATE TABLE account_invitations (
    -- Whose account; one link at a time opens it.
    account_id UUID PRIMARY KEY REFERENCES accounts (id),
    -- What the link's token is made of, with a key of the key folder: the register alone opens nothing.
    id UUID NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    -- Until when the link opens.
    expires_at TIMESTAMPTZ NOT NULL
);

-- Serves the deletion of links that have ended.
CREATE INDEX account_invitations_by_end ON account_invitations (expires_at);

-- The certificate that the letter is about, if it is one; kept when the letter is forgotten.
ALTER TABLE mail ADD COLUMN certificate_id UUID REFERENCES certificates (id);

-- Serves how many letters of a batch are sent.
CREATE INDEX mail_by_certificate ON mail (certificate_id) WHERE certificate_id IS NOT NULL;

-- Serves the list of everybody who did something, and what they did.
CREATE INDEX audit_events_by_operator ON audit_events (operator, id);
