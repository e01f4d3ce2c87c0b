-- Title: Who is signed in to the pages
-- Parameters: user_id text (NULL: everybody); now timestamptz
-- Grain: one row per session that works, the one that was seen last first
SELECT
    account.language,
    account.units,
    account.hour_cycle,
    coalesce(account.display_name, owner_account.name, account.user_id) AS name,
    web_session.session_id,
    web_session.role,
    web_session.user_id,
    web_session.agent,
    web_session.began_at,
    web_session.seen_at,
    web_session.expires_at,
    web_session.fresh_until
FROM web_session
LEFT JOIN account ON web_session.user_id = account.user_id
LEFT JOIN owner_account ON web_session.role = 'owner'
WHERE
    web_session.expires_at > :'now'::timestamptz
    AND (:'user_id'::text IS NULL OR web_session.user_id = :'user_id'::text)
ORDER BY web_session.seen_at DESC, web_session.session_id;
