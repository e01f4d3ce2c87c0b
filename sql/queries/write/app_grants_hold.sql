-- Title: Keep others from letting applications in until the transaction ends, so that those there are can be counted
-- Parameters: none
-- Grain: none
LOCK TABLE app_grant IN SHARE ROW EXCLUSIVE MODE;
