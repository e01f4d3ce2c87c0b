"""Writing use cases: what comes from Polar is fetched, read, settled and stored."""
