-- Title: Imports of the archive that Polar hands out, and what each changed

CREATE TABLE import_run (
    run_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    import_number bigint GENERATED ALWAYS AS IDENTITY,
    user_id text NOT NULL REFERENCES account (user_id) ON DELETE CASCADE,
    origin text NOT NULL,
    state text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'success', 'failed', 'undone')),
    file_path text,
    file_kept boolean NOT NULL DEFAULT FALSE,
    file_bytes bigint NOT NULL,
    foreign_owner_accepted boolean NOT NULL DEFAULT FALSE,
    with_ppi boolean NOT NULL DEFAULT FALSE,
    phase text NOT NULL DEFAULT 'waiting',
    files_total integer NOT NULL DEFAULT 0,
    files_done integer NOT NULL DEFAULT 0,
    rows_written bigint NOT NULL DEFAULT 0,
    report jsonb NOT NULL DEFAULT '{}',
    tries integer NOT NULL DEFAULT 0,
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    alive_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    error_code text,
    error text
);
COMMENT ON TABLE import_run IS 'One row per import of an archive of one person.';
-- Two imports of one person never overlap, across all processes: the second insert fails.
CREATE UNIQUE INDEX import_run_one_at_a_time ON import_run (user_id) WHERE state IN ('queued', 'running');
CREATE INDEX import_run_user_id_queued_at ON import_run (user_id, queued_at DESC, run_id);
COMMENT ON COLUMN import_run.import_number IS 'A later import has a higher number.';
COMMENT ON COLUMN import_run.file_path IS 'Where the archive lies until the import has ended; NULL: nowhere any more.';
COMMENT ON COLUMN import_run.file_kept IS 'Whether the file is its owner''s and stays where it is.';
COMMENT ON COLUMN import_run.foreign_owner_accepted IS 'Whether the owner of this Ursa insists, should the archive be another person''s.';
COMMENT ON COLUMN import_run.with_ppi IS 'Whether pulse intervals themselves are kept, too.';
COMMENT ON COLUMN import_run.tries IS 'How often a worker began with it.';
COMMENT ON COLUMN import_run.alive_at IS 'Last sign of life; an old one means that its worker died, and another one goes on.';

CREATE TABLE import_change (
    user_id text NOT NULL,
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id uuid NOT NULL REFERENCES import_run (run_id) ON DELETE CASCADE,
    relation text NOT NULL,
    key jsonb NOT NULL,
    earlier jsonb,
    brought jsonb NOT NULL,
    PRIMARY KEY (user_id, change_id)
);
COMMENT ON TABLE import_change IS 'One row per row that an import made or enriched: what undoing it needs.';
COMMENT ON COLUMN import_change.user_id IS 'The person.';
COMMENT ON COLUMN import_change.change_id IS 'Number of the change; a later one has a higher number.';
COMMENT ON COLUMN import_change.run_id IS 'The import.';
COMMENT ON COLUMN import_change.relation IS 'Relation that the row is in.';
COMMENT ON COLUMN import_change.key IS 'The row''s key without the person.';
COMMENT ON COLUMN import_change.earlier IS 'The row as it was before; NULL: it was not there.';
COMMENT ON COLUMN import_change.brought IS 'Values that the import set, by column.';
CREATE INDEX import_change_run_id ON import_change (run_id);

CREATE TABLE archive_owner (
    user_id text PRIMARY KEY REFERENCES account (user_id) ON DELETE CASCADE,
    flow_id text,
    username_sha256 bytea,
    newest_day date
);
COMMENT ON TABLE archive_owner IS 'One row per person whose archive was imported: whose archives are theirs.';
COMMENT ON COLUMN archive_owner.user_id IS 'The person.';
COMMENT ON COLUMN archive_owner.flow_id IS 'Polar Flow''s number of the person, as file names have it.';
COMMENT ON COLUMN archive_owner.username_sha256 IS 'Digest of the name with which they sign in at Polar; the name itself is not kept.';
COMMENT ON COLUMN archive_owner.newest_day IS 'The newest day that any of their archives names: an older archive rolls nothing back.';
