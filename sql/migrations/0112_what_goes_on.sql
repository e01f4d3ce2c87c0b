-- Title: When somebody's data changed, runs of everybody in order, and what is left of Polar's budget

ALTER TABLE data_version ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX data_version_changed_at ON data_version (changed_at);
COMMENT ON COLUMN data_version.changed_at IS 'When it got this name, by the clock of the database.';

CREATE INDEX sync_run_queued_at ON sync_run (queued_at DESC, run_id DESC);
CREATE INDEX audit_log_user_id ON audit_log (user_id, audit_id DESC);

CREATE TABLE polar_budget (
    span text PRIMARY KEY,
    used integer NOT NULL,
    allowed integer NOT NULL,
    resets_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
COMMENT ON TABLE polar_budget IS 'One row per window of Polar''s request budget, as its last answer told it to whichever process asked.';
COMMENT ON COLUMN polar_budget.span IS 'The window: 15 minutes, 24 hours.';
COMMENT ON COLUMN polar_budget.used IS 'Requests that the application has made in it.';
COMMENT ON COLUMN polar_budget.allowed IS 'Requests that Polar allows in it.';
COMMENT ON COLUMN polar_budget.resets_at IS 'When it begins anew.';
COMMENT ON COLUMN polar_budget.seen_at IS 'When Polar said so.';
