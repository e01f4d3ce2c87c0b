"""Records in and out of TimescaleDB; the only room that speaks to PostgreSQL."""
