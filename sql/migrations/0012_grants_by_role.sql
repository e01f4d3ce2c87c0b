-- Title: Analysts are granted people by the oid of their role
-- A name can be given to somebody new after its role was dropped, an oid can not: both must be the reader's.
-- What names no role of today is nobody's, and goes.

ALTER TABLE analyst_grant ADD COLUMN role_oid oid;
COMMENT ON COLUMN analyst_grant.role_oid IS 'The oid that the role had when the grant was made; set by itself.';

UPDATE analyst_grant SET role_oid = role.oid
FROM pg_roles AS role
WHERE role.rolname = analyst_grant.role_name;
DELETE FROM analyst_grant WHERE role_oid IS NULL;

-- The table is small and read by analysts alone.
-- squawk-ignore adding-not-nullable-field
ALTER TABLE analyst_grant ALTER COLUMN role_oid SET NOT NULL;
-- squawk-ignore ban-drop-constraint
ALTER TABLE analyst_grant DROP CONSTRAINT analyst_grant_pkey;
-- squawk-ignore adding-serial-primary-key-field, constraint-missing-not-valid
ALTER TABLE analyst_grant ADD PRIMARY KEY (role_oid, user_id);

CREATE FUNCTION analyst_grant_role() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.role_oid := (SELECT role.oid FROM pg_roles AS role WHERE role.rolname = NEW.role_name);
    IF NEW.role_oid IS NULL THEN
        RAISE undefined_object USING MESSAGE = format('there is no role %I', NEW.role_name);
    END IF;
    DELETE FROM analyst_grant AS former
    WHERE former.role_name = NEW.role_name AND former.role_oid <> NEW.role_oid;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION analyst_grant_role() IS 'Finds the oid of the role that a grant names; what a former role of that name was granted goes.';

CREATE TRIGGER analyst_grant_role BEFORE INSERT OR UPDATE ON analyst_grant
FOR EACH ROW EXECUTE FUNCTION analyst_grant_role();
