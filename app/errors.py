"""The errors that Ursa expects, each with a code, an HTTP status and advice.

UrsaError
├── ConfigurationError          500  the server can not start as it is set up
│   ├── DatabaseUnsuitable      500  no TimescaleDB, the wrong edition, or too old
│   └── SecretUnreadable        503  something was stored with another ENCRYPTION_KEY
├── InvalidInput                400  the caller sent something that is not allowed
├── ArchiveRefused              422  an archive that is damaged, too large, or another person's
├── OAuthRefused                400  an application asked for what it may not have
├── NotFound                    404  there is no such thing
├── Unauthenticated             401  no key, or one that is not valid
├── Forbidden                   403  a valid key that may not do this
│   └── PasswordNeeded          403  somebody signed in long ago: the password once more
├── Conflict                    409  it clashes with what is going on
│   ├── SyncRunning             409  a sync of this person is under way
│   ├── ImportRunning           409  an import of this person is under way
│   ├── DeedUnderWay            409  the very same request is being answered
│   └── DeedDone                409  it was done, and its answer is not there any more
├── NameTaken                   422  an Idempotency-Key that came with another request before
├── TooManyRequests             429  the key's budget is used up
├── Unavailable                 503  a part of Ursa does not answer
│   ├── DatabaseUnavailable     503  the database
│   ├── BrokerUnavailable       503  the broker between API and workers
│   ├── DiskFull                503  no room on the disk
│   └── AnalysisUnavailable     503  the analysis, which is under way or has no process to run in
├── Collided                    503  another transaction waited for this one, and this for it
├── RowsRefused                 500  the database refuses rows, and takes the others without them
├── Timeout                     504  the answer took too long
└── PolarError                  502  AccessLink did not answer as it should
    ├── PolarUnauthorized       401  the Polar token is dead: connect again
    ├── PolarForbidden          502  consent or registration is missing
    ├── PolarRateLimited        503  AccessLink's request budget is used up
    │   └── PolarShareUsed      429  the key's share of that budget is used up
    ├── PolarUnavailable        502  AccessLink is down or can not be reached
    │   └── PolarConsentKept    502  it is, but the consent was given: come once more
    ├── PolarRefused            502  AccessLink called the request wrong
    ├── PolarWrongAddress       502  what answers is no AccessLink
    └── PolarBadAnswer          502  the answer can not be read

Every message is one sentence or two: what happened, and what to do about it.
"""

import uuid
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


class SecretUnreadable(ConfigurationError):
    """Something was stored encrypted with a key that is not there."""

    code = "secret_unreadable"
    status = 503


class InvalidInput(UrsaError):
    """The caller sent something that is not allowed; `parameter` names it."""

    code = "invalid_input"
    status = 400

    def __init__(self, message: str, parameter: str | None = None) -> None:
        super().__init__(message)
        self.parameter = parameter


class ArchiveRefused(UrsaError):
    """An archive, or a file in it, that is not read, and why."""

    code = "archive_refused"
    status = 422


class OAuthRefused(UrsaError):
    """An application asked for what it may not have; `error` is OAuth's own word for it."""

    code = "oauth_refused"
    status = 400

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


class NotFound(UrsaError):
    """There is no such thing."""

    code = "not_found"
    status = 404


class Unauthenticated(UrsaError):
    """No key, or one that is unknown, expired or revoked."""

    code = "unauthenticated"
    status = 401


class NotSigned(UrsaError):
    """A notice that claims to be Polar's has no signature of Polar's."""

    code = "not_signed"
    status = 401


class Forbidden(UrsaError):
    """A valid key that may not do this."""

    code = "forbidden"
    status = 403


class PasswordNeeded(Forbidden):
    """Whoever is signed in gives password or consent once more before this."""

    code = "password_needed"


class Conflict(UrsaError):
    """The request clashes with what is going on."""

    code = "conflict"
    status = 409


class SyncRunning(Conflict):
    """A sync of this person is under way: the run `run_id`, unless it has ended by now."""

    code = "sync_running"

    def __init__(self, message: str, run_id: uuid.UUID | None = None) -> None:
        super().__init__(message)
        self.run_id = run_id


class ImportRunning(Conflict):
    """An import of this person is under way: the run `run_id`, unless it has ended by now."""

    code = "import_running"

    def __init__(self, message: str, run_id: uuid.UUID | None = None) -> None:
        super().__init__(message)
        self.run_id = run_id


class TakeoutRunning(Conflict):
    """An export of this person is under way: the run `run_id`, unless it has ended by now."""

    code = "takeout_running"

    def __init__(self, message: str, run_id: uuid.UUID | None = None) -> None:
        super().__init__(message)
        self.run_id = run_id


class DeedUnderWay(Conflict):
    """The very same request, under the same name, is being answered."""

    code = "request_under_way"


class DeedDone(Conflict):
    """What is asked for under this name was done, and its answer is not there any more."""

    code = "request_done"


class NameTaken(UrsaError):
    """A name of a deed that came with another request before."""

    code = "idempotency_key_reused"
    status = 422


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


class DiskFull(Unavailable):
    """There is no room on the disk; nothing of what came was kept."""

    code = "disk_full"


class AnalysisUnavailable(Unavailable):
    """The analysis takes longer than a reader is kept waiting, or its process can not run."""

    code = "analysis_unavailable"
    retry_after_s = 5


class Collided(UrsaError):
    """Two who wrote waited for each other, and the database ended this one; nothing was written."""

    code = "collided"
    status = 503


class RowsRefused(UrsaError):
    """The database refuses rows for what is in them; nothing of them was written."""

    code = "rows_refused"


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


class PolarShareUsed(PolarRateLimited):
    """One key's share of AccessLink's request budget is used up; others go on."""

    code = "polar_share_used"
    status = 429


class PolarUnavailable(PolarError):
    """AccessLink is down, too slow, or can not be reached."""

    code = "polar_unavailable"


class PolarFaulty(PolarUnavailable):
    """AccessLink answered with a fault of its own (5xx): another request may be answered well."""


class PolarConsentKept(PolarUnavailable):
    """The person said yes, and Polar gave no more than that: the same state and code work again."""

    code = "polar_consent_kept"


class PolarRefused(PolarError):
    """AccessLink called the request wrong (400): a window too long or too old."""

    code = "polar_refused"


class PolarWrongAddress(PolarError):
    """There is no such list where POLAR_API_URL points: what answers is no AccessLink."""

    code = "polar_wrong_address"


class PolarBadAnswer(PolarError):
    """AccessLink's answer can not be read."""

    code = "polar_bad_answer"
