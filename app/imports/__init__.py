"""From an archive to rows: planned, read piece by piece, stored, told."""
