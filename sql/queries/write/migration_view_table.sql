-- Title: The list of files of sql/views that stand in the database
-- Parameters: none
-- Grain: no rows
CREATE TABLE IF NOT EXISTS schema_view (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
