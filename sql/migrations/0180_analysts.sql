-- Title: Analysts are granted classes of data, and everybody, those to come included

ALTER TABLE analyst_grant ADD COLUMN classes text[];
ALTER TABLE analyst_grant ADD CONSTRAINT analyst_grant_classes
CHECK (classes <@ ARRAY['sleep', 'heart', 'training', 'location', 'profile']) NOT VALID;
COMMENT ON COLUMN analyst_grant.classes IS 'Classes of data that the role sees: sleep, heart, training, location, profile; NULL: all.';

-- A grant of everybody names nobody. The table is small and read by analysts alone.
-- squawk-ignore ban-drop-constraint
ALTER TABLE analyst_grant DROP CONSTRAINT analyst_grant_pkey;
-- squawk-ignore ban-drop-not-null
ALTER TABLE analyst_grant ALTER COLUMN user_id DROP NOT NULL;
-- squawk-ignore constraint-missing-not-valid, disallowed-unique-constraint
ALTER TABLE analyst_grant ADD UNIQUE NULLS NOT DISTINCT (role_oid, user_id);
COMMENT ON TABLE analyst_grant IS 'One row per database role and person whose rows that role sees in the schema analytics.';
COMMENT ON COLUMN analyst_grant.user_id IS 'The person; NULL: everybody, those to come included.';
