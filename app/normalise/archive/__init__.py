"""What an archive says becomes records: units, sentinels and zones are settled here; pure."""
