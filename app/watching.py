"""/metrics, for Prometheus: what an operator wants to be woken by, and what they look at then.

For bearers of METRICS_TOKEN, and for this machine itself, unless somebody else's request was
passed on by a proxy here.
"""

import asyncio
import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.errors import DatabaseUnavailable, Forbidden
from app.origins import passed_on
from app.reads import server
from app.reads.backups import newest_at
from app.records.server import ConnectedPeople, FeedOutcome, Job, PolarWindow, Queue, StoredRelation
from app.resources import Resources, utc_now
from app.settings import LOOPBACK, Settings

LATE_AFTER = 3
"""A person is late after so many intervals without data."""
OUTCOMES_OF = dt.timedelta(hours=24)


def metrics_route(registry: CollectorRegistry) -> Route:
    """The route of /metrics; `registry` holds what this process counts by itself."""
    ProcessCollector(registry=registry)

    async def answer(request: Request) -> Response:
        resources: Resources = request.scope["state"]["resources"]
        require_watcher(request, resources.settings)
        found = await _look(resources)
        text = generate_latest(registry) + generate_latest(_registered(found))
        return PlainTextResponse(text, media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", answer)


def require_watcher(request: Request, settings: Settings) -> None:
    """Raise Forbidden unless the token was sent, or this machine itself asks."""
    token = settings.metrics_token
    sent = request.headers.get("authorization", "").removeprefix("Bearer ")
    known = token is not None and secrets.compare_digest(
        sent.encode(), token.get_secret_value().encode()
    )
    if not known and not from_this_machine(request):
        raise Forbidden(
            "/metrics is for this machine, and for bearers of METRICS_TOKEN: "
            "send Authorization: Bearer …"
        )


def from_this_machine(request: Request) -> bool:
    """Whether somebody here asks for themselves, and no proxy for somebody else."""
    here = request.client is not None and request.client.host in LOOPBACK
    return here and not passed_on(request.headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was looked at; the database's part is empty while it does not answer."""

    now: dt.datetime
    pools: dict[str, dict[str, int]]
    queue: Queue | None = None
    people: ConnectedPeople | None = None
    outcomes: list[FeedOutcome] | None = None
    jobs: list[Job] | None = None
    budget: list[PolarWindow] | None = None
    relations: list[StoredRelation] | None = None
    backup_at: dt.datetime | None = None


async def _look(resources: Resources) -> _Seen:
    now, pools = resources.clock(), _pools(resources)
    backup_at = await asyncio.to_thread(newest_at, resources.settings.backup_place)
    try:
        seen = await asyncio.wait_for(_ask(resources, now, pools), timeout=10)
    except (DatabaseUnavailable, TimeoutError):
        seen = _Seen(now=now, pools=pools)
    return replace(seen, backup_at=backup_at)


async def _ask(resources: Resources, now: dt.datetime, pools: dict[str, dict[str, int]]) -> _Seen:
    pool = resources.fresh_pool
    interval = dt.timedelta(minutes=resources.settings.sync_interval_minutes)
    return _Seen(
        now=now,
        pools=pools,
        queue=await server.queue(pool),
        people=await server.connected_people(pool, now - LATE_AFTER * interval),
        outcomes=await server.feed_outcomes(pool, now - OUTCOMES_OF),
        jobs=await server.jobs(pool),
        budget=await server.polar_budget(pool),
        relations=await server.relations(pool),
    )


def _pools(resources: Resources) -> dict[str, dict[str, int]]:
    pools = {"writes": resources.pool, "reads": resources.fresh_pool}
    if resources.read_pool is not resources.fresh_pool:
        pools["replica"] = resources.read_pool
    return {name: pool.get_stats() for name, pool in pools.items()}


class _Told(Collector):
    """Families that were made already."""

    def __init__(self, families: Iterable[GaugeMetricFamily]) -> None:
        self._families = list(families)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """All of them."""
        return self._families


def _registered(seen: _Seen) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(_families(seen)))
    return registry


def _families(seen: _Seen) -> Iterator[GaugeMetricFamily]:
    yield _one("ursa_database_up", "Whether the database answers.", seen.queue is not None)
    yield from _pool_families(seen)
    if (age := _age(seen.backup_at, utc_now())) is not None:
        yield _one("ursa_backup_age_seconds", "Age of the newest whole backup.", age)
    if seen.queue is not None:
        yield from _queue_families(seen.queue, seen.now)
    if seen.people is not None:
        yield from _people_families(seen.people)
    yield from _listed_families(seen)


def _pool_families(seen: _Seen) -> Iterator[GaugeMetricFamily]:
    for name, key, meaning in (
        ("size", "pool_size", "Connections that are open."),
        ("available", "pool_available", "Connections that nobody uses."),
        ("waiting", "requests_waiting", "Requests that wait for a connection."),
    ):
        values = [((pool,), stats.get(key, 0)) for pool, stats in seen.pools.items()]
        yield _many(f"ursa_pool_{name}", meaning, ("pool",), values)


def _queue_families(queue: Queue, now: dt.datetime) -> Iterator[GaugeMetricFamily]:
    syncs = [(("queued",), queue.queued), (("running",), queue.running)]
    yield _many("ursa_syncs", "Syncs that wait or are worked on.", ("state",), syncs)
    age = _age(queue.oldest_queued_at, now)
    yield _one("ursa_queue_age_seconds", "How long the oldest sync has waited.", age or 0)
    yield _one("ursa_dead_messages", "Messages given up on in the last 30 days.", queue.dead)
    yield _one("ursa_failed_jobs", "Lines of the timetable that failed last.", queue.failed)
    if (silent := _age(queue.last_work_at, now)) is not None:
        yield _one("ursa_workers_silent_seconds", "Since when no worker did anything.", silent)


def _people_families(people: ConnectedPeople) -> Iterator[GaugeMetricFamily]:
    values = [((kind,), getattr(people, kind)) for kind in ("connected", "refused", "late")]
    meaning = "People connected to Polar; whose token is refused; of whom no data came in time."
    yield _many("ursa_people", meaning, ("kind",), values)


def _listed_families(seen: _Seen) -> Iterator[GaugeMetricFamily]:
    yield _many(
        "ursa_feed_outcomes",
        "How feeds of syncs ended in 24 hours.",
        ("feed", "state"),
        [((each.feed, each.state), each.runs) for each in seen.outcomes or ()],
    )
    yield _many(
        "ursa_job_age_seconds",
        "Since when a line of the timetable was not done.",
        ("job",),
        [
            ((job.job_id,), age)
            for job in seen.jobs or ()
            if job.state != "dead" and (age := _age(job.ended_at, seen.now)) is not None
        ],
    )
    yield _many(
        "ursa_polar_requests_left",
        "Requests that Polar still allows, as it last said.",
        ("window",),
        [((each.span,), _left(each, seen.now)) for each in seen.budget or ()],
    )
    yield _many(
        "ursa_relation_bytes",
        "Size of a relation on disk, indexes included.",
        ("relation",),
        [((each.relation,), each.size_bytes) for each in seen.relations or ()],
    )


def _left(window: PolarWindow, now: dt.datetime) -> int:
    return window.allowed if window.resets_at <= now else window.allowed - window.used


def _age(then: dt.datetime | None, now: dt.datetime) -> float | None:
    return None if then is None else max(0.0, (now - then).total_seconds())


def _one(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=float(value))


def _many(
    name: str, meaning: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], Any]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for words, value in values:
        family.add_metric(words, float(value))
    return family
