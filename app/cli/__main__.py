"""`python -m app.cli` is `ursa`."""

from app.cli import main

main()
