"""The errors that Ursa expects, each with a code, an HTTP status and advice.

UrsaError
├── ConfigurationError          500  the server can not start as it is set up
│   └── DatabaseUnsuitable      500  no TimescaleDB, the wrong edition, or too old
├── InvalidInput                400  the caller sent something that is not allowed
├── NotFound                    404  there is no such thing
├── Unauthenticated             401  no key, or one that is not valid
├── Forbidden                   403  a valid key that may not do this
├── Conflict                    409  it clashes with what is going on
│   └── SyncRunning             409  a sync of this person is under way
├── TooManyRequests             429  the key's budget is used up
├── Unavailable                 503  a part of Ursa does not answer
│   ├── DatabaseUnavailable     503  the database
│   └── BrokerUnavailable       503  the broker between API and workers
├── Timeout                     504  the answer took too long
└── PolarError                  502  AccessLink did not answer as it should
    ├── PolarUnauthorized       401  the Polar token is dead: connect again
    ├── PolarForbidden          502  consent or registration is missing
    ├── PolarRateLimited        503  AccessLink's request budget is used up
    ├── PolarUnavailable        502  AccessLink is down or can not be reached
    ├── PolarRefused            502  AccessLink called the request wrong
    └── PolarBadAnswer          502  the answer can not be read

Every message is one sentence or two: what happened, and what to do about it.
"""

from typing import ClassVar


class UrsaError(Exception):
    """An expected failure; `code` is stable for programs, the message is for people."""

    code: ClassVar[str] = "ursa_error"
    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(UrsaError):
    """The server can not start as it is set up."""

    code = "configuration"


class DatabaseUnsuitable(ConfigurationError):
    """The database has no TimescaleDB, the wrong edition, or one that is too old."""

    code = "database_unsuitable"


class InvalidInput(UrsaError):
    """The caller sent something that is not allowed; `parameter` names it."""

    code = "invalid_input"
    status = 400

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class NotFound(UrsaError):
    """There is no such thing."""

    code = "not_found"
    status = 404


class Unauthenticated(UrsaError):
    """No key, or one that is unknown, expired or revoked."""

    code = "unauthenticated"
    status = 401


class Forbidden(UrsaError):
    """A valid key that may not do this."""

    code = "forbidden"
    status = 403


class Conflict(UrsaError):
    """The request clashes with what is going on."""

    code = "conflict"
    status = 409


class SyncRunning(Conflict):
    """A sync of this person is under way."""

    code = "sync_running"


class TooManyRequests(UrsaError):
    """The key's budget is used up; try again after `retry_after_s` seconds."""

    code = "too_many_requests"
    status = 429

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Unavailable(UrsaError):
    """A part of Ursa does not answer; what its driver said is in the text, not in the message.

    Messages go to clients, texts to the log: drivers tell addresses and names.
    """

    status = 503

    def __init__(self, message: str, said: str | None = None) -> None:
        super().__init__(message)
        self._said = said

    def __str__(self) -> str:
        return f"{self.message} ({self._said})" if self._said else self.message


class DatabaseUnavailable(Unavailable):
    """The database does not answer."""

    code = "database_unavailable"


class BrokerUnavailable(Unavailable):
    """The broker between API and workers does not answer."""

    code = "broker_unavailable"


class Timeout(UrsaError):
    """The answer took longer than the caller can be kept waiting."""

    code = "timeout"
    status = 504


class PolarError(UrsaError):
    """AccessLink did not answer as it should."""

    code = "polar_error"
    status = 502


class PolarUnauthorized(PolarError):
    """The Polar token is dead; only a new authorization helps."""

    code = "polar_unauthorized"
    status = 401


class PolarForbidden(PolarError):
    """The person's consent or registration is missing for this endpoint."""

    code = "polar_forbidden"


class PolarRateLimited(PolarError):
    """AccessLink's request budget is used up for `retry_after_s` seconds."""

    code = "polar_rate_limited"
    status = 503

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PolarUnavailable(PolarError):
    """AccessLink is down, too slow, or can not be reached."""

    code = "polar_unavailable"


class PolarRefused(PolarError):
    """AccessLink called the request wrong (400): a window too long or too old."""

    code = "polar_refused"


class PolarBadAnswer(PolarError):
    """AccessLink's answer can not be read."""

    code = "polar_bad_answer"
