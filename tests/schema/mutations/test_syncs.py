"""Syncs are asked for: queued, handed over, and refused where they can not be."""

import uuid

import pytest

from app.errors import BrokerUnavailable
from tests.schema.conftest import DEAD_TOKEN, MASTER, Ask, Workers
from tests.schema.mutations.errors import error

TRIGGER = """mutation($input: TriggerSyncInput!) { triggerSync(input: $input) {
  run { runId state days origin feeds { feed } } } }"""


async def test_a_sync_is_queued_and_handed_over(ask: Ask, person: str, workers: Workers) -> None:
    """The run is told, and a worker gets it; who asks again is told which is under way."""
    body = await ask(TRIGGER, input={"userId": person, "days": 7, "polarToken": "token"})
    run = body["data"]["triggerSync"]["run"]
    assert run | {"runId": ""} == {
        "runId": "",
        "state": "QUEUED",
        "days": 7,
        "origin": "GRAPHQL",
        "feeds": [],
    }
    assert workers.runs == [uuid.UUID(run["runId"])]
    again = await ask(TRIGGER, input={"userId": person, "polarToken": "token"})
    assert again["data"] == {"triggerSync": None}
    told = error(again)
    assert (told["code"], told["runId"]) == ("sync_running", run["runId"])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "conflict"),
        ({"days": 0}, "invalid_input"),
        ({"days": 366}, "invalid_input"),
        ({"polarToken": ""}, "invalid_input"),
        ({"polarToken": "x" * 5000}, "invalid_input"),
        ({"polarToken": "a\nb"}, "invalid_input"),
        ({"polarToken": "a b"}, "invalid_input"),
    ],
)
async def test_wrong_syncs(ask: Ask, person: str, more: dict[str, object], code: str) -> None:
    """Wrong days, wrong tokens and people without a connection are told as such."""
    assert error(await ask(TRIGGER, input={"userId": person, **more}))["code"] == code


async def test_a_service_key_makes_people_known(ask: Ask, workers: Workers) -> None:
    """With a token, the first sync makes the person known; without one, nobody is found."""
    user_id = f"new-{uuid.uuid4().hex[:8]}"
    unknown = await ask(TRIGGER, secret=MASTER, input={"userId": user_id})
    assert error(unknown)["code"] == "conflict"
    body = await ask(TRIGGER, secret=MASTER, input={"userId": user_id, "polarToken": "token"})
    assert "errors" not in body
    assert len(workers.runs) == 1


async def test_a_strangers_dead_token_leaves_nobody(ask: Ask, workers: Workers) -> None:
    """A token that Polar refuses is told as such, and of somebody new nothing is left."""
    user_id = f"new-{uuid.uuid4().hex[:8]}"
    body = await ask(TRIGGER, secret=MASTER, input={"userId": user_id, "polarToken": DEAD_TOKEN})
    assert error(body)["code"] == "polar_unauthorized"
    assert workers.runs == []
    person = "query($id: ID!) { person(id: $id) { userId } }"
    assert error(await ask(person, secret=MASTER, id=user_id))["code"] == "not_found"


async def test_a_broker_that_is_away_holds_nobody_up(
    ask: Ask, person: str, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run that nobody takes is over, and the next one can be asked for at once."""

    async def away(_: uuid.UUID) -> None:
        raise BrokerUnavailable("The broker takes no work.")

    asked = {"userId": person, "polarToken": "token"}
    with monkeypatch.context() as patched:
        patched.setattr(workers, "sync", away)
        assert error(await ask(TRIGGER, input=asked))["code"] == "broker_unavailable"
    assert "errors" not in await ask(TRIGGER, input=asked)
