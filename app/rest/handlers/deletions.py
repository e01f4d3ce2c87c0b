"""Single exercises, tests and nights, deleted for good."""

from app.deeds import rows
from app.records.deletion import RowReceipt, SpotTest
from app.rest.endpoint import Handler, RestRequest
from app.rest.shapes.service import RowDeleted


async def exercise(asked: RestRequest) -> RowDeleted:
    """The end of an exercise and of every record that repeats it."""
    of = asked.state, asked.caller, asked.user_id
    return _deleted(await rows.delete_exercise(*of, asked.values["id"]))


async def night(asked: RestRequest) -> RowDeleted:
    """The end of what was measured in a night."""
    return _deleted(await rows.delete_night(asked.state, asked.caller, asked.user_id, asked.date))


def test(kind: SpotTest) -> Handler:
    """The end of a test that was made on purpose."""

    async def delete(asked: RestRequest) -> RowDeleted:
        of = asked.state, asked.caller, asked.user_id
        return _deleted(await rows.delete_test(*of, kind, asked.values["id"]))

    return delete


def _deleted(receipt: RowReceipt) -> RowDeleted:
    return RowDeleted("Deleted. No later sync brings it back.", receipt.user_id, receipt.rows)
