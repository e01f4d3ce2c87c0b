"""What REST answers: the only place with the old names, in the document's order and types.

One dataclass is one JSON object. Each field carries its meaning, unit and example, from which the
OpenAPI document is made; `of` makes the object of a record. Nothing here is validated on the way
out: the types are checked by mypy, and the tests compare whole answers.

The dataclasses are plain, neither frozen nor slotted: orjson writes those five times faster.
"""
