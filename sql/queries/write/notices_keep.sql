-- Title: Keep notices of Polar's webhook
-- Parameters: digest text[], in hex; polar_user_id bigint[]; event text[]; first_day date[]; told_at timestamptz[];
-- now timestamptz; due_at timestamptz
-- Grain: one row per notice that is new and of a connected person; whoever is being deleted at this moment is none
WITH sent AS (
    SELECT
        account.user_id,
        notice.event,
        notice.first_day,
        notice.told_at,
        decode(notice.digest, 'hex') AS digest
    FROM unnest(
        :'digest'::text[],
        :'polar_user_id'::bigint[],
        :'event'::text[],
        :'first_day'::date[],
        :'told_at'::timestamptz[]
    ) AS notice (digest, polar_user_id, event, first_day, told_at)
    INNER JOIN account ON notice.polar_user_id = account.polar_user_id
    INNER JOIN credential ON account.user_id = credential.user_id AND credential.refused_at IS NULL
    ORDER BY account.user_id, notice.digest -- As every process does: none waits for another in a circle.
    FOR KEY SHARE OF account SKIP LOCKED
),

kept AS (
    INSERT INTO polar_notice (digest, user_id, event, first_day, told_at, arrived_at, due_at)
    SELECT
        sent.digest,
        sent.user_id,
        sent.event,
        sent.first_day,
        sent.told_at,
        :'now'::timestamptz,
        :'due_at'::timestamptz
    FROM sent
    ON CONFLICT (digest) DO NOTHING
    RETURNING polar_notice.user_id
),

told AS (
    SELECT credential.user_id
    FROM credential
    WHERE
        credential.user_id IN (SELECT kept.user_id FROM kept)
        AND (
            credential.noticed_at IS NULL
            OR credential.noticed_at < :'now'::timestamptz - interval '1 minute'
            OR credential.noticed_at > :'now'::timestamptz
        )
    FOR NO KEY UPDATE SKIP LOCKED
),

noted AS (
    UPDATE credential SET noticed_at = :'now'::timestamptz
    FROM told
    WHERE credential.user_id = told.user_id
)

SELECT kept.user_id
FROM kept;
