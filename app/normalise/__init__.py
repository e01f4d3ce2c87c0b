"""From Polar's payloads to records: units, sentinels and time zones are settled here, once."""
