"""Imports of archives; the archive itself is sent to REST."""

import uuid
from typing import Annotated

import strawberry

from app.deeds import imports
from app.errors import NotFound
from app.records.imports import ImportRun
from schema.context import Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, AS_A_ROW


@asked
class UndoImportInput:
    """Which import to take back."""

    run_id: strawberry.ID = strawberry.field(description="`runId` of the import.")


@answered()
class UndoImportPayload:
    """The import that was taken back."""

    run: Annotated[ImportRun, "The import."]


UndoImport = Annotated[
    UndoImportInput, strawberry.argument(name="input", description="Which import.")
]


@strawberry.type
class ImportDeeds:
    """Deeds about imports."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def undo_import(self, info: Info, asked: UndoImport) -> UndoImportPayload | None:
        """Take back what an import brought, and only that; needs the scope ADMIN.

        What a sync has taken over stays. The latest import first.
        """
        context = info.context
        run = await imports.undo(context.state, context.holder, _name(asked.run_id))
        context.changed()
        return UndoImportPayload(run=run)


def _name(run_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(run_id)
    except ValueError:
        raise NotFound("There is no such import.") from None
