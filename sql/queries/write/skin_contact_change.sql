-- Title: Store changes of skin contact
-- Parameters: user_id text; one array per column
-- Grain: one row per person, device and moment; an unchanged row is not rewritten
INSERT INTO skin_contact_change (user_id, device_id, changed_at, skin_contact)
SELECT
    :'user_id'::text,
    sent.device_id,
    sent.changed_at,
    sent.skin_contact
FROM unnest(
    :'device_id'::text[],
    :'changed_at'::timestamptz[],
    :'skin_contact'::boolean[]
) AS sent (device_id, changed_at, skin_contact)
ON CONFLICT (user_id, device_id, changed_at) DO UPDATE SET skin_contact = excluded.skin_contact
WHERE skin_contact_change.skin_contact IS DISTINCT FROM excluded.skin_contact;
