"""Reading use cases: every question that a surface may ask, one module per noun.

Questions are plain functions: the pool first, then the person, then what is asked. Days come
newest first; what is not there is None or an empty list, and the surface decides what that means.
Series of many rows come in columns.
"""
