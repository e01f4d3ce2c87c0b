-- Title: Let one migrate at a time
-- Parameters: none
-- Grain: no rows
-- Only who may write the list of migrations can hold this lock, and who only reads the list does not wait for it.
LOCK TABLE schema_migration IN SHARE ROW EXCLUSIVE MODE;
