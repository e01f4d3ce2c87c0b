-- Title: A file of sql/views stands in the database
-- Parameters: name text; sha256 text
-- Grain: one row per file
INSERT INTO schema_view (name, sha256)
VALUES (:'name'::text, :'sha256'::text)
ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = now();
