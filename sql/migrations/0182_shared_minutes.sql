-- Title: Keys made in a session of their person spend from a minute of that person's

ALTER TABLE api_key ADD COLUMN shares text CHECK (shares IN ('sessions', 'apps'));
COMMENT ON COLUMN api_key.shares IS 'Whose minute of its person it also spends from: sessions (it, or the head of its family, was made in one), apps (an application holds it); NULL: none.';

-- The audit log tells which of the keys that are here were made in a person's session: the owner's
-- make keys of everybody, too, and of a session that has ended nobody knows whose it was.
UPDATE api_key SET shares = 'sessions'
FROM audit_log, web_session
WHERE
    audit_log.action = 'api_key.create'
    AND audit_log.details ->> 'key_id' = coalesce(api_key.root_id, api_key.key_id)::text
    AND audit_log.actor = 'session:' || web_session.session_id::text
    AND web_session.role = 'person'
    AND api_key.user_id = web_session.user_id;

UPDATE api_key SET shares = 'apps'
FROM app_grant
WHERE api_key.key_id = app_grant.key_id;
