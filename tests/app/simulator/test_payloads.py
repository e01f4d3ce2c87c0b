"""Invariants of what the simulator sends, over several people, seeds and days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from statistics import fmean
from typing import Any

import pytest

from app.simulator.payloads import (
    activity,
    biosensing,
    cardio_load,
    exercise,
    heart_rate,
    recharge,
    sleep,
    sleepwise,
)
from app.simulator.people import demo_people
from app.simulator.times import midnight
from app.simulator.view import View
from app.simulator.watch import Watch

FIRST = date(2026, 3, 1)
NOW = datetime(2026, 7, 1, 9, 42, 10, tzinfo=UTC)
REGISTERED = datetime(2026, 3, 1, tzinfo=UTC)
CASES = [(place, seed) for place in range(3) for seed in (0, 7)]


@pytest.fixture(params=CASES, ids=str, scope="module")
def view(request: pytest.FixtureRequest) -> View:
    """Return a person's view with the last 28 days ahead."""
    place, seed = request.param
    return View(Watch(demo_people(FIRST, seed)[place]), NOW, REGISTERED, dense=bool(seed))


def rows(value: object) -> Any:  # noqa: ANN401 - JSON.
    """Return a JSON value for looking into."""
    return value


def seconds(text: str) -> float:
    """Return the seconds of an ISO duration."""
    total, number = 0.0, ""
    for letter in text.removeprefix("PT"):
        if letter in "HMS":
            total += float(number) * {"H": 3600, "M": 60, "S": 1}[letter]
            number = ""
        else:
            number += letter
    return total


def test_stages_fill_the_night(view: View) -> None:
    """Stage seconds and interruptions add up to the night, in epochs of 30 seconds."""
    nights = rows(sleep.nights(view))["nights"]
    assert len(nights) >= 22
    for night in nights:
        stages = [night[f"{name}_sleep"] for name in ("light", "deep", "rem")]
        awake = night["total_interruption_duration"]
        start, end = (datetime.fromisoformat(night[f"sleep_{e}_time"]) for e in ("start", "end"))
        assert sum(stages) + awake + night["unrecognized_sleep_stage"] == (end - start).seconds
        assert {value % 30 for value in (*stages, awake)} == {0}
        short, long = night["short_interruption_duration"], night["long_interruption_duration"]
        assert short + long == awake
        assert end.date().isoformat() == night["date"]
        assert 0.10 <= stages[1] / sum(stages) <= 0.27
        assert 55 <= night["sleep_score"] <= 95
        assert 1 <= night["sleep_charge"] <= 5


def test_hypnogram_begins_and_ends_with_the_night(view: View) -> None:
    """The first key is the start minute, the last one the end minute with 0."""
    for night in rows(sleep.nights(view))["nights"]:
        keys = list(night["hypnogram"])
        assert keys[0] == night["sleep_start_time"][11:16]
        assert keys[-1] == night["sleep_end_time"][11:16]
        assert night["hypnogram"][keys[-1]] == 0
        assert set(night["hypnogram"].values()) <= {0, 1, 3, 4}
        assert len(night["heart_rate_samples"]) > 50


def test_recharge_averages_cover_four_hours(view: View) -> None:
    """The averages are those of the samples from 30 minutes to 4.5 hours after falling asleep."""
    nights = {night["date"]: night for night in rows(sleep.nights(view))["nights"]}
    for row in rows(recharge.recharges(view))["recharges"]:
        start = datetime.fromisoformat(nights[row["date"]]["sleep_start_time"])
        first = start.hour * 60 + start.minute + start.second / 60
        inside = {
            name: [
                value
                for key, value in row[name].items()
                if 30 <= (int(key[:2]) * 60 + int(key[3:]) + 0.5 - first) % 1440 < 270
            ]
            for name in ("hrv_samples", "breathing_samples")
        }
        assert fmean(inside["hrv_samples"]) == pytest.approx(
            row["heart_rate_variability_avg"], abs=1.5
        )
        assert fmean(inside["breathing_samples"]) == pytest.approx(
            row["breathing_rate_avg"], abs=0.2
        )
        assert row["beat_to_beat_avg"] == pytest.approx(60000 / row["heart_rate_avg"], rel=0.012)
        assert 1 <= row["ans_charge_status"] <= 5
        assert 1 <= row["nightly_recharge_status"] <= 6


