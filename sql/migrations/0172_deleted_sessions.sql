-- Title: What a deleted session is known by under another id, and which import brought a tombstone

ALTER TABLE tombstone
ADD COLUMN session jsonb,
ADD COLUMN run_id uuid;
COMMENT ON COLUMN tombstone.session IS 'Of a deleted exercise: its start_at, start_local, duration_s, device_id and device. It has other ids in other sources.';
COMMENT ON COLUMN tombstone.run_id IS 'The import that brought it; NULL: its person deleted the row here.';

-- What was deleted before stands in the history, as long as that is kept.
UPDATE tombstone SET session = (
    SELECT
        jsonb_build_object(
            'start_at', history.earlier -> 'start_at',
            'start_local', history.earlier -> 'start_local',
            'duration_s', history.earlier -> 'duration_s',
            'device_id', history.earlier -> 'device_id',
            'device', history.earlier -> 'device'
        )
    FROM history
    WHERE
        history.user_id = tombstone.user_id
        AND history.relation = 'exercise'
        AND history.key = tombstone.key
        AND history.reason = 'deleted'
    ORDER BY history.history_id DESC
    LIMIT 1
)
WHERE tombstone.relation = 'exercise';
