"""What is worked out about a person where it is missing, and remembered.

Baselines, anomalies, patterns, forecasts, insights and status. A finding asks `reads` and the
store for days, hands them to `analysis`, and keeps what came out.
"""
