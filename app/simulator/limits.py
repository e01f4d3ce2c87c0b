"""AccessLink's two rate-limit windows, which all people of one application share."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

SHORT, LONG = timedelta(minutes=15), timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests per window: so many, and so many more for each registered user."""

    short: int = 500
    short_per_user: int = 20
    long: int = 5000
    long_per_user: int = 100

    def of(self, users: int) -> tuple[int, int]:
        """Return the limits of the short and the long window."""
        return self.short + users * self.short_per_user, self.long + users * self.long_per_user


NO_LIMITS = Limits(short=10**9, long=10**9)


@dataclass(slots=True)
class Window:
    """One window: it begins with the first request after the last one ran out."""

    length: timedelta
    begun: datetime | None = None
    used: int = 0

    def count(self, now: datetime) -> int:
        """Count one request and return the seconds until the window ends."""
        if self.begun is None or not self.begun <= now < self.begun + self.length:
            self.begun, self.used = now, 0
        self.used += 1
        return int((self.begun + self.length - now).total_seconds())


@dataclass(frozen=True, slots=True)
class Usage:
    """How the windows stand after a request: each pair is short, long."""

    used: tuple[int, int]
    limit: tuple[int, int]
    reset: tuple[int, int]

    @property
    def refused(self) -> bool:
        """Whether the request was one too many."""
        return any(used > limit for used, limit in zip(self.used, self.limit, strict=True))

    def headers(self) -> dict[str, str]:
        """Return the three headers that every response carries."""
        pairs = {"Usage": self.used, "Limit": self.limit, "Reset": self.reset}
        return {f"RateLimit-{name}": f"{short}, {long}" for name, (short, long) in pairs.items()}


@dataclass(slots=True)
class Windows:
    """Both windows; the limits follow the number of users once a day."""

    limits: Limits = field(default_factory=Limits)
    short: Window = field(default_factory=lambda: Window(SHORT))
    long: Window = field(default_factory=lambda: Window(LONG))
    users: int = 0
    users_on: date | None = None

    def count(self, now: datetime, users: int) -> Usage:
        """Count one request; a refused one counts as well."""
        if self.users_on != now.date():
            self.users, self.users_on = users, now.date()
        reset = self.short.count(now), self.long.count(now)
        return Usage((self.short.used, self.long.used), self.limits.of(self.users), reset)
