-- Title: Nights whose stages do not fit between falling asleep and waking up
-- Returns: rows that should not exist
-- A night that Polar sent with its end before its start is kept as it came; its run says so.
SELECT sleep.user_id, sleep.date
FROM sleep
WHERE
    sleep.sleep_end_at > sleep.sleep_start_at
    AND sleep.light_s + sleep.deep_s + sleep.rem_s + sleep.interruption_s
    > extract(EPOCH FROM sleep.sleep_end_at - sleep.sleep_start_at) + 60;
