-- Title: Grants of everybody are found at once

CREATE INDEX analyst_grant_everybody ON analyst_grant (role_oid) WHERE user_id IS NULL;
