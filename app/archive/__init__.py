"""The archive that Polar hands out: read safely, kind by kind, as a stream."""
