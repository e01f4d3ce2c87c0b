"""What a newer answer tells otherwise, or takes back, through a whole sync."""

from typing import Any

import pytest

from app.records.sync import RunState
from tests.app.faults.conftest import Person, PersonOf

SLEEP, EXERCISES = "/v3/users/sleep", "/v3/exercises"
ALERTNESS, BEDTIME = (
    "/v3/users/sleepwise/alertness/date",
    "/v3/users/sleepwise/circadian-bedtime/date",
)
TEMPERATURE = "/v3/users/biosensing/bodytemperature"
CONTACTS = "/v3/users/biosensing/skincontacts"


def sleep(start: str, end: str, date: str = "2026-11-24", **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    """A sleep from one clock time to another; evenings are the day before."""
    day = "2026-11-24"
    before = "2026-11-23"
    return {
        "date": date,
        "sleep_start_time": f"{before if start > '18:00' else day}T{start}:00+01:00",
        "sleep_end_time": f"{day}T{end}:00+01:00",
        **more,
    }


def nights(*answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Lists of sleeps, one after another; the last one stays."""
    return {f"seq:{SLEEP}": [{"nights": each} for each in answers]}


async def synced(person: Person, times: int = 2) -> Person:
    """The person after some syncs that all went well."""
    for _ in range(times):
        assert (await person.sync()).state is RunState.SUCCESS
    return person


NIGHT, EVENING, WHOLE = sleep("02:30", "07:00"), sleep("23:00", "02:00"), sleep("23:00", "07:00")
AFTERNOON = sleep("14:00", "15:10")
SLEEPS = """
    SELECT 'night', to_char(sleep_start_local, 'HH24:MI') FROM sleep WHERE user_id = %(person)s
    UNION ALL
    SELECT 'nap', to_char(sleep_start_local, 'HH24:MI') FROM nap WHERE user_id = %(person)s
    ORDER BY 1 DESC, 2
"""
BROKEN = sleep("22:00", "07:00") | {"sleep_end_time": "2026-11-27T07:00:00+01:00"}


@pytest.mark.parametrize(
    ("later", "told", "gone"),
    [
        # The whole night takes the place of its first hours, also where only they come again…
        ([WHOLE], [("night", "23:00")], 1),
        ([EVENING], [("night", "23:00")], 1),
        # …a nap beside it stays, whether it comes again or not…
        ([WHOLE, AFTERNOON], [("night", "23:00"), ("nap", "14:00")], 1),
        ([NIGHT], [("night", "02:30"), ("nap", "23:00")], 0),
        ([NIGHT, EVENING], [("night", "02:30"), ("nap", "23:00")], 0),
        # …and a night without a true end takes nobody's place.
        ([BROKEN], [("night", "22:00"), ("nap", "23:00")], 0),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
async def test_a_nap_in_a_newer_night(
    later: list[dict[str, Any]],
    told: list[tuple[str, str]],
    gone: int,
    person_of: PersonOf,
    *,
    compressed: bool,
) -> None:
    """Sleep counts once: a nap in the hours of the night that is told now is in the history."""
    person = await synced(person_of(nights([NIGHT, EVENING], later)), 1)
    if compressed:
        await person.sql(packed("nap", "sleep"))
    await synced(person)
    assert await person.sql(SLEEPS) == told
    history = "SELECT key ->> 'sleep_start_local', reason, run_id IS NULL FROM history"
    found = await person.sql(f"{history} WHERE user_id = %(person)s AND relation = 'nap'")
    assert found == [("2026-11-23T23:00:00", "changed", False)] * gone
    naps = await person.graphql("history(relation: NAP) { nodes { reason } }")
    assert naps["history"]["nodes"] == [{"reason": "CHANGED"}] * gone


def packed(*relations: str) -> str:
    """A statement that puts relations into the columnstore."""
    return f"""
        SELECT compress_chunk(chunk, TRUE)::text
        FROM unnest(ARRAY{list(relations)}) AS relation, show_chunks(relation::regclass) AS chunk
    """


async def test_a_nap_measured_anew(person_of: PersonOf) -> None:
    """A nap that comes again shorter and without stages has none of before."""
    nap = sleep("14:00", "15:10", hypnogram={"14:00": 3, "15:10": 0}, sleep_rating=4)
    shorter = sleep("14:00", "14:30")
    person = await synced(person_of(nights([NIGHT, nap], [NIGHT, shorter])))
    stages = "SELECT stage, stage_minute, sleep_rating FROM nap WHERE user_id = %(person)s"
    assert await person.sql(stages) == [(None, None, 4)]


EXTRA = "SELECT extra FROM {} WHERE user_id = %(person)s"


@pytest.mark.parametrize(
    ("later", "extra"),
    [
        (sleep("23:10", "07:00"), None),
        (sleep("23:10", "07:00", mood=2), {"mood": 2}),
        (sleep("23:00", "07:00", sleep_rating=3), {"mood": 1}),
    ],
)
async def test_what_has_no_column_belongs_to_its_version(
    later: dict[str, Any], extra: dict[str, Any] | None, person_of: PersonOf
) -> None:
    """Fields without a column stay as long as the night is the one that they were told of."""
    person = await synced(person_of(nights([WHOLE | {"mood": 1}], [later])))
    assert await person.sql(EXTRA.format("sleep")) == [(extra,)]


RUN = {
    "id": "RUN1",
    "start_time": "2026-11-24T07:00:00",
    "start_time_utc_offset": 60,
    "duration": "PT30M",
    "upload_time": "2026-11-24T08:00:00Z",
    "device_id": "W1",
}
HIGH = [{"sample_type": 0, "recording_rate": 600, "data": "100,101,999"}]
FAIR = [{"sample_type": 0, "recording_rate": 600, "data": "100,101,102"}]
EDITED = RUN | {"upload_time": "2026-11-25T07:00:00Z"}


def exercise(*details: dict[str, Any]) -> dict[str, Any]:
    """An exercise that is listed and detailed in one version after another."""
    bare = [{k: v for k, v in each.items() if k not in COURSE} for each in details]
    lists = {f"seq:{EXERCISES}": [[each] for each in bare]}
    return lists | {f"seq:{EXERCISES}/RUN1": list(details)}


COURSE = {"samples", "heart_rate_zones", "route"}


async def test_heart_rates_that_no_heart_has(person_of: PersonOf) -> None:
    """An edited exercise without impossible heart rates has none of the version before."""
    person = await synced(person_of(exercise(RUN | {"samples": HIGH}, EDITED | {"samples": FAIR})))
    assert await person.sql(EXTRA.format("exercise")) == [(None,)]


ZONES = [{"index": 0, "in_zone": "PT30M"}]
ZONE = "SELECT zone_index FROM exercise_zone JOIN exercise USING (exercise_id)"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"samples": FAIR}, 0),
        ({"samples": FAIR, "heart_rate_zones": []}, 0),
        ({"samples": FAIR, "heart_rate_zones": None}, 0),
        ({"samples": FAIR, "heart_rate_zones": "many"}, 1),
        ({"samples": FAIR, "heart_rate_zones": ZONES}, 1),
    ],
)
async def test_zones_that_were_withdrawn(
    told: dict[str, Any], kept: int, person_of: PersonOf
) -> None:
    """New details without zones leave none; zones that can not be read say nothing."""
    before = RUN | {"samples": FAIR, "heart_rate_zones": ZONES}
    person = person_of(exercise(before, EDITED | told))
    for _ in range(3):
        await person.sync()
    assert await person.sql(f"{ZONE} WHERE user_id = %(person)s") == [(0,)] * kept


def hours(*starts: str) -> list[dict[str, Any]]:
    """Hours of alertness."""
    level = {"validity": "VALIDITY_VALID", "alertness_level": "ALERTNESS_LEVEL_HIGH"}
    return [
        {
            "start_time": f"2026-11-24T{start}:00:00Z",
            "end_time": f"2026-11-24T{int(start) + 1:02}:00:00Z",
            **level,
        }
        for start in starts
    ]


PERIOD = {
    "period_start_time": "2026-11-24T06:00:00Z",
    "period_end_time": "2026-11-24T20:00:00Z",
    "sleep_period_start_time": "2026-11-23T22:00:00Z",
    "sleep_period_end_time": "2026-11-24T06:00:00Z",
    "sleep_timezone_offset_minutes": 60,
}
STRETCH = {
    "start_time": "2026-11-24T06:00:00Z",
    "end_time": "2026-11-24T20:00:00Z",
    "source_device_id": "W1",
}
WARMTH = STRETCH | {"measurement_type": "TM_SKIN_TEMPERATURE"}
OTHER = {"start_time": "2026-11-22T06:00:00Z", "end_time": "2026-11-22T20:00:00Z"}
KINDS: dict[str, tuple[str, str, dict[str, Any], Any, dict[str, Any]]] = {
    "alertness_hour": (
        ALERTNESS,
        "hourly_data",
        PERIOD,
        hours("07", "08"),
        {
            "period_start_time": "2026-11-22T06:00:00Z",
            "sleep_period_start_time": "2026-11-21T22:00:00Z",
            "sleep_period_end_time": "2026-11-22T06:00:00Z",
        },
    ),
    "body_temperature_sample": (
        TEMPERATURE,
        "samples",
        WARMTH,
        [
            {"temperature_celsius": 34.5, "recording_time_delta_milliseconds": 0},
            {"temperature_celsius": 34.6, "recording_time_delta_milliseconds": 60_000},
        ],
        OTHER,
    ),
    "skin_contact_change": (
        CONTACTS,
        "skin_contact_changes",
        STRETCH,
        [
            {"skin_contact": True, "recording_time_delta_milliseconds": 0},
            {"skin_contact": False, "recording_time_delta_milliseconds": 60_000},
        ],
        OTHER,
    ),
}


@pytest.mark.parametrize("relation", KINDS)
@pytest.mark.parametrize("told", [[], None, ...], ids=["empty", "null", "absent"])
@pytest.mark.parametrize("compressed", [False, True])
async def test_parts_that_were_withdrawn(
    relation: str,
    told: Any,  # noqa: ANN401 -- JSON
    person_of: PersonOf,
    *,
    compressed: bool,
) -> None:
    """Parts that come as `[]` or null are gone, those of others stay; absent parts keep."""
    path, name, parent, parts, elsewhere = KINDS[relation]
    other = {**parent, **elsewhere, name: parts}
    later = parent if told is ... else parent | {name: told}
    person = person_of({f"seq:{path}": [[parent | {name: parts}, other], [later, other]]})
    await synced(person, 1)
    count = f"SELECT count(*) FROM {relation} WHERE user_id = %(person)s"
    assert await person.sql(count) == [(4,)]
    if compressed:
        await person.sql(packed("alertness_hour", "body_temperature_sample"))
    await synced(person)
    assert await person.sql(count) == [(4 if told is ... else 2,)]


def bedtime(start: str, end: str) -> dict[str, Any]:
    """A night's bedtime."""
    return {"period_start_time": start, "period_end_time": end, "validity": "VALIDITY_VALID"}


BEDTIMES = [
    bedtime("2026-11-22T20:00:00Z", "2026-11-23T10:00:00Z"),
    bedtime("2026-11-23T20:00:00Z", "2026-11-24T10:00:00Z"),
]


@pytest.mark.parametrize(
    ("later", "stays", "gone"),
    [
        (bedtime("2026-11-23T20:10:00Z", "2026-11-24T10:00:00Z"), 2, 1),
        (bedtime("2026-11-21T20:00:00Z", "2027-11-24T10:00:00Z"), 3, 0),
    ],
)
@pytest.mark.parametrize("compressed", [False, True])
async def test_a_span_that_is_told_anew(
    later: dict[str, Any], stays: int, gone: int, person_of: PersonOf, *, compressed: bool
) -> None:
    """What gives way to another span is in the history; a broken end takes nobody's place."""
    person = await synced(person_of({f"seq:{BEDTIME}": [BEDTIMES, [later]]}), 1)
    if compressed:
        await person.sql(packed("bedtime"))
    await synced(person)
    count = "SELECT count(*) FROM bedtime WHERE user_id = %(person)s"
    assert await person.sql(count) == [(stays,)]
    history = "SELECT reason, earlier ->> 'validity' FROM history WHERE user_id = %(person)s"
    assert await person.sql(history) == [("changed", "VALID")] * gone
