-- Title: Both samples of a moment that the clock showed twice: steps; and the day that an answer says they belong to
-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, adding-serial-primary-key-field
-- As in 0031. A watch that was taken through time zones sends samples whose clock is another day's.
ALTER TABLE step_sample ADD COLUMN fold smallint NOT NULL DEFAULT 0;
ALTER TABLE step_sample ADD COLUMN date date;
COMMENT ON COLUMN step_sample.fold IS '1: the clock shows this moment for the second time (its repeated hour); else 0.';
COMMENT ON COLUMN step_sample.date IS 'The day that the sample belongs to; NULL: the day of its moment.';
ALTER TABLE step_sample
DROP CONSTRAINT step_sample_pkey,
ADD PRIMARY KEY (user_id, local_time, fold);
