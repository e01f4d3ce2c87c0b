-- Title: Polar's webhook, and what its notices tell

CREATE TABLE polar_webhook (
    one boolean PRIMARY KEY DEFAULT TRUE CHECK (one),
    webhook_id text,
    url text NOT NULL,
    events text[] NOT NULL DEFAULT '{}',
    secret_encrypted bytea,
    active boolean,
    created_at timestamptz NOT NULL,
    checked_at timestamptz,
    reactivated_at timestamptz,
    error text
);
COMMENT ON TABLE polar_webhook IS 'One row: the webhook that Ursa made at Polar; there is one per application.';
COMMENT ON COLUMN polar_webhook.one IS 'There is one.';
COMMENT ON COLUMN polar_webhook.webhook_id IS 'Polar''s id of it; NULL while it is being made.';
COMMENT ON COLUMN polar_webhook.url IS 'Where Polar sends its notices.';
COMMENT ON COLUMN polar_webhook.events IS 'What they tell of.';
COMMENT ON COLUMN polar_webhook.secret_encrypted IS 'The secret that signs them, Fernet-encrypted with ENCRYPTION_KEY; NULL while it is being made.';
COMMENT ON COLUMN polar_webhook.active IS 'Whether Polar sends notices, as it last said.';
COMMENT ON COLUMN polar_webhook.created_at IS 'When Ursa began to make it.';
COMMENT ON COLUMN polar_webhook.checked_at IS 'When Polar was last asked about it.';
COMMENT ON COLUMN polar_webhook.reactivated_at IS 'When Ursa last switched it on again, after Polar had switched it off.';
COMMENT ON COLUMN polar_webhook.error IS 'What went wrong at the last look, in words; NULL: nothing.';

CREATE TABLE polar_notice (
    digest bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    event text NOT NULL,
    first_day date,
    told_at timestamptz,
    arrived_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    settled_at timestamptz
);
COMMENT ON TABLE polar_notice IS 'One row per notice of Polar''s webhook, kept for nine days: the same notice again does nothing.';
COMMENT ON COLUMN polar_notice.digest IS 'SHA-256 of its body.';
COMMENT ON COLUMN polar_notice.user_id IS 'The person.';
COMMENT ON COLUMN polar_notice.event IS 'What is new: SLEEP, EXERCISE, …';
COMMENT ON COLUMN polar_notice.first_day IS 'First of the days that it tells of; NULL where it names none.';
COMMENT ON COLUMN polar_notice.told_at IS 'When it happened, as Polar says.';
COMMENT ON COLUMN polar_notice.arrived_at IS 'When it arrived.';
COMMENT ON COLUMN polar_notice.due_at IS 'When it is acted on next, unless settled.';
COMMENT ON COLUMN polar_notice.tries IS 'Runs that were queued for it.';
COMMENT ON COLUMN polar_notice.settled_at IS 'When a sync had brought what it tells of, or gave up; NULL: it waits.';

CREATE INDEX polar_notice_waiting ON polar_notice (user_id, due_at) WHERE settled_at IS NULL;
CREATE INDEX polar_notice_arrived_at ON polar_notice (arrived_at);
