"""Speaks Polar AccessLink v3 and knows nothing of Ursa."""
