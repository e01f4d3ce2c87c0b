-- Title: The extension, where it is not there yet
-- Parameters: none
-- Grain: no rows
CREATE EXTENSION IF NOT EXISTS timescaledb;
