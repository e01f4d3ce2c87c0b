-- Title: Stop statements and open transactions of analysts after five minutes
-- Parameters: none
-- Grain: one row per session that was stopped
SELECT
    session.role_name,
    session.stopped
FROM analysts_stop_long() AS session;
