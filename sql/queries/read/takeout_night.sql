-- Title: All that is known of a night, as one document
-- Parameters: user_id text; date date: of waking up
-- Grain: one row
SELECT takeout_night(:'user_id'::text, :'date'::date) AS whole;
