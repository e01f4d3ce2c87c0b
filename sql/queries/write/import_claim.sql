-- Title: Begin an import, or go on with one whose worker died
-- Parameters: run_id uuid; now timestamptz; silent_s integer: after so many seconds without a sign of life a worker is dead
-- Grain: one row, or none when another process works on it, or when it is over
UPDATE import_run SET
    state = 'running',
    phase = 'reading',
    tries = import_run.tries + 1,
    started_at = coalesce(import_run.started_at, :'now'::timestamptz),
    alive_at = :'now'::timestamptz
FROM account
WHERE
    import_run.run_id = :'run_id'::uuid
    AND account.user_id = import_run.user_id
    AND (
        import_run.state = 'queued'
        OR (
            import_run.state = 'running'
            AND import_run.alive_at NOT BETWEEN
            :'now'::timestamptz - make_interval(secs => :'silent_s'::integer)
            AND :'now'::timestamptz + make_interval(secs => :'silent_s'::integer)
        )
    )
RETURNING
    import_run.run_id,
    import_run.user_id,
    import_run.file_path,
    import_run.file_kept,
    import_run.foreign_owner_accepted,
    import_run.with_ppi,
    import_run.files_done,
    import_run.report,
    import_run.tries,
    account.time_zone,
    account.display_name;
