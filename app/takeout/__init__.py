"""Everything about one person, written to a ZIP that anybody can read, and that Ursa takes back."""
