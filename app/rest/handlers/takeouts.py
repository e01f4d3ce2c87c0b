"""Exports of everything about a person: ordered, looked at, fetched."""

from starlette.responses import FileResponse, Response

from app.deeds import takeouts as deeds
from app.errors import NotFound
from app.reads import takeouts
from app.rest.endpoint import RestRequest, json
from app.rest.shapes.takeouts import Takeout

ZIP = "application/zip"


async def start(asked: RestRequest) -> Response:
    """Hand it to the workers."""
    found = await deeds.start(asked.state, asked.caller, asked.user_id, "rest")
    where = f"/api/v1/users/{asked.user_id}/takeouts/{found.run_id}"
    return json(Takeout.of(found), 202, {"Location": where})


async def runs(asked: RestRequest) -> list[Takeout]:
    """Exports of the person, the newest first."""
    found = await takeouts.takeouts(asked.resources.fresh_pool, asked.user_id)
    return [Takeout.of(each) for each in found]


async def run(asked: RestRequest) -> Takeout:
    """One export of this person."""
    found = await takeouts.takeout(asked.resources.fresh_pool, asked.values["run_id"])
    if found is None or found.user_id != asked.user_id:
        raise NotFound("There is no such export. List the exports to see their ids.")
    return Takeout.of(found)


async def file(asked: RestRequest) -> Response:
    """The ZIP, as it lies on the disk."""
    run_id = asked.values["run_id"]
    path = await deeds.file(asked.state, asked.caller, asked.user_id, run_id)
    return FileResponse(path, media_type=ZIP, filename=f"ursa-{asked.user_id}.zip")