def test_no_charge_without_baseline() -> None:
    """The first nights' recharges have no charge keys at all."""
    early = View(Watch(demo_people(FIRST)[0]), REGISTERED + timedelta(days=3), REGISTERED)
    row = rows(recharge.recharges(early))["recharges"][-1]
    assert "ans_charge" not in row
    assert "heart_rate_variability_avg" in row


def test_steps_filled_forward_add_up(view: View) -> None:
    """Step samples, each repeated until the next one, add up to the day's steps."""
    for row in rows(activity.activities(view, *view.last_days, activity.Parts())):
        samples = row["samples"]["steps"]["samples"]
        end = row["end_time"][11:16]
        over = 1440 if row["end_time"].endswith("23:59:59") else int(end[:2]) * 60 + int(end[3:])
        at = [int(s["timestamp"][11:13]) * 60 + int(s["timestamp"][14:16]) for s in samples]
        lengths = [stop - begin for begin, stop in zip(at, [*at[1:], over], strict=True)]
        total = sum(s["steps"] * length for s, length in zip(samples, lengths, strict=True))
        assert total == row["steps"] == row["samples"]["steps"]["total_steps"]
        counts = [s["steps"] for s in samples]
        assert all(a != b for a, b in pairwise(counts))


def test_zones_are_changes_that_fill_the_day(view: View) -> None:
    """Zones change at each entry, and their active ones add up to the active duration."""
    row = rows(activity.activities(view, *view.last_days, activity.Parts()))[3]
    samples = row["samples"]["activity_zones"]["samples"]
    zones = [sample["zone"] for sample in samples]
    assert all(a != b for a, b in pairwise(zones))
    at = [datetime.fromisoformat(sample["timestamp"]) for sample in samples]
    ends = [*at[1:], datetime.fromisoformat(row["start_time"]) + timedelta(days=1)]
    spans = [(end - begin).total_seconds() for begin, end in zip(at, ends, strict=True)]
    active = {"LIGHT", "MODERATE", "VIGOROUS"}
    total = sum(span for span, zone in zip(spans, zones, strict=True) if zone in active)
    assert total == seconds(row["active_duration"])
    assert {"SLEEP", "SEDENTARY", "LIGHT", "NON_WEAR"} <= set(zones)


def test_days_are_an_adults(view: View) -> None:
    """Finished days have 800 (in illness) to 30,000 steps and 1,500 to 4,500 kcal."""
    for row in rows(activity.activities(view, *view.last_days, activity.Parts()))[:-1]:
        assert 800 < row["steps"] < 30_000
        assert 1_500 < row["calories"] < 4_500
        assert row["calories"] > row["active_calories"]


def test_today_is_partial(view: View) -> None:
    """Today's activity ends now, and no heart rate comes from later."""
    row = rows(activity.by_date(view, view.today, activity.Parts(*[False] * 3)))
    assert row["end_time"] == view.local_now.strftime("%Y-%m-%dT%H:%M")
    assert "samples" not in row
    samples = rows(heart_rate.by_date(view, view.today))["heart_rate_samples"]
    assert samples[-1]["sample_time"] < view.local_now.strftime("%H:%M:%S")


def test_heart_rate_times_increase(view: View) -> None:
    """Times strictly increase; rest is sampled every five minutes; some samples are 0."""
    for row in rows(heart_rate.heart_rates(view, *view.last_days))["heart_rates"][:-1]:
        times = [s["sample_time"] for s in row["heart_rate_samples"]]
        assert all(a < b for a, b in pairwise(times))
        beats = [s["heart_rate"] for s in row["heart_rate_samples"]]
        assert 0 in beats
        assert {30 < value < 200 for value in beats if value} == {True}
        at = [int(t[:2]) * 3600 + int(t[3:5]) * 60 + int(t[6:]) for t in times]
        gaps = [b - a for a, b in pairwise(at)]
        assert sum(299 <= gap <= 302 for gap in gaps) > 60
        assert len(times) > (4000 if view.dense else 350)


