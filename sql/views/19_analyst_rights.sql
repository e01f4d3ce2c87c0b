-- Title: The group of all analysts reads every view
DO $$
BEGIN
    PERFORM analysts_open();
EXCEPTION
    -- Managed databases may not let Ursa make roles; the views are there all the same.
    WHEN insufficient_privilege THEN RAISE NOTICE 'the role ursa_analyst could not be made';
END
$$;
