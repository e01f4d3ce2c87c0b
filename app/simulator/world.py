"""The state of the simulated service: people, users, codes, tokens, limits, troubles, the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from app.simulator.body import Person
from app.simulator.limits import Limits, Windows
from app.simulator.payloads import Row
from app.simulator.times import midnight, to_utc
from app.simulator.troubles import Troubles
from app.simulator.view import View
from app.simulator.watch import Watch
from app.simulator.webhooks import Deliver, Webhooks, notices, post

CODE_LIFE = timedelta(minutes=10)
CLIENT_ID = "ursa-simulator"
CLIENT_SECRET = "ursa-simulator-secret"  # noqa: S105 - a simulator keeps no secrets.


@dataclass(slots=True)
class Code:
    """An authorization code: for whom, with which redirect, and what was made from it."""

    person: int
    redirect_uri: str | None
    issued: datetime
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A registered user."""

    member_id: str
    at: datetime


class World:
    """A whole AccessLink in memory: deterministic, but for the clock when that is real.

    `now` is None for real time or a moment (aware) that stands still until it is set or advanced.
    Redirect URLs are checked byte for byte against `redirect_uris`; with none, any is accepted.
    """

    def __init__(
        self,
        people: Sequence[Person],
        *,
        now: datetime | None = None,
        dense: bool = False,
        documented: bool = False,
        limits: Limits | None = None,
        redirect_uris: Sequence[str] = (),
        deliver: Deliver = post,
    ) -> None:
        self.people = {person.polar_user_id: person for person in people}
        self.watches = {person.polar_user_id: Watch(person) for person in people}
        self.dense, self.documented = dense, documented
        self.redirect_uris = tuple(redirect_uris)
        self.client = CLIENT_ID, CLIENT_SECRET
        self.windows = Windows(limits or Limits())
        self.troubles = Troubles()
        self.webhooks = Webhooks(deliver)
        self.users: dict[int, Registration] = {}
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, int] = {}
        self._made = 0
        self._still = now
        self._ahead = timedelta()

    @property
    def now(self) -> datetime:
        """The moment it is in the simulated world, in UTC."""
        return self._still if self._still is not None else datetime.now(UTC) + self._ahead

    @property
    def live(self) -> bool:
        """Whether the clock runs."""
        return self._still is None

    def set_now(self, moment: datetime | None) -> None:
        """Stop the clock at an aware moment, or let it run in real time again (None)."""
        self._still, self._ahead = (moment.astimezone(UTC) if moment else None), timedelta()

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> None:
        """Move the clock on; it runs or stands still as before."""
        step = timedelta(days=days, hours=hours, minutes=minutes)
        if self._still is None:
            self._ahead += step
        else:
            self._still += step

    async def tell(self, since: datetime) -> int:
        """Deliver the webhook notices of all syncs since a moment; returns how many arrived.

        Late ones are those of a stretch that ended as long ago as they are late.
        """
        late = self.webhooks.late
        if self.webhooks.webhook is None:
            return 0
        told = sorted(
            (each for person in self.users for each in notices(self.view(person), since - late)),
            key=lambda each: each[0],
        )
        told = [each for each in told if each[0] <= self.now - late]
        return sum([await self.webhooks.notify(notice, at) for at, notice in told])

    def view(self, person: int) -> View:
        """Return a registered user's data as they are known now."""
        return View(self.watches[person], self.now, self.users[person].at, self.dense)

    def find(self, who: str) -> Person | None:
        """Return a person by id or name, in any case; None for a stranger."""
        wanted = who.strip().casefold()
        names = ((p, (str(p.polar_user_id), p.first_name, p.name)) for p in self.people.values())
        return next((p for p, each in names if wanted in map(str.casefold, each)), None)

    def token_for(self, person: Person | int, registered: datetime | None = None) -> str:
        """Return a bearer token of a person, registered since their first day unless told.

        The first token of a person is the same in every world, so that it outlives a restart.
        """
        who = person if isinstance(person, int) else person.polar_user_id
        first_day = to_utc(midnight(self.people[who].first_day), 0)
        self.users.setdefault(who, Registration(f"member-{who}", registered or first_day))
        token = self._secret(f"token/{who}")
        self.tokens[token] = who
        return token

    def register(self, person: int, member_id: str) -> bool:
        """Register a user; False when the person or the member-id is registered already."""
        taken = any(user.member_id == member_id for user in self.users.values())
        if person in self.users or taken:
            return False
        self.users[person] = Registration(member_id, self.now)
        return True

    def deregister(self, person: int) -> None:
        """Forget a user and revoke all tokens."""
        self.users.pop(person, None)
        self.tokens = {token: who for token, who in self.tokens.items() if who != person}

    def revoke(self, token: str) -> None:
        """Make a token dead."""
        self.tokens.pop(token, None)

    def authorize(self, person: int, redirect_uri: str | None) -> str:
        """Return a code with which an application may fetch a token for ten minutes."""
        code = self._new("code")
        self.codes[code] = Code(person, redirect_uri, self.now)
        return code

    def exchange(self, code: str, redirect_uri: str | None) -> Row | None:
        """Return the token answer for a code; None for a bad one.

        A second use is refused and revokes what the first use made.
        """
        found = self.codes.get(code)
        if found is not None and found.token is not None:
            self.revoke(found.token)
            return None
        if found is None or found.redirect_uri != redirect_uri:
            return None
        if self.now - found.issued > CODE_LIFE:
            return None
        found.token = self._new("token")
        self.tokens[found.token] = found.person
        return {
            "access_token": found.token,
            "token_type": "bearer",
            "expires_in": 315_359_999,
            "x_user_id": found.person,
        }

    def webhook_names(self) -> tuple[str, str]:
        """Return an id and a secret for a new webhook."""
        return self._new("webhook")[:6], str(UUID(self._new("secret")))

    def _new(self, what: str) -> str:
        self._made += 1
        return self._secret(f"{what}/{self._made}")

    def _secret(self, what: str) -> str:
        seeds = ",".join(str(person.seed) for person in list(self.people.values())[:1])
        return sha256(f"{seeds}/{what}".encode()).hexdigest()[:32]
