-- Title: Stop statements and open transactions of analysts that take longer
-- Parameters: statement_may, statement_ends, transaction_may interval
-- Grain: one row per session that was stopped
SELECT
    session.role_name,
    session.stopped
FROM analysts_stop_long(
    :'statement_may'::interval, :'statement_ends'::interval, :'transaction_may'::interval
) AS session;
