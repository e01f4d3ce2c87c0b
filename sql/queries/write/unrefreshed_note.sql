-- Title: Note days of a person that aggregates do not tell yet
-- Parameters: user_id text; relation text; first_day, last_day date, both included
-- Grain: one row, locked until the commit: a refresh that begins before it leaves the note alone
INSERT INTO unrefreshed (user_id, relation, first_day, last_day)
VALUES (:'user_id'::text, :'relation'::text, :'first_day'::date, :'last_day'::date)
ON CONFLICT (user_id, relation) DO UPDATE SET
    first_day = least(unrefreshed.first_day, excluded.first_day),
    last_day = greatest(unrefreshed.last_day, excluded.last_day),
    refresh = NULL;
