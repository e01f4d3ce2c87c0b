-- Title: Whether a link works
-- Parameters: token_sha256 bytea; purpose text; now timestamptz
-- Grain: one row, or none when it is unknown, used or too old
SELECT one_time_link.expires_at
FROM one_time_link
WHERE
    one_time_link.token_sha256 = :'token_sha256'::bytea
    AND one_time_link.purpose = :'purpose'::text
    AND one_time_link.expires_at > :'now'::timestamptz;
