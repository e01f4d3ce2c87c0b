"""What AccessLink knows of one person at one moment: nothing that has not been synced yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from app.simulator.body import Day, Person, Workout
from app.simulator.times import midnight, to_utc
from app.simulator.watch import MINUTES, Watch

WAKE_TO_SYNC = timedelta(minutes=20)
EXERCISE_DAYS = 30
LIST_DAYS = 28


@dataclass(frozen=True)
class Upload:
    """One session as it reached Polar: its day, its place on that day, and when it arrived."""

    day: Day
    place: int
    at: datetime

    @property
    def workout(self) -> Workout:
        """Return the session itself."""
        return self.day.workouts[self.place]


@dataclass(frozen=True)
class View:
    """One person's data as seen at `now` (UTC); `registered` hides older exercises."""

    watch: Watch
    now: datetime
    registered: datetime
    dense: bool = False

    @property
    def person(self) -> Person:
        """Return whose data these are."""
        return self.watch.person

    @cached_property
    def local_now(self) -> datetime:
        """Return the moment on the wearer's clock, naive."""
        offset = self.watch.body.offset_minutes(self.now.date())
        there = (self.now + timedelta(minutes=offset)).date()
        offset = self.watch.body.offset_minutes(there)
        return (self.now + timedelta(minutes=offset)).replace(tzinfo=None)

    @property
    def today(self) -> date:
        """Return the wearer's date."""
        return self.local_now.date()

    @property
    def last_days(self) -> tuple[date, date]:
        """Return the first and last date of the lists without dates: 28 dates, today included."""
        return self.today - timedelta(days=LIST_DAYS - 1), self.today

    def cutoff_second(self, on: date) -> int:
        """Return how much of a day is over: 0 of a coming day, 86,400 of a finished one."""
        passed = self.local_now - midnight(on)
        return min(max(int(passed.total_seconds()), 0), 60 * MINUTES)

    def day(self, on: date) -> Day | None:
        """Return a day with the watch on the wrist of which at least a minute is over."""
        if self.cutoff_second(on) < 60:  # noqa: PLR2004 - a minute.
            return None
        day = self.watch.body.day(on)
        return day if day and day.worn else None

    def night(self, on: date) -> Day | None:
        """Return the day whose night was worn and has been synced after waking up."""
        day = self.watch.body.day(on) if on <= self.today else None
        if not day or not day.night.worn:
            return None
        return day if day.night.awake + WAKE_TO_SYNC <= self.local_now else None

    def nights(self, first: date, last: date) -> list[Day]:
        """Return the days with a synced night, ascending."""
        return [day for on in each_date(first, last) if (day := self.night(on))]

    def days(self, first: date, last: date) -> list[Day]:
        """Return the worn days, ascending."""
        return [day for on in each_date(first, last) if (day := self.day(on))]

    def uploads(self, day: Day) -> list[Upload]:
        """Return the sessions of a day that have reached Polar."""
        found = []
        for place, workout in enumerate(day.workouts):
            lag = timedelta(minutes=workout.upload_lag_minutes)
            end = workout.start + timedelta(seconds=int(workout.seconds) + 1)
            at = to_utc(end + lag, day.offset_minutes)
            if at <= self.now:
                found.append(Upload(day, place, at))
        return found

    def exercises(self) -> list[Upload]:
        """Return uploads of the last 30 days, after registration, by time of upload."""
        oldest = max(self.now - timedelta(days=EXERCISE_DAYS), self.registered)
        first = self.today - timedelta(days=EXERCISE_DAYS + 1)
        days = self.watch.body.days(first, self.today)
        uploads = [upload for day in days for upload in self.uploads(day) if upload.at >= oldest]
        return sorted(uploads, key=lambda upload: upload.at)


def each_date(first: date, last: date) -> Iterator[date]:
    """Yield the dates from first to last, both included."""
    for days in range((last - first).days + 1):
        yield first + timedelta(days=days)
