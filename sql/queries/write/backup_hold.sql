-- Title: From now on the embedded database keeps its log, until the backup has it
-- Parameters: none
-- Grain: none
SELECT pg_create_physical_replication_slot('ursa_backup', TRUE);