def test_exercise_beats_are_the_days_beats(view: View) -> None:
    """The seconds of a session carry the same heart rate in both feeds, but for lost signals."""
    row = rows(exercise.exercises(view, exercise.Parts(samples=True)))[-2]
    beats = [int(value) for value in row["samples"][0]["data"].split(",")]
    assert len(beats) == int(seconds(row["duration"])) + 1
    assert row["heart_rate"] == {"average": round(fmean(beats)), "maximum": max(beats)}
    start = datetime.fromisoformat(row["start_time"])
    day = rows(heart_rate.by_date(view, start.date()))["heart_rate_samples"]
    found = {s["sample_time"]: s["heart_rate"] for s in day}
    times = [(start + timedelta(seconds=n)).strftime("%H:%M:%S") for n in range(600, 900)]
    both = [(found[t], beats[n]) for n, t in enumerate(times, 600) if found.get(t)]
    assert len(both) > 250
    assert all(a == b for a, b in both)


def test_exercises_hang_together(view: View) -> None:
    """Zones fit into the duration, distance is the last of its samples, energy adds up."""
    everything = exercise.Parts(samples=True, zones=True, route=True)
    found = rows(exercise.exercises(view, everything))
    assert [row["upload_time"] for row in found] == sorted(row["upload_time"] for row in found)
    for row in found:
        assert sum(seconds(z["in_zone"]) for z in row["heart_rate_zones"]) <= seconds(
            row["duration"]
        )
        shares = ("fat_percentage", "carbohydrate_percentage", "protein_percentage")
        assert sum(row[share] for share in shares) == 100
        types = [series["sample_type"] for series in row["samples"]]
        assert ("distance" in row) == row["has_route"] == (3 in types) == ("route" in row)
        if row["has_route"]:
            metres = float(row["samples"][-1]["data"].split(",")[-1])
            assert row["distance"] == pytest.approx(metres, abs=0.6)
        assert ("running_index" in row) == (4 in types) == (row["sport"] == "RUNNING")


