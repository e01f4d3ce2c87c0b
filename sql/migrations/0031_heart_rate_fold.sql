-- Title: Both samples of a moment that the clock showed twice: heart rate
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field
-- In the repeated hour of a fall-back night, or on a flight west, the wearer's clock shows a moment again: `fold` is 1
-- then, as in Python's datetime, else 0. It is in the key, so that both samples are kept. (The offset can not be: where
-- it is not known it is NULL.) Compressed chunks are not rebuilt: a column with a constant default is not stored in them,
-- and their batches are found by user_id and local_time as before; indexes are built anew for the newest chunks alone.
-- One relation a migration, so that one that is cut off resumes behind those that are done.
ALTER TABLE heart_rate_sample ADD COLUMN fold smallint NOT NULL DEFAULT 0;
COMMENT ON COLUMN heart_rate_sample.fold IS '1: the clock shows this moment for the second time (its repeated hour); else 0.';
ALTER TABLE heart_rate_sample
DROP CONSTRAINT heart_rate_sample_pkey,
ADD PRIMARY KEY (user_id, local_time, fold);
