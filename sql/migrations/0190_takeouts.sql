-- Title: Exports of everything about one person, made by workers

CREATE TABLE takeout_run (
    run_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    origin text NOT NULL,
    state text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'success', 'failed', 'gone')),
    phase text NOT NULL DEFAULT 'waiting',
    told_rows bigint NOT NULL DEFAULT 0,
    documents integer NOT NULL DEFAULT 0,
    file_bytes bigint,
    tries integer NOT NULL DEFAULT 0,
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    alive_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    expires_at timestamptz,
    error_code text,
    error text
);
COMMENT ON TABLE takeout_run IS 'One row per export of everything about one person.';
-- Two exports of one person never overlap, across all processes: the second insert fails.
CREATE UNIQUE INDEX takeout_run_one_at_a_time ON takeout_run (user_id) WHERE state IN ('queued', 'running');
CREATE INDEX takeout_run_user_id_queued_at ON takeout_run (user_id, queued_at DESC, run_id);
COMMENT ON COLUMN takeout_run.tries IS 'How often a worker began with it.';
COMMENT ON COLUMN takeout_run.alive_at IS 'Last sign of life; an old one means that its worker died, and another one begins anew.';
