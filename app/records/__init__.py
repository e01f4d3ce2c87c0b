"""The nouns of Ursa: frozen dataclasses, every field described once, with its unit.

A record's field names are its relation's column names. Rows come as lists of records; dense
samples come as blocks of numpy columns (`…Samples`), because thousands of objects are slow
everywhere. A record of a kind that Polar rewrites also says what its answer lacked (`absent`, no
column). No record carries its `user_id`: it is always some one person's, and the caller
knows whose.
"""
