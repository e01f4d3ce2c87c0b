-- Title: What every role may do on this server although it should not
-- Parameters: none
-- Grain: one row per kind of deed, in words after "may"
SELECT open_to_everybody.deed
FROM open_to_everybody()
UNION ALL
SELECT 'connect to the database ' || pg_database.datname
FROM pg_database
WHERE
    pg_database.datallowconn
    AND pg_database.datname <> current_database()
    AND has_database_privilege('public', pg_database.oid, 'CONNECT')
ORDER BY deed;
