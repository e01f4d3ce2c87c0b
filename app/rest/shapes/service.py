"""Keys, health and problems."""

from dataclasses import dataclass
from typing import Annotated

from app.records.account import ApiKey
from app.rest.shapes.values import about, instant, utc


@dataclass
class Health:
    """Whether the server works."""

    status: Annotated[str, about("healthy or unhealthy.", "healthy")]
    database: Annotated[str, about("connected or disconnected.", "connected")]


@dataclass
class Ready:
    """Whether the server can take work."""

    status: Annotated[str, about("ready or not_ready.", "ready")]
    database: Annotated[str, about("connected or disconnected.", "connected")]
    migrations: Annotated[str, about("up_to_date, pending or unknown.", "up_to_date")]
    broker: Annotated[str, about("alive, silent, or none: workers run in the server.", "none")]
    workers: Annotated[
        str, about("alive, silent for five minutes, or unknown: none has worked yet.", "alive")
    ]


@dataclass
class KeyInfo:
    """A key as it may be shown."""

    key_prefix: Annotated[str, about("First characters of the key.", "ursa_Ab3dEf9")]
    user_id: Annotated[str | None, about("The person it opens; null: everybody.", "12345")]
    is_active: Annotated[bool, about("Whether it opens anything now.", example=True)]
    rate_limit_requests: Annotated[int, about("Requests allowed in a minute.", 600)]
    rate_limit_remaining: Annotated[
        int | None, about("Requests left in this minute; null for a key that did not ask.", 599)
    ]
    created_at: Annotated[str | None, instant("When it was made, UTC.", "2026-01-01T08:00:00Z")]
    last_used_at: Annotated[
        str | None, instant("Last request with it, UTC.", "2026-01-11T08:00:00Z")
    ]
    label: Annotated[str, about("What its owner calls it.", "phone")]
    scopes: Annotated[list[str], about("What it may do: read, sync, admin.", ["read", "sync"])]
    expires_at: Annotated[
        str | None, instant("When it ends by itself, UTC; null: never.", "2027-01-01T00:00:00Z")
    ]
    request_count: Annotated[int, about("Requests made with it.", 1042)]
    classes: Annotated[
        list[str] | None,
        about(
            "Classes of data that it reads alone: sleep, heart, training, location, profile; "
            "null: all.",
            ["sleep", "heart"],
        ),
    ]

    @classmethod
    def of(cls, key: ApiKey, *, remaining: int | None, active: bool) -> "KeyInfo":
        """The key, without its secret."""
        return cls(
            key.prefix,
            key.user_id,
            active,
            key.rate_limit_per_minute,
            remaining,
            utc(key.created_at),
            utc(key.last_used_at),
            key.label,
            key.scopes,
            utc(key.expires_at),
            key.request_count,
            key.classes,
        )


@dataclass
class KeyRegenerated:
    """A new secret; it is shown this once."""

    api_key: Annotated[str, about("The new key. Keep it: it is not shown again.", "ursa_…")]
    message: Annotated[str, about("What happened.", "The old key has ended.")]


@dataclass
class KeyRevoked:
    """A key was taken back."""

    message: Annotated[str, about("What happened.", "The key has ended.")]
    user_id: Annotated[str, about("The person.", "12345")]


@dataclass
class RowDeleted:
    """An exercise, a test or a night was deleted."""

    message: Annotated[str, about("What happened.", "Deleted. No later sync brings it back.")]
    user_id: Annotated[str, about("The person.", "12345")]
    rows: Annotated[int, about("Rows that were deleted, samples included.", 3600)]


@dataclass
class Problem:
    """What went wrong (RFC 9457)."""

    type: Annotated[str, about("Address of the kind of problem.", "about:blank")]
    title: Annotated[str, about("The kind of problem, in words.", "Not Found")]
    status: Annotated[int, about("HTTP status.", 404)]
    detail: Annotated[str, about("What happened, and what to do.", "There is no such person.")]
    code: Annotated[str, about("Stable code, for programs.", "not_found")]
    status_code: Annotated[int, about("Equal to status, for old clients.", 404)]


@dataclass
class InputProblem(Problem):
    """Something was sent that is not allowed."""

    parameter: Annotated[str, about("The parameter that is wrong.", "days")]
