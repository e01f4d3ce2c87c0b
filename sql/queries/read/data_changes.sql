-- Title: Whose data, findings or syncs changed lately
-- Parameters: seconds integer: how long ago at most
-- Grain: one row per person and part: the newest names of their data and findings, and how far a sync has come
-- A transaction may become visible a while after it took its time, so who polls looks further back than to the last poll.
SELECT
    data_version.user_id,
    data_version.part,
    data_version.version::text AS version
FROM data_version
WHERE data_version.changed_at > clock_timestamp() - make_interval(secs => :'seconds'::integer)
UNION ALL
SELECT
    sync_run.user_id,
    'sync' AS part,
    concat_ws(' ', sync_run.run_id, sync_run.state, (
        SELECT count(*) FROM sync_feed
        WHERE sync_feed.run_id = sync_run.run_id
    )) AS version
FROM sync_run
WHERE sync_run.state IN ('queued', 'running');
