"""What the demo's people were told, morning by morning: `python -m bench.mornings`.

Each of the three is synced from the simulator over 120 days, and the last 60 mornings are analysed
as they were; docs/mornings.md is written for reading, as the person themselves would.
"""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import httpx
import numpy as np
from cryptography.fernet import Fernet

from app.analysis import eras
from app.analysis.baseline import baseline
from app.analysis.history import History
from app.analysis.insights import insights
from app.analysis.patterns import detect
from app.findings.baselines import DOCUMENTED
from app.records.findings import DailyValues, Insights, Reading
from app.records.sleep import Night
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.body import Person
from app.simulator.people import demo_people
from app.simulator.world import World
from app.store import findings
from app.sync import runs, work
from bench.database import open_migrated

FIRST, DAYS, STEP, MORNINGS = dt.date(2025, 9, 1), 120, 28, 60
PAGE = Path(__file__).parents[1] / "docs" / "mornings.md"
HEAD = f"""# {MORNINGS} mornings of the demo's people

Written by `python -m bench.mornings`: what insights told, word by word. Mornings on which nothing
was said are left out; what goes on over mornings running stands once, in the words of the first
and with its last one.

"""


async def walked(resources: Resources, world: World, person: Person) -> None:
    """All of a person's days, in the database."""
    for day in range(DAYS - 4 * STEP, DAYS + 1, STEP):
        world.set_now(dt.datetime.combine(_day(day), dt.time(20), dt.UTC))
        run_id = await runs.queue_run(
            resources,
            user_id=str(person.polar_user_id),
            days=STEP,
            origin="bench",
            token=world.token_for(person.polar_user_id),
            met_by="bench",
        )
        await work.sync_run(resources, run_id)


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def told(days: list[DailyValues], nights: list[Night], today: dt.date) -> Insights:
    """What a morning says, of what was known on it."""
    history = History.of(days, today, nights)
    known = {metric: history.last(metric, 90) for metric in DOCUMENTED}
    patterns = detect(history)
    split = eras.parts(history, patterns)
    usual = (baseline(metric.key, values, today) for metric, values in known.items())
    return insights(
        today=today,
        first_night=FIRST,
        newest={m.key: new for m in known if (new := history.newest(m, within=30))},
        before={
            metric.key: Reading(date=today - dt.timedelta(days=1), value=float(values[-2]))
            for metric, values in known.items()
            if np.isfinite(values[-2])
        },
        baselines=[
            replace(each, parts=tuple(part for part in split if part.metric == each.metric))
            for each in usual
        ],
        patterns=patterns,
    )


Said = tuple[str, str]
"""What goes on (priority, code and metric), and its words."""


def lines(days: list[DailyValues], nights: list[Night]) -> Iterator[tuple[dt.date, list[Said]]]:
    """What each morning says."""
    for day in map(_day, range(DAYS - MORNINGS + 1, DAYS + 1)):
        found = told(days, nights, day)
        sentences = [
            (f"{each.priority} {each.code} {each.metric}", f"{each.priority}: {each.fact}")
            for each in found.observations
        ]
        advice = [(each.action, f"advice: {each.description}") for each in found.suggestions]
        yield day, sentences + advice


def story(mornings: list[tuple[dt.date, list[Said]]]) -> Iterator[str]:
    """A line for each morning with something new, and until when each of it goes on."""
    before: set[str] = set()
    for place, (day, said) in enumerate(mornings):
        new = [
            f"{text}{_until(mornings[place:], what)}" for what, text in said if what not in before
        ]
        if new:
            yield f"| {day:%d %b} | " + "<br>".join(new) + " |\n"
        before = {what for what, _ in said}


def _until(mornings: list[tuple[dt.date, list[Said]]], what: str) -> str:
    """'(until 9 Nov)', of what goes on for more than a morning."""
    running = takewhile(lambda morning: any(each == what for each, _ in morning[1]), mornings)
    last = [day for day, _ in running][-1]
    return "" if last == mornings[0][0] else f" (until {last:%d %b})"


async def page(resources: Resources, world: World, person: Person) -> str:
    """One person's mornings."""
    await walked(resources, world, person)
    user_id, last = str(person.polar_user_id), _day(DAYS)
    days = await findings.daily_values(resources.pool, user_id, FIRST, last)
    nights = await findings.nights(resources.pool, user_id, FIRST, last)
    said = "".join(story(list(lines(days, nights))))
    return f"## {person.first_name}: {person.story}\n\n| day | said |\n|---|---|\n{said}\n"


async def main() -> None:
    """Sync, analyse, write."""
    people = demo_people(FIRST)
    world = World(people)
    settings = Settings.model_validate(
        {"polar_api_url": "http://polar", "encryption_key": Fernet.generate_key().decode()}
    )
    transport = httpx.ASGITransport(create_simulator(world))
    async with (
        open_migrated() as (url, _),
        open_resources(
            settings, database_url=url, clock=lambda: world.now, transport=transport
        ) as resources,
    ):
        pages = [await page(resources, world, person) for person in people]
    PAGE.write_text(HEAD + "\n".join(pages))


if __name__ == "__main__":
    asyncio.run(main())
