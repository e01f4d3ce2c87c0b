-- Title: Take from every role what it should not have in this database, as far as it is ours to take
-- Parameters: none
-- Grain: no rows
CALL close_to_everybody();
