-- Title: Whose archives are a person's: kept when the first one is imported
-- Parameters: user_id text; flow_id text or NULL; username_sha256 bytea or NULL; newest_day date or NULL; insists boolean: the owner of this Ursa takes this one, whoever's it is
-- Grain: one row when the archive is the person's, or taken as theirs; none when it is another one's; older: a newer one was imported before
INSERT INTO archive_owner (user_id, flow_id, username_sha256, newest_day)
VALUES (:'user_id'::text, :'flow_id'::text, :'username_sha256'::bytea, :'newest_day'::date)
ON CONFLICT (user_id) DO UPDATE SET
    flow_id = coalesce(archive_owner.flow_id, excluded.flow_id),
    username_sha256 = coalesce(archive_owner.username_sha256, excluded.username_sha256),
    newest_day = greatest(archive_owner.newest_day, excluded.newest_day)
WHERE
    :'insists'::boolean
    OR (
        coalesce(archive_owner.flow_id = excluded.flow_id, TRUE)
        AND coalesce(archive_owner.username_sha256 = excluded.username_sha256, TRUE)
    )
RETURNING coalesce(archive_owner.newest_day > :'newest_day'::date, FALSE) AS older;
