-- Title: Sync runs, their feeds, and the jobs of the workers

CREATE TABLE sync_run (
    run_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    origin text NOT NULL,
    state text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'success', 'partial', 'failed', 'interrupted')),
    days integer NOT NULL CHECK (days > 0),
    token_encrypted bytea,
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    alive_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    request_count integer NOT NULL DEFAULT 0,
    error_code text,
    error text
);
COMMENT ON TABLE sync_run IS 'One row per sync of one person.';
COMMENT ON COLUMN sync_run.token_encrypted IS 'Token handed in for this run alone, Fernet-encrypted; removed when the run ends.';
COMMENT ON COLUMN sync_run.alive_at IS 'Last sign of life of the run; an old one means that its worker died.';

-- Two runs of one person never overlap, across all processes: the second insert fails.
CREATE UNIQUE INDEX sync_run_one_at_a_time ON sync_run (user_id) WHERE state IN ('queued', 'running');
CREATE INDEX sync_run_user_id_queued_at ON sync_run (user_id, queued_at DESC, run_id);

CREATE TABLE sync_feed (
    run_id uuid NOT NULL REFERENCES sync_run (run_id) ON DELETE CASCADE,
    feed text NOT NULL,
    state text NOT NULL CHECK (state IN ('success', 'partial', 'failed', 'skipped')),
    rows_received integer NOT NULL DEFAULT 0,
    rows_written integer NOT NULL DEFAULT 0,
    rows_rejected integer NOT NULL DEFAULT 0,
    error_code text,
    error text,
    problems text[] NOT NULL DEFAULT '{}',
    ended_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, feed)
);
COMMENT ON TABLE sync_feed IS 'One row per feed and sync run: what it brought, or why it did not.';

CREATE TABLE job (
    job_id text PRIMARY KEY,
    actor text NOT NULL,
    arguments jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL CHECK (state IN ('due', 'running', 'done', 'failed', 'dead')),
    attempts integer NOT NULL DEFAULT 0,
    error text,
    started_at timestamptz,
    ended_at timestamptz,
    due_at timestamptz
);
COMMENT ON TABLE job IS 'One row per line of the timetable, and one per message that workers gave up on.';
COMMENT ON COLUMN job.job_id IS 'Name of the timetable line, or id of the message.';
COMMENT ON COLUMN job.actor IS 'Which piece of work.';
COMMENT ON COLUMN job.arguments IS 'Its arguments: ids, never secrets.';
COMMENT ON COLUMN job.state IS 'due, running, done, failed (will be tried again), dead (given up).';
COMMENT ON COLUMN job.attempts IS 'How often it was tried.';
COMMENT ON COLUMN job.error IS 'Last error, in one line.';
COMMENT ON COLUMN job.started_at IS 'When the last try began.';
COMMENT ON COLUMN job.ended_at IS 'When the last try ended.';
COMMENT ON COLUMN job.due_at IS 'When a timetable line is due next.';

CREATE INDEX job_state ON job (state, due_at);
