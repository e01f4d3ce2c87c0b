"""Pages have time to say what they are to say: a busy machine is no fault of theirs."""

from playwright import async_api, sync_api

PATIENCE_MS = 20_000
FILE_MS = 150_000
"""For a whole export, whose turn comes after the analyses that were asked for before it."""
for expect in (async_api.expect, sync_api.expect):
    expect.set_options(timeout=PATIENCE_MS)
