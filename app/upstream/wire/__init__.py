"""Payload models: what Polar sends, typed, under Polar's own names."""
