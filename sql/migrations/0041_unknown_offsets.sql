-- Title: An unknown UTC offset is NULL, never 0
-- squawk-ignore ban-drop-not-null
ALTER TABLE exercise ALTER COLUMN utc_offset_minutes DROP NOT NULL;
