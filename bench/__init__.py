"""Measurements, printed as ratios and rates."""