def test_routes_are_as_long_as_the_way_and_come_home(view: View) -> None:
    """Each route begins and ends at home, is about as long as its distance, and its own."""
    found = [
        (row["distance"], [(point["latitude"], point["longitude"]) for point in row["route"]])
        for row in rows(exercise.exercises(view, exercise.Parts(route=True)))
        if row["has_route"]
    ]
    for distance, points in found:
        steps = [
            hypot(c - a, (d - b) * cos(radians(a))) * exercise.METRES_PER_DEGREE
            for (a, b), (c, d) in pairwise(points)
        ]
        assert 0.93 * distance < sum(steps) < 1.003 * distance
        assert points[0] == pytest.approx(exercise.HOME, abs=3e-4)
        assert points[-1] == pytest.approx(exercise.HOME, abs=2e-3)
    assert len({points[len(points) // 2] for _, points in found}) == len(found) > 3


def test_heart_rate_falls_after_a_session(view: View) -> None:
    """A minute after a session heart rate has fallen, and after two it has fallen further."""
    falls = []
    for upload in view.exercises():
        at, beats = view.watch.heart(upload.day.date, view.dense)
        track = view.watch.track(upload.day.date, upload.place)
        start = (upload.workout.start - midnight(upload.day.date)).seconds
        end = start + len(track.heart_rate)
        one, two = (beats[(at >= end + s - 9) & (at <= end + s + 9)] for s in (60, 120))
        if upload.workout.effort > 0.5 and len(one) and len(two):
            falls.append((track.heart_rate[-1] - max(one), max(one) - max(two)))
    assert len(falls) > 3
    assert all(first > 8 and second > 3 for first, second in falls)


def test_a_new_id_for_each_exercise(view: View) -> None:
    """Each exercise has an id of eight letters by which it is found."""
    found = rows(exercise.exercises(view, exercise.Parts()))
    ids = {row["id"] for row in found}
    assert len(ids) == len(found) > 10
    assert exercise.by_id(view, found[3]["id"], exercise.Parts()) == found[3]
    assert {len(each) for each in ids} == {8}


def test_cardio_load_is_the_exercises_load(view: View) -> None:
    """A day's load is the sum of its sessions, 0.0 on a day of rest."""
    sums: dict[str, float] = {}
    for row in rows(exercise.exercises(view, exercise.Parts())):
        on = row["start_time"][:10]
        sums[on] = sums.get(on, 0.0) + row["training_load_pro"]["cardio-load"]
    for row in rows(cardio_load.rows(view, *view.last_days)):
        assert row["cardio_load"] == pytest.approx(sums.get(row["date"], 0.0))


def test_strain_tolerance_ratio(view: View) -> None:
    """Strain and tolerance are means of 7 and 28 days, the ratio is their quotient."""
    first = view.today - timedelta(days=60)
    found = rows(cardio_load.rows(view, first, view.today))
    loads = [row["cardio_load"] for row in found]
    assert len(found) == 61
    for place in range(30, 61):
        row = found[place]
        assert row["strain"] == pytest.approx(fmean(loads[place - 6 : place + 1]), abs=1e-4)
        assert row["tolerance"] == pytest.approx(fmean(loads[place - 27 : place + 1]), abs=1e-4)
        assert row["cardio_load_ratio"] == pytest.approx(row["strain"] / row["tolerance"], abs=1e-4)
        assert list(row["cardio_load_level"].values()) == sorted(row["cardio_load_level"].values())


def test_cardio_load_of_a_new_user() -> None:
    """Before the first day all is a sentinel; until the 28th day tolerance and ratio are."""
    view = View(Watch(demo_people(FIRST)[0]), REGISTERED + timedelta(days=40), REGISTERED)
    found = rows(cardio_load.rows(view, FIRST - timedelta(days=1), FIRST + timedelta(days=27)))
    assert (found[0]["cardio_load"], found[0]["strain"]) == (-1.0, 0.0)
    assert {row["tolerance"] for row in found[:28]} == {-1.0}
    assert {row["cardio_load"] >= 0 for row in found[1:]} == {True}
    assert found[28]["tolerance"] > 0


def test_alertness_follows_the_night(view: View) -> None:
    """Hours begin after waking, join without gaps and end with the period."""
    nights = {night["date"]: night for night in rows(sleep.nights(view))["nights"]}
    for row in rows(sleepwise.alertness(view, *view.last_days)):
        hours = row["hourly_data"]
        offset = timedelta(minutes=row["sleep_timezone_offset_minutes"])
        woke = datetime.fromisoformat(row["sleep_period_end_time"]) + offset
        told = nights[woke.date().isoformat()]["sleep_end_time"]
        assert woke.strftime("%H:%M:%S") == told[11:19]
        assert hours[-1]["end_time"] == row["period_end_time"]
        assert all(a["end_time"] == b["start_time"] for a, b in pairwise(hours))
        assert 16 <= len(hours) <= 18
        assert 0 <= row["grade"] <= 10


def test_bedtime_ends_with_a_prediction(view: View) -> None:
    """The last bedtime is tonight's prediction; the gate lies around the preferred start."""
    last = rows(sleepwise.bedtime(view, *view.last_days))[-1]
    assert last["result_type"] == "CIRCADIAN_BEDTIME_TYPE_PREDICTION"
    start = datetime.fromisoformat(last["preferred_sleep_period_start_time"])
    gate = datetime.fromisoformat(last["sleep_gate_start_time"])
    assert start - gate == timedelta(minutes=15)


def test_elixir_only(view: View) -> None:
    """Only a watch with the sensors has biosensing, once per night or test."""
    found = rows(biosensing.skin_temperature(view, *view.last_days))
    nights = view.nights(*view.last_days)
    assert len(found) == (len(nights) if view.person.polar_user_id == 1003 else 0)
    for row in rows(biosensing.ecg(view, *view.last_days)):
        assert len(row["samples"]) == 3750
        assert row["rri_ms"] == pytest.approx(60000 / row["average_heart_rate_bpm"], abs=0.1)


def test_last_night_appears_in_the_morning() -> None:
    """Before waking up there is no row for today, twenty minutes after it there is."""
    watch = Watch(demo_people(FIRST)[0])
    day = watch.day(date(2026, 7, 1))
    woke = day.night.awake.replace(tzinfo=UTC) - timedelta(minutes=day.offset_minutes)
    before = View(watch, woke + timedelta(minutes=19), REGISTERED)
    after = View(watch, woke + timedelta(minutes=21), REGISTERED)
    assert sleep.by_date(before, before.today) is None
    assert sleep.by_date(after, after.today) is not None


def test_exercises_before_registration_stay_hidden() -> None:
    """Uploads from before the registration or older than 30 days never show."""
    watch = Watch(demo_people(FIRST)[0])
    late = View(watch, NOW, NOW - timedelta(days=5))
    found = View(watch, NOW, REGISTERED).exercises()
    assert min(each.at for each in found) >= NOW - timedelta(days=30)
    assert {each.at >= NOW - timedelta(days=5) for each in late.exercises()} == {True}
    assert 0 < len(late.exercises()) < len(found)
