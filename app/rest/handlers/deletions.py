"""Single exercises, tests and nights, deleted for good."""

from app.deeds import rows
from app.records.deletion import RowReceipt
from app.rest.endpoint import RestRequest
from app.rest.shapes.service import RowDeleted


async def exercise(asked: RestRequest) -> RowDeleted:
    """The end of an exercise and of every record that repeats it."""
    of = asked.state, asked.caller, asked.user_id
    return _deleted(await rows.delete_exercise(*of, asked.values["id"]))


async def night(asked: RestRequest) -> RowDeleted:
    """The end of what was measured in a night."""
    return _deleted(await rows.delete_night(asked.state, asked.caller, asked.user_id, asked.date))


async def ecg(asked: RestRequest) -> RowDeleted:
    """The end of a wrist ECG."""
    of = asked.state, asked.caller, asked.user_id
    return _deleted(await rows.delete_ecg_test(*of, asked.values["id"]))


async def spo2(asked: RestRequest) -> RowDeleted:
    """The end of a blood oxygen test."""
    of = asked.state, asked.caller, asked.user_id
    return _deleted(await rows.delete_spo2_test(*of, asked.values["id"]))


def _deleted(receipt: RowReceipt) -> RowDeleted:
    return RowDeleted("Deleted. No later sync brings it back.", receipt.user_id, receipt.rows)
