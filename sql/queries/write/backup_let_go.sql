-- Title: The embedded database need not keep its log any longer
-- Parameters: none
-- Grain: one row per slot that was let go
SELECT pg_drop_replication_slot(slot.slot_name)
FROM pg_replication_slots AS slot
WHERE slot.slot_name = 'ursa_backup';
