-- Title: Note that a key stands for an application
-- Parameters: key_id uuid; client_id, host text; audience text (NULL: it holds the key itself); made_by text
-- Grain: one row
INSERT INTO app_grant (key_id, client_id, host, audience, made_by)
VALUES (
    :'key_id'::uuid,
    :'client_id'::text,
    :'host'::text,
    :'audience'::text,
    :'made_by'::text
);
