-- Title: Meet a person
-- Parameters: user_id text
-- Grain: one row when the person is new, else none
INSERT INTO account (user_id)
VALUES (:'user_id'::text)
ON CONFLICT (user_id) DO NOTHING;
