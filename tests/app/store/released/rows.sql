-- Title: Rows of a person, as far as there are relations for them
INSERT INTO account (user_id) VALUES ('1001');
INSERT INTO sleep (user_id, date) VALUES ('1001', '2026-01-11'), ('1001', '2020-01-11');
INSERT INTO metric_daily (user_id, metric, date, value) VALUES ('1001', 'steps', '2020-01-11', 7);
INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight) VALUES ('1001', '2026-01-11', 50, 1);
SELECT compress_chunk(chunk) FROM show_chunks('metric_daily') AS chunk;
CALL refresh_continuous_aggregate('heart_rate_daily', NULL, NULL);
CALL refresh_continuous_aggregate('metric_weekly', NULL, NULL);
