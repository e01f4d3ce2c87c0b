"""HTTP as every surface speaks it: encodings, assets that browsers keep, and conditional requests.

Knows nothing of people or databases; of errors only how they are answered.
"""
