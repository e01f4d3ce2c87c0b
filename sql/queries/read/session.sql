-- Title: The session of a browser, by what its cookie holds
-- Parameters: secret_sha256 bytea
-- Grain: one row, or none when nobody is signed in with it; expired ones are told
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
WHERE web_session.secret_sha256 = :'secret_sha256'::bytea;
