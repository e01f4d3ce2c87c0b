-- Title: Enter the timetable's lines
-- Parameters: actor text[]; first_at timestamptz[], when a new line is due;
-- latest_at timestamptz[], how far off a line that is there may be
-- Grain: one row per line that is new or was too far off
INSERT INTO job (job_id, actor, state, due_at)
SELECT
    line.actor,
    line.actor,
    'due',
    line.first_at
FROM unnest(
    :'actor'::text[], :'first_at'::timestamptz[], :'latest_at'::timestamptz[]
) AS line (actor, first_at, latest_at)
ON CONFLICT (job_id) DO UPDATE SET
    due_at = excluded.due_at
WHERE job.due_at > (
    SELECT max(line.latest_at)
    FROM unnest(
        :'actor'::text[], :'latest_at'::timestamptz[]
    ) AS line (actor, latest_at)
    WHERE line.actor = excluded.job_id
);
