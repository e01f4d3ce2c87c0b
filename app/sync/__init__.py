"""From Polar to rows: the feeds, runs that are asked for, and the work on one of them."""
