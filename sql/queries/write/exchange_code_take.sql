-- Title: Use up a code that an application exchanges
-- Parameters: code_sha256 bytea; now timestamptz
-- Grain: one row, or none when it is unknown, used or too old
DELETE FROM exchange_code USING account
WHERE
    exchange_code.user_id = account.user_id
    AND exchange_code.code_sha256 = :'code_sha256'::bytea
    AND exchange_code.expires_at > :'now'::timestamptz
RETURNING exchange_code.user_id, exchange_code.called, exchange_code.callback_url, account.polar_user_id;
