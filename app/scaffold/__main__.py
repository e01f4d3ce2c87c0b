"""`python -m app.scaffold NAME`."""

from app.scaffold import main

raise SystemExit(main())
