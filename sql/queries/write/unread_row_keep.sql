-- Title: Keep what came and could not be read
-- Parameters: user_id text; feed text; run_id uuid; now timestamptz; sent text[] (JSON); problem text[]
-- Grain: one row per thing; the same is kept once, and seen at most once a day
INSERT INTO unread_row (user_id, feed, digest, sent, problem, run_id, first_seen_at, seen_at)
SELECT
    account.user_id,
    :'feed'::text,
    sha256(convert_to(thing.sent, 'UTF8')),
    (array_agg(thing.sent::jsonb))[1],
    min(thing.problem),
    :'run_id'::uuid,
    :'now'::timestamptz,
    :'now'::timestamptz
FROM (SELECT account.user_id FROM account WHERE account.user_id = :'user_id'::text FOR KEY SHARE) AS account
CROSS JOIN unnest(:'sent'::text[], :'problem'::text[]) AS thing (sent, problem)
GROUP BY account.user_id, thing.sent
ON CONFLICT (user_id, feed, digest) DO UPDATE SET seen_at = excluded.seen_at
WHERE unread_row.seen_at < excluded.seen_at - interval '1 day';
