-- Title: Forget naps that became a part of a night
-- Parameters: user_id text; run_id uuid (NULL: none); dates date[], starts timestamp[] (of the naps, of one length); first, last date (of these)
-- Grain: one row of the history per nap that went
WITH gone AS (
    DELETE FROM nap AS old
    USING unnest(:'dates'::date[], :'starts'::timestamp[]) AS outgrown (date, sleep_start_local)
    WHERE
        old.user_id = :'user_id'::text
        AND old.date >= :'first'::date
        AND old.date <= :'last'::date
        AND old.date = outgrown.date
        AND old.sleep_start_local = outgrown.sleep_start_local
    RETURNING old.*
)

INSERT INTO history (user_id, relation, key, earlier, reason, run_id)
SELECT
    gone.user_id,
    'nap' AS relation,
    jsonb_build_object('date', gone.date, 'sleep_start_local', gone.sleep_start_local) AS key,
    to_jsonb(gone) - 'user_id' AS earlier,
    'changed' AS reason,
    :'run_id'::uuid AS run_id
FROM gone;
