-- Title: What the house was told in the pages
-- Parameters: none
-- Grain: one row per setting
SELECT
    setting.name,
    setting.value_sealed
FROM setting
ORDER BY setting.name;
