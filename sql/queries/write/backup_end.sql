-- Title: End a backup of the files
-- Parameters: none
-- Grain: one row: the last piece of the log that it needs, and the label that lies in the copy
SELECT
    pg_walfile_name(ended.lsn) AS last_segment,
    ended.labelfile
FROM pg_backup_stop(wait_for_archive => FALSE) AS ended;
