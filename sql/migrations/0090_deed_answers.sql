-- Title: What deeds were answered that somebody named, so that each is done once

CREATE TABLE deed_answer (
    actor text NOT NULL,
    deed_name text NOT NULL,
    user_id text REFERENCES account (user_id) ON DELETE CASCADE,
    request_sha256 bytea NOT NULL,
    begun_at timestamptz NOT NULL,
    done_at timestamptz,
    answer_sealed bytea,
    PRIMARY KEY (actor, deed_name)
);
CREATE INDEX deed_answer_user_id ON deed_answer (user_id);
COMMENT ON TABLE deed_answer IS 'One row per deed that somebody named by Idempotency-Key in the last 24 hours.';
COMMENT ON COLUMN deed_answer.actor IS 'Whose deed it is: a key id, master or open.';
COMMENT ON COLUMN deed_answer.deed_name IS 'The name that they gave it.';
COMMENT ON COLUMN deed_answer.user_id IS 'Whom it is about; NULL: nobody who was known, or anybody.';
COMMENT ON COLUMN deed_answer.request_sha256 IS 'What was asked for, as a digest.';
COMMENT ON COLUMN deed_answer.begun_at IS 'When it was begun.';
COMMENT ON COLUMN deed_answer.done_at IS 'When it was done; NULL: it is under way, or who did it ended in the middle.';
COMMENT ON COLUMN deed_answer.answer_sealed IS 'Status, headers and body of the answer, encrypted, since it may be a key''s secret; NULL: under way, or too large.';
