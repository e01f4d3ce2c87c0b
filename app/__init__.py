"""Ursa: everything that a Polar watch knows, kept for ever and answered."""

__version__ = "0.1.0"
