"""Imports of archives: send one, look at them, take one back."""

from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from app.deeds import imports as deeds
from app.deeds.imports import ArchiveOrder
from app.errors import InvalidInput, NotFound
from app.reads import imports
from app.records.imports import ImportRun
from app.rest.endpoint import RestRequest, json
from app.rest.shapes.imports import Import, ImportQueued


async def send(asked: RestRequest) -> Response:
    """Take the archive in as it comes, and hand it to the workers."""
    order = ArchiveOrder(
        user_id=asked.user_id,
        origin="rest",
        foreign_owner=asked.values["foreign_owner"],
        ppi=asked.values["ppi"],
    )
    run_id = await deeds.import_upload(asked.state, asked.caller, order, _body(asked))
    where = f"/api/v1/users/{asked.user_id}/imports/{run_id}"
    return json(ImportQueued("queued", asked.user_id, run_id), 202, {"Location": where})


async def _body(asked: RestRequest) -> AsyncIterator[bytes]:
    if asked.stream is None:
        return
    try:
        async for chunk in asked.stream():
            yield chunk
    except ClientDisconnect:
        raise InvalidInput("The request ended early.", "body") from None


async def runs(asked: RestRequest) -> list[Import]:
    """Imports of the person, the newest first."""
    found = await imports.imports(asked.resources.fresh_pool, asked.user_id)
    return [Import.of(run) for run in found]


async def run(asked: RestRequest) -> Import:
    """One import of this person."""
    return Import.of(await _own(asked))


async def undo(asked: RestRequest) -> Import:
    """Take back what an import of this person brought."""
    run_id = asked.values["run_id"]
    return Import.of(await deeds.undo(asked.state, asked.caller, run_id, of=asked.user_id))


async def _own(asked: RestRequest) -> ImportRun:
    found = await imports.import_run(asked.resources.fresh_pool, asked.values["run_id"])
    if found is None or found.user_id != asked.user_id:
        raise NotFound("There is no such import. List the imports to see their ids.")
    return found
