-- Title: Begin a backup of the files: from now on the log makes whole what is copied half-written
-- Parameters: none
-- Grain: none
SELECT pg_backup_start('ursa', fast => TRUE);
