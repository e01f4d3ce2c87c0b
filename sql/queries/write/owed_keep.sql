-- Title: Remember what did not come
-- Parameters: user_id text; feed text; now timestamptz; one array per column, all of one length
-- Grain: one row per item; tries NULL: one more than before; 0: it was not asked for, and what is known of it stays
INSERT INTO sync_owed (
    user_id, feed, item, first_day, last_day, tries, error, owed_since, asked_at, given_up_at
)
SELECT
    account.user_id,
    :'feed'::text,
    sent.item,
    sent.first_day,
    sent.last_day,
    coalesce(sent.tries, 1),
    sent.error,
    :'now'::timestamptz,
    :'now'::timestamptz,
    CASE WHEN sent.given_up THEN :'now'::timestamptz END
FROM account
CROSS JOIN unnest(
    :'item'::text[],
    :'first_day'::date[],
    :'last_day'::date[],
    :'tries'::integer[],
    :'given_up'::boolean[],
    :'error'::text[]
) AS sent (item, first_day, last_day, tries, given_up, error)
WHERE account.user_id = :'user_id'::text
FOR KEY SHARE OF account
ON CONFLICT (user_id, feed, item) DO UPDATE SET
    tries = CASE WHEN excluded.first_day IS NULL THEN sync_owed.tries + 1 ELSE excluded.tries END,
    error = excluded.error,
    asked_at = excluded.asked_at,
    given_up_at = excluded.given_up_at
WHERE excluded.tries > 0;
