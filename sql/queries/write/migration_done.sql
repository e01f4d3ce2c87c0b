-- Title: A migration has run
-- Parameters: name text; sha256 text
-- Grain: one row per migration
INSERT INTO schema_migration (name, sha256)
VALUES (:'name'::text, :'sha256'::text)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = now();
