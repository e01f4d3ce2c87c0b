-- Title: Give out a link that works once; of those that let the owner in, the newest alone works
-- Parameters: token_sha256 bytea; purpose text; label text; actor text; now timestamptz; expires_at timestamptz
-- Grain: one row
WITH former AS (
    DELETE FROM one_time_link
    WHERE one_time_link.purpose = 'enter' AND :'purpose'::text = 'enter'
),

logged AS (
    INSERT INTO audit_log (actor, action, details)
    VALUES (
        :'actor'::text,
        'link.make',
        jsonb_strip_nulls(jsonb_build_object('purpose', :'purpose'::text, 'label', :'label'::text))
    )
)

INSERT INTO one_time_link (token_sha256, purpose, label, made_by, made_at, expires_at)
VALUES (
    :'token_sha256'::bytea,
    :'purpose'::text,
    :'label'::text,
    :'actor'::text,
    :'now'::timestamptz,
    :'expires_at'::timestamptz
);
