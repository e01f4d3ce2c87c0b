-- Title: The owner's account
-- Parameters: none
-- Grain: one row, or none before the house was set up
SELECT
    owner_account.name,
    owner_account.password_argon2
FROM owner_account;
