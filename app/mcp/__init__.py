"""Tools for assistants: few of them, with short answers, about the wearer's own days.

A surface like any other: it parses what an assistant sends, asks `reads`, `findings` and `deeds`,
and says in a few words what came, with the numbers beside them. `README.md` tells of the protocol.
"""
