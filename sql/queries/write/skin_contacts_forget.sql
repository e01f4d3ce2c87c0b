-- Title: Forget the changes of skin contact in stretches that came without any
-- Parameters: user_id text; device_id text[], first_at timestamptz[], last_at timestamptz[] (of the stretches, of one length; NULL: its end
-- is not known, and nothing goes); sent_device_id text[], sent_changed_at timestamptz[] (changes that came, of one length)
-- Grain: one row: how many went, and no days
WITH gone AS (
    DELETE FROM skin_contact_change AS old
    USING unnest(:'device_id'::text[], :'first_at'::timestamptz[], :'last_at'::timestamptz[]) AS stretch (device_id, first_at, last_at)
    WHERE
        old.user_id = :'user_id'::text
        AND old.source = 'accesslink'
        AND old.device_id = stretch.device_id
        AND old.changed_at >= stretch.first_at
        AND old.changed_at <= stretch.last_at
        AND NOT EXISTS (
            SELECT FROM unnest(:'sent_device_id'::text[], :'sent_changed_at'::timestamptz[]) AS sent (device_id, changed_at)
            WHERE sent.device_id = old.device_id AND sent.changed_at = old.changed_at
        )
    RETURNING old.changed_at
)

SELECT
    count(*) AS gone,
    NULL::date AS first_day,
    NULL::date AS last_day
FROM gone;
