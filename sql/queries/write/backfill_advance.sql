-- Title: How far a feed of a backfill got
-- Parameters: user_id text; feed text; reached date; rows integer; tries integer; done boolean; note text or NULL
-- Grain: one row, or none when the backfill went with its person
UPDATE backfill_feed SET
    reached = least(backfill_feed.reached, :'reached'::date),
    rows_received = backfill_feed.rows_received + :'rows'::integer,
    tries = :'tries'::integer,
    done = :'done'::boolean,
    note = :'note'::text
WHERE backfill_feed.user_id = :'user_id'::text AND backfill_feed.feed = :'feed'::text;
