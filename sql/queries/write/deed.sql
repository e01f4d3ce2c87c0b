-- Title: Write a line of the audit log
-- Parameters: actor text; action text, as noun.verb; user_id text; details jsonb, never a secret
-- Grain: one row
INSERT INTO audit_log (actor, action, user_id, details)
VALUES (:'actor'::text, :'action'::text, :'user_id'::text, :'details'::jsonb);
