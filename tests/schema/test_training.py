"""Training and trends over GraphQL."""

import pytest

from tests.schema.conftest import Ask

ME = "{ me { %s } }"


async def test_exercises_are_counted_and_narrowed(ask: Ask, data: None) -> None:
    """A page knows how many exercises there are behind its filters, wherever it stands."""
    assert data is None
    text = ME % (
        "all: exercises(first: 1) { totalCount } "
        'road: exercises(text: "road") { totalCount nodes { id } } '
        'runs: exercises(sport: ["RUNNING"], days: 8, first: 1) { totalCount nodes { sportName } } '
        'none: exercises(sport: ["ROWING"]) { totalCount } '
        'any: exercises(sport: [], text: " ") { totalCount }'
    )
    found = (await ask(text))["data"]["me"]
    assert found["all"] == found["any"] == {"totalCount": 30}
    assert found["road"] == {"totalCount": 0, "nodes": []}
    assert found["runs"] == {"totalCount": 3, "nodes": [{"sportName": "RUNNING"}]}
    assert found["none"] == {"totalCount": 0}


@pytest.mark.parametrize("argument", [f'text: "{" a" * 50}"', f'sport: ["{"x" * 101}"]'])
async def test_too_many_words(ask: Ask, argument: str) -> None:
    """Who asks for more words than a person types is told the limit."""
    body = await ask(ME % f"exercises({argument}) {{ totalCount }}")
    assert body["data"]["me"] == {"exercises": None}
    assert body["errors"][0]["extensions"]["code"] == "invalid_input"
    assert "at most 20 words" in body["errors"][0]["message"]


async def test_sports_and_weeks(ask: Ask, data: None) -> None:
    """A person has sports, and weeks of each with time in zones."""
    assert data is None
    text = ME % (
        "sports { sportName sessions firstDate lastDate } trainingWeeks(days: 0) { week sportName "
        "sessions durationSeconds distanceMetres cardioLoad zoneMinutes belowZonesMinutes }"
    )
    found = (await ask(text))["data"]["me"]
    (sport,) = found["sports"]
    assert (sport["sportName"], sport["sessions"]) == ("RUNNING", 30)
    (week,) = found["trainingWeeks"]
    assert (week["week"], week["sessions"]) == ("2026-01-05", 3)
    assert week["distanceMetres"] == 24_000
    assert week["cardioLoad"] == 255.9
    assert week["zoneMinutes"] == [27.0] * 5
    assert week["belowZonesMinutes"] == 0


async def test_form(ask: Ask, data: None) -> None:
    """Form has a place for each day of the window."""
    assert data is None
    text = ME % "trainingForm(days: 9) { dates load acuteLoad chronicLoad form loadRatio }"
    form = (await ask(text))["data"]["me"]["trainingForm"]
    assert {len(column) for column in form.values()} == {10}
    assert form["dates"][-1] == "2026-01-11"
    acute, chronic = form["acuteLoad"][-1], form["chronicLoad"][-1]
    assert form["form"][-1] == pytest.approx(chronic - acute, abs=0.011)
    assert form["loadRatio"][-1] == pytest.approx(acute / chronic, abs=0.006)


async def test_metric_days(ask: Ask, data: None) -> None:
    """The newest day's range is the one of the baseline of today."""
    assert data is None
    text = ME % (
        "metricDays(metrics: [SLEEP_SCORE, HRV_RMSSD], days: 20) { metric unit first dates values "
        "outside count lowerBound q1 median q3 upperBound } "
        "baselines(metrics: [SLEEP_SCORE]) { lowerBound q1 median q3 upperBound sampleCount }"
    )
    found = (await ask(text))["data"]["me"]
    days, (usual,) = found["metricDays"], found["baselines"]
    assert [each["metric"] for each in days] == ["SLEEP_SCORE", "HRV_RMSSD"]
    assert len(days[0]["values"]) == len(days[0]["outside"]) == 21
    assert days[0]["dates"][0] == days[0]["first"] == "2025-12-22"
    told = {name: days[0][name][-1] for name in usual if name != "sampleCount"}
    assert told | {"sampleCount": days[0]["count"][-1]} == usual


async def test_gaps_are_null(ask: Ask, data: None) -> None:
    """A day before the first one has no value, no range and no side, and 0 values behind it."""
    assert data is None
    text = ME % 'metricDays(metrics: [STEPS], from: "2025-01-01", to: "2025-01-01") { %s }'
    names = "values outside lowerBound q1 median q3 upperBound count"
    (found,) = (await ask(text % names))["data"]["me"]["metricDays"]
    assert found == {key: [None] for key in names.split()} | {"count": [0]}


async def test_one_exercise_in_depth(ask: Ask, data: None) -> None:
    """An exercise leads to its neighbours, and tells of its route, splits and recovery."""
    assert data is None
    text = ME % (
        "exercises(first: 2) { nodes { id earlierId laterId route { distanceMetres } "
        "splits { number } heartRateRecovery { heartRateEnd afterSeconds dropOneMinute } } }"
    )
    newest, before = (await ask(text))["data"]["me"]["exercises"]["nodes"]
    assert (newest["laterId"], newest["earlierId"]) == (None, before["id"])
    assert before["laterId"] == newest["id"]
    assert newest["route"]["distanceMetres"] == [0.0, 15.7]
    assert newest["splits"] == []
    recovery = newest["heartRateRecovery"]
    assert recovery == {"heartRateEnd": 102.5, "afterSeconds": None, "dropOneMinute": None}
    assert before["heartRateRecovery"] is None
