"""The REST compatibility layer: parse, ask `reads`, shape.

`routes.py` is the table of endpoints; validation, routing and the OpenAPI document follow from it.
"""
