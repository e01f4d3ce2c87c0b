-- Title: Who owns the house, who is signed in to the pages, and links that work once

CREATE TABLE owner_account (
    is_owner boolean PRIMARY KEY DEFAULT TRUE CHECK (is_owner),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_argon2 text NOT NULL,
    made_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE owner_account IS 'One row, once somebody has set up the house: who signs in with a password and may everything.';
COMMENT ON COLUMN owner_account.is_owner IS 'Always true, so that there is one.';
COMMENT ON COLUMN owner_account.name IS 'What the owner calls themselves; the pages show it.';
COMMENT ON COLUMN owner_account.password_argon2 IS 'The password by Argon2id, with its salt and costs.';
COMMENT ON COLUMN owner_account.made_at IS 'When the account was made.';
COMMENT ON COLUMN owner_account.changed_at IS 'When the password was last set.';

CREATE TABLE web_session (
    session_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    secret_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
    role text NOT NULL CHECK (role IN ('owner', 'person', 'setup')),
    user_id text REFERENCES account (user_id) ON DELETE CASCADE,
    agent text,
    began_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    fresh_until timestamptz NOT NULL,
    CHECK ((role = 'person') = (user_id IS NOT NULL))
);
COMMENT ON TABLE web_session IS 'One row per browser that is signed in to the pages. One that was signed out has no row any more.';
COMMENT ON COLUMN web_session.session_id IS 'Name of the session in lists and logs.';
COMMENT ON COLUMN web_session.secret_sha256 IS 'SHA-256 of what the cookie holds; that itself is not stored.';
COMMENT ON COLUMN web_session.role IS 'owner; person, who sees their own data alone; setup, who may make the owner''s account and nothing else.';
COMMENT ON COLUMN web_session.user_id IS 'The person; NULL: the owner, or who sets up.';
COMMENT ON COLUMN web_session.agent IS 'What the browser calls itself, shortened.';
COMMENT ON COLUMN web_session.began_at IS 'When somebody signed in.';
COMMENT ON COLUMN web_session.seen_at IS 'Last use, to the hour.';
COMMENT ON COLUMN web_session.expires_at IS 'When it ends by itself, 30 days after its last use.';
COMMENT ON COLUMN web_session.fresh_until IS 'Until when keys, deletion and settings ask for no password or consent again.';

CREATE INDEX web_session_user_id ON web_session (user_id);
CREATE INDEX web_session_expires_at ON web_session (expires_at);

CREATE TABLE one_time_link (
    token_sha256 bytea PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
    purpose text NOT NULL CHECK (purpose IN ('enter', 'invitation')),
    label text,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE one_time_link IS 'One row per link that was given out and works still. One that was used has no row any more.';
COMMENT ON COLUMN one_time_link.token_sha256 IS 'SHA-256 of what the link holds; that itself is not stored.';
COMMENT ON COLUMN one_time_link.purpose IS 'enter: signs the owner in, or lets somebody set up. invitation: a new person may join through Polar.';
COMMENT ON COLUMN one_time_link.label IS 'Whom it is for, in the words of who made it.';
COMMENT ON COLUMN one_time_link.made_by IS 'Who made it, as in the audit log.';
COMMENT ON COLUMN one_time_link.made_at IS 'When it was made.';
COMMENT ON COLUMN one_time_link.expires_at IS 'From when on it does nothing.';

CREATE INDEX one_time_link_expires_at ON one_time_link (expires_at);

CREATE TABLE wrong_password (
    name text PRIMARY KEY,
    times integer NOT NULL CHECK (times > 0),
    last_at timestamptz NOT NULL,
    next_at timestamptz NOT NULL
);
COMMENT ON TABLE wrong_password IS 'One row per account and per address that gave a wrong password in the last day, and no right one since.';
COMMENT ON COLUMN wrong_password.name IS 'owner, or address: and the network address.';
COMMENT ON COLUMN wrong_password.times IS 'How often.';
COMMENT ON COLUMN wrong_password.last_at IS 'When the last one came.';
COMMENT ON COLUMN wrong_password.next_at IS 'From when on the next one is looked at.';

COMMENT ON COLUMN audit_log.actor IS 'Who did it: a key id, session: and its id, "setup", "nobody", "master", "open" (no key was needed), "cli", "demo", "schedule".';
