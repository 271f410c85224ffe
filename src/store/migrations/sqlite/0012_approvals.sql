-- What a second person says of a batch, and what operators note about their acts.

-- Who sent a draft back to its uploader; null unless somebody did. The batch is then cancelled.
ALTER TABLE batches ADD COLUMN refused_by TEXT;
-- Why, in that person's words; null unless refused, and once the rows are forgotten.
ALTER TABLE batches ADD COLUMN refusal_reason TEXT;

CREATE TABLE act_notes (
    -- The certificate that the act was done to.
    certificate_id BLOB NOT NULL REFERENCES certificates (id),
    -- The act's step in the certificate's audit trail.
    step INTEGER NOT NULL,
    -- What the operator noted, for colleagues only. Beside the trail, whose events never change.
    note TEXT NOT NULL,
    PRIMARY KEY (certificate_id, step)
) STRICT;

-- Serves row_of_certificate: what the file said of a certificate's holder, while it is kept.
CREATE INDEX batch_rows_by_certificate ON batch_rows (certificate_id)
    WHERE certificate_id IS NOT NULL;
