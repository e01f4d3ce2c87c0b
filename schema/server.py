"""The house itself: what everybody may know of it, and what its owner may."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated

import strawberry

import app
from app.auth import require_house
from app.deeds import house
from app.errors import Conflict
from app.reads import server
from app.reads.desk import Pool
from app.records import server as records
from app.records.house import ClientSource
from app.records.timetable import Timetable
from app.records.webhook import PolarWebhook
from schema import enums, ids
from schema.connections import Order
from schema.context import Context, Info
from schema.fields import field
from schema.prices import ADMIN, STATEMENT, flat
from schema.publish import plain_field, publish, published
from schema.scalars import Json

WORKERS_SLEEP_S = 300
"""The timetable has work each minute: who did none for so long has no workers, or stuck ones."""

publish(
    records.PolarWindow,
    name="PolarBudgetWindow",
    more={
        "left": plain_field(
            lambda row: max(0, row.allowed - row.used), "Requests that are left in it.", int
        )
    },
)
publish(records.DatabaseSize, name="DatabaseSize")
publish(records.StoredRelation, name="StoredRelation")
publish(records.Job, name="Job", ids=("job_id",), enums={"state": enums.JOB_STATE})
publish(records.Queue, name="WorkQueue")
publish(Timetable, name="Timetable")
publish(records.ServerSetting, name="ServerSetting", enums={"source": enums.SETTING_SOURCE})
publish(records.Check, name="DoctorCheck")
AUDIT_ENTRY = publish(
    records.AuditEntry,
    name="AuditEntry",
    ids=("audit_id",),
    kinds={"details": Json | None},
    more={
        "userId": plain_field(
            attrgetter("user_id"), "The person it concerns; null: nobody.", strawberry.ID | None
        )
    },
)
AUDIT_LOG: Order[records.AuditEntry, records.AuditEntry] = Order(
    "audit", lambda row: (row.audit_id,), (ids.number,), lambda row: row
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What everybody with a key may know of the house."""

    version: Annotated[str, "Version of Ursa."]
    polar_client: Annotated[bool, "Whether Ursa is a client of Polar's: people can be connected."]
    embedded: Annotated[bool, "Whether the database is the embedded one; else it is a server."]
    demo: Annotated[bool, "Whether its people are simulated."]
    public_url: Annotated[str, "Address under which people reach it."]
    sync_interval_minutes: Annotated[int, "Minutes between two syncs of a connected person."]
    sync_days_lookback: Annotated[int, "Days that a sync looks back unless somebody says so."]


@published("facts")
class Server:
    """The house itself; what is the owner's needs the scope ADMIN of a key for everybody."""

    facts: strawberry.Private[Facts]

    @field(price=flat(STATEMENT), lasting=False)
    async def next_sync_at(self, info: Info) -> dt.datetime | None:
        """When the timetable syncs somebody whom the key opens; null while nobody is connected."""
        context = info.context
        pool, only = context.own_desk.pool, context.holder.user_id
        return await server.next_sync(pool, only, context.now)

    @field(price=flat(STATEMENT), scope=ADMIN, lasting=False)
    async def timetable(self, info: Info) -> Timetable | None:
        """What the timetable promises, and what it takes of Polar's budget. The owner's."""
        return await server.timetable(_owners(info.context))

    @field(price=flat(STATEMENT), lasting=False)
    async def workers_alive(self, info: Info) -> bool:
        """Whether workers run: the server's own threads, or others that did something of late."""
        context = info.context
        alive = context.state.get("workers_alive")
        if alive is not None:
            return alive()
        queue = await server.queue(context.own_desk.pool)
        last = None if queue is None else queue.last_work_at
        return last is not None and (context.now - last).total_seconds() < WORKERS_SLEEP_S

    @field(price=flat(STATEMENT, 2), scope=ADMIN, lasting=False)
    async def polar_budget(self, info: Info) -> list[records.PolarWindow] | None:
        """What is left of Polar's request budget; empty before it answered. The owner's."""
        return await server.polar_budget(_owners(info.context))

    @field(price=flat(STATEMENT), scope=ADMIN, lasting=False)
    async def polar_webhook(self, info: Info) -> PolarWebhook | None:
        """The webhook that Ursa made at Polar, as last looked at; null: none. The owner's."""
        return await server.polar_webhook(_owners(info.context), info.context.now)

    @field(price=flat(STATEMENT), scope=ADMIN, lasting=False)
    async def database(self, info: Info) -> records.DatabaseSize | None:
        """The database as a whole. The owner's."""
        return await server.database_size(_owners(info.context))

    @field(price=flat(100, 30), scope=ADMIN, lasting=False)
    async def relations(self, info: Info) -> list[records.StoredRelation] | None:
        """Hypertables and aggregates, the largest first: chunks and compression. The owner's."""
        return await server.relations(_owners(info.context))

    @field(price=flat(STATEMENT, 20), scope=ADMIN, lasting=False)
    async def jobs(self, info: Info) -> list[records.Job] | None:
        """The timetable, what is due next first, then what was given up; 50 lines. The owner's."""
        return await server.jobs(_owners(info.context))

    @field(price=flat(STATEMENT), scope=ADMIN, lasting=False)
    async def queue(self, info: Info) -> records.Queue | None:
        """What waits for the workers. The owner's."""
        return await server.queue(_owners(info.context))

    @field(price=flat(0, 40), scope=ADMIN, lasting=False)
    async def settings(self, info: Info) -> list[records.ServerSetting] | None:
        """Every setting and where it is from; never a secret. The owner's."""
        context = info.context
        require_house(context.holder)
        told = await house.polar_client(context.state, context.holder)
        stored = {}
        if told.source == ClientSource.STORED.value and told.client_id:
            stored = {"polar_client_id": told.client_id, "polar_client_secret": "set"}
        return server.settings(context.state["resources"].settings, stored)

    @field(price=flat(1000, 10), scope=ADMIN, lasting=False)
    async def checks(self, info: Info) -> list[records.Check] | None:
        """What `ursa doctor` looks at, Polar included: it may take seconds. The owner's."""
        require_house(info.context.holder)
        examine = info.context.state.get("doctor")
        if examine is None:
            raise Conflict("This server can not examine itself: run `ursa doctor` beside it.")
        return await examine()


async def server_of(context: Context) -> Server:
    """The house, as every caller may begin to look at it."""
    resources = context.state["resources"]
    settings = resources.settings
    return Server(
        facts=Facts(
            version=app.__version__,
            polar_client=await house.has_client(resources),
            embedded=settings.embedded,
            demo=settings.demo,
            public_url=settings.public_url,
            sync_interval_minutes=settings.sync_interval_minutes,
            sync_days_lookback=settings.sync_days_lookback,
        )
    )


def _owners(context: Context) -> Pool:
    """Where the owner's questions go; raises Forbidden for everybody else."""
    require_house(context.holder)
    return context.own_desk.pool
