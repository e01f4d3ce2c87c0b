-- Title: Remember that a person was sent to Polar's authorization page
-- Parameters: state_sha256 bytea; user_id text (NULL: Polar says who); redirect_uri text (NULL: Polar's default);
-- started_by text; expires_at timestamptz; purpose text; invitation_sha256 bytea; callback_url text; callback_state text;
-- token_sealed bytea and polar_user_id bigint (NULL unless Polar gave a token out already)
-- Grain: one row
INSERT INTO connection_attempt (
    state_sha256,
    user_id,
    redirect_uri,
    started_by,
    expires_at,
    purpose,
    invitation_sha256,
    callback_url,
    callback_state,
    token_sealed,
    polar_user_id
)
VALUES (
    :'state_sha256'::bytea,
    :'user_id'::text,
    :'redirect_uri'::text,
    :'started_by'::text,
    :'expires_at'::timestamptz,
    :'purpose'::text,
    :'invitation_sha256'::bytea,
    :'callback_url'::text,
    :'callback_state'::text,
    :'token_sealed'::bytea,
    :'polar_user_id'::bigint
)
ON CONFLICT (state_sha256) DO NOTHING;
