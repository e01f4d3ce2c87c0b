"""Keeping: backups of both kinds of database, and what came back of them.

A server's backup is a dump (pg_dump, of one moment); the embedded database's is a copy of its files
and of its log, taken while it works. Beside either lies a manifest: what was in it, counted.
"""
