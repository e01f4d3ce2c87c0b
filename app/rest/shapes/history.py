"""Earlier versions of rows."""

import uuid
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.history import EarlierVersion
from app.rest.shapes.values import about, instant, utc

_NAMES = {"date": "2026-01-11"}
_WHAT = {"date": "2026-01-11", "sleep_score": 78, "light_s": 14400}


@dataclass
class Earlier:
    """A row as it was before it was replaced or deleted."""

    history_id: Annotated[
        int, about("Number of the version; a later one has a higher number.", 4711)
    ]
    relation: Annotated[str, about("What the row is or was.", "sleep")]
    key: Annotated[dict[str, Any], about("What names the row among the person's.", _NAMES)]
    what: Annotated[dict[str, Any], about("The row as it was, by its columns in SQL.", _WHAT)]
    reason: Annotated[str, about("changed (a sync replaced it) or deleted.", "changed")]
    replaced_at: Annotated[
        str, instant("When it was replaced or deleted, UTC.", "2026-01-11T08:00:03Z")
    ]
    run_id: Annotated[
        uuid.UUID | None,
        about(
            "The sync run that replaced it; null: its person deleted it.",
            "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55",
        ),
    ]

    @classmethod
    def of(cls, version: EarlierVersion) -> "Earlier":
        """The row of a version."""
        return cls(
            version.history_id,
            version.relation,
            version.key,
            version.what,
            version.reason,
            utc(version.replaced_at),
            version.run_id,
        )
