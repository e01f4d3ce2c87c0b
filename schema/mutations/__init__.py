"""What changes something: one module per noun, input, payload and resolver beside each other."""

import strawberry

from schema.mutations.apps import AppDeeds
from schema.mutations.backfills import BackfillDeeds
from schema.mutations.connections import ConnectionDeeds
from schema.mutations.findings import FindingDeeds
from schema.mutations.house import HouseDeeds
from schema.mutations.imports import ImportDeeds
from schema.mutations.keys import KeyDeeds
from schema.mutations.people import PersonDeeds
from schema.mutations.rows import RowDeeds
from schema.mutations.sessions import SessionDeeds
from schema.mutations.syncs import SyncDeeds
from schema.mutations.takeouts import TakeoutDeeds
from schema.mutations.webhooks import WebhookDeeds


@strawberry.type(
    description="What changes something. A field that failed is null; the others were done."
)
class Mutation(
    SyncDeeds,
    FindingDeeds,
    ConnectionDeeds,
    PersonDeeds,
    RowDeeds,
    KeyDeeds,
    SessionDeeds,
    ImportDeeds,
    TakeoutDeeds,
    HouseDeeds,
    BackfillDeeds,
    WebhookDeeds,
    AppDeeds,
):
    """All deeds."""
