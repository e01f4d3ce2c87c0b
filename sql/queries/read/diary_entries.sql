-- Title: Notes and feelings of days
-- Parameters: user_ids text[]; first, last date, both included
-- Grain: one row per person and entry, the newest first
SELECT
    diary_entry.user_id,
    diary_entry.noted_local,
    diary_entry.kind,
    diary_entry.text
FROM diary_entry
WHERE
    diary_entry.user_id = any(:'user_ids'::text[])
    AND diary_entry.noted_local >= :'first'::date AND diary_entry.noted_local < :'last'::date + 1
ORDER BY diary_entry.noted_local DESC;
