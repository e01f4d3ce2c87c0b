-- Title: Forget sessions, links, codes and wrong passwords that are over
-- Parameters: now timestamptz; before timestamptz
-- Grain: one row per wrong password that is forgotten
WITH sessions AS (
    DELETE FROM web_session WHERE web_session.expires_at <= :'now'::timestamptz
),

links AS (
    DELETE FROM one_time_link WHERE one_time_link.expires_at <= :'now'::timestamptz
),

codes AS (
    DELETE FROM exchange_code WHERE exchange_code.expires_at <= :'now'::timestamptz
)

DELETE FROM wrong_password WHERE wrong_password.last_at < :'before'::timestamptz;
