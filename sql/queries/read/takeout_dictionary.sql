-- Title: What each column of an export means
-- Parameters: relations text[]
-- Grain: one row per relation and column
SELECT
    class.relname::text AS relation,
    attribute.attname::text AS column_name,
    format_type(attribute.atttypid, attribute.atttypmod) AS type,
    col_description(class.oid, attribute.attnum) AS description
FROM pg_class AS class
INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid AND attribute.attnum > 0
WHERE
    class.relnamespace = current_schema()::regnamespace
    AND class.relname = any(:'relations'::text[])
    AND NOT attribute.attisdropped
ORDER BY relation, attribute.attnum;
