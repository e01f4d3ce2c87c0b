-- Title: Forget how often API keys were used on days long past
-- Parameters: before date
-- Grain: the number of deleted rows
DELETE FROM api_key_day
WHERE api_key_day.day < :'before'::date;
