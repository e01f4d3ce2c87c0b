-- Title: Delete a night for good: its sleep, its recovery, its skin temperature; and leave a receipt
-- Parameters: user_id text; date date (day of waking up); metrics text[] (of those rows); actor text
-- Grain: one row, the receipt, or none when nothing of that night is stored
WITH doomed AS MATERIALIZED (
    SELECT
        'sleep' AS relation,
        to_jsonb(sleep) - 'user_id' AS earlier
    FROM sleep
    WHERE sleep.user_id = :'user_id'::text AND sleep.date = :'date'::date
    UNION ALL
    SELECT
        'nightly_recharge' AS relation,
        to_jsonb(nightly_recharge) - 'user_id' AS earlier
    FROM nightly_recharge
    WHERE nightly_recharge.user_id = :'user_id'::text AND nightly_recharge.date = :'date'::date
    UNION ALL
    SELECT
        'skin_temperature' AS relation,
        to_jsonb(skin_temperature) - 'user_id' AS earlier
    FROM skin_temperature
    WHERE skin_temperature.user_id = :'user_id'::text AND skin_temperature.date = :'date'::date
),

buried AS (
    INSERT INTO tombstone (user_id, relation, key)
    SELECT
        :'user_id'::text AS user_id,
        'sleep' AS relation,
        jsonb_build_object('date', :'date'::date) AS key
    WHERE EXISTS (SELECT FROM doomed)
    ON CONFLICT (user_id, relation, key) DO NOTHING
),

earlier AS (
    INSERT INTO history (user_id, relation, key, earlier, reason)
    SELECT
        :'user_id'::text AS user_id,
        doomed.relation,
        jsonb_build_object('date', :'date'::date) AS key,
        doomed.earlier,
        'deleted' AS reason
    FROM doomed
),

nights AS (
    DELETE FROM sleep AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
    RETURNING 1
),

recharges AS (
    DELETE FROM nightly_recharge AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
    RETURNING 1
),

temperatures AS (
    DELETE FROM skin_temperature AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
    RETURNING 1
),

stages AS (
    DELETE FROM sleep_stage_sample AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
        AND old.local_time >= :'date'::date - interval '2 days'
        AND old.local_time < :'date'::date + interval '3 days'
    RETURNING 1
),

beats AS (
    DELETE FROM sleep_heart_rate_sample AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
        AND old.local_time >= :'date'::date - interval '2 days'
        AND old.local_time < :'date'::date + interval '3 days'
    RETURNING 1
),

variability AS (
    DELETE FROM hrv_sample AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
        AND old.local_time >= :'date'::date - interval '2 days'
        AND old.local_time < :'date'::date + interval '3 days'
    RETURNING 1
),

breaths AS (
    DELETE FROM breathing_sample AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
        AND old.local_time >= :'date'::date - interval '2 days'
        AND old.local_time < :'date'::date + interval '3 days'
    RETURNING 1
),

metrics AS (
    DELETE FROM metric_daily AS old
    WHERE
        old.user_id = :'user_id'::text
        AND old.date = :'date'::date
        AND old.metric = any(:'metrics'::text[])
)

INSERT INTO audit_log (actor, action, user_id, details)
SELECT
    :'actor'::text AS actor,
    'night.delete' AS action,
    :'user_id'::text AS user_id,
    jsonb_build_object(
        'date', :'date'::date,
        'rows',
        (SELECT count(*) FROM nights)
        + (SELECT count(*) FROM recharges)
        + (SELECT count(*) FROM temperatures)
        + (SELECT count(*) FROM stages)
        + (SELECT count(*) FROM beats)
        + (SELECT count(*) FROM variability)
        + (SELECT count(*) FROM breaths)
    ) AS details
WHERE EXISTS (SELECT FROM doomed)
RETURNING
    audit_log.audit_id AS receipt_id,
    audit_log.user_id,
    audit_log.happened_at AS deleted_at,
    (audit_log.details ->> 'rows')::bigint AS rows;
