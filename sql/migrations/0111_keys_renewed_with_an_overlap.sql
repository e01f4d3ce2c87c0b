-- Title: A renewed key's old secret may work for a while, and requests are counted by day

ALTER TABLE api_key
ADD COLUMN previous_sha256 bytea,
ADD COLUMN previous_prefix text,
ADD COLUMN previous_until timestamptz;
CREATE UNIQUE INDEX api_key_previous_sha256 ON api_key (previous_sha256);
CREATE INDEX api_key_created_at ON api_key (created_at DESC, key_id DESC);
COMMENT ON COLUMN api_key.previous_sha256 IS 'SHA-256 of the secret before the last renewal; NULL: it ended with it.';

CREATE TABLE api_key_day (
    key_id uuid NOT NULL REFERENCES api_key (key_id) ON DELETE CASCADE,
    day date NOT NULL,
    requests bigint NOT NULL,
    PRIMARY KEY (key_id, day)
);
CREATE INDEX api_key_day_day ON api_key_day (day);
COMMENT ON TABLE api_key_day IS 'One row per key and day with requests, of the last 90 days.';
COMMENT ON COLUMN api_key_day.key_id IS 'The key.';
COMMENT ON COLUMN api_key_day.day IS 'The day, in UTC.';
COMMENT ON COLUMN api_key_day.requests IS 'Requests with the key on that day.';
