-- Title: Rows of people who are gone, in any relation
-- Returns: rows that should not exist
SELECT
    orphan.relation,
    orphan.user_id,
    orphan.rows
FROM rows_of_nobody() AS orphan;
