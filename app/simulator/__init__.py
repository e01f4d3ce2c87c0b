"""A whole Polar AccessLink v3 that runs here: for the demo, for tests, for benchmarks."""
