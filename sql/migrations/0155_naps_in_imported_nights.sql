-- An import, too, takes away naps that a night of its archive has grown over.
COMMENT ON TABLE history IS 'One row per earlier version of a row that a sync or an import replaced or a person deleted; kept for HISTORY_DAYS.';
COMMENT ON COLUMN history.run_id IS 'The sync run or the import that replaced it; NULL: none.';
COMMENT ON TABLE import_change IS 'One row per row that an import made, enriched or took away: what undoing it needs.';
COMMENT ON COLUMN import_change.brought IS 'Values that the import set, by column; none: it took the row away.';
