"""Events belong to the day on the wearer's clock, wherever that day lies in UTC."""

import datetime as dt

import numpy as np

from app.days import Window
from app.reads import biosensing, sleepwise
from app.records.biosensing import (
    BodyTemperaturePeriod,
    BodyTemperatureSamples,
    EcgTest,
    SkinContactChange,
    Spo2Test,
)
from app.records.sleep import Night
from app.records.sleepwise import AlertnessHour, AlertnessPeriod, Bedtime
from app.store.pool import Pool
from app.store.write import store_harvest

DAY = dt.date(2026, 1, 11)
ONE_DAY = Window(DAY, DAY)
AUCKLAND = 13 * 60


def utc(text: str) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def local(text: str) -> dt.datetime:
    """A moment on the wearer's clock."""
    return dt.datetime.fromisoformat(text)


async def test_tests_far_from_greenwich(pool: Pool, person: str) -> None:
    """A test at 8 in the morning in Auckland was the evening before in UTC."""
    at, clock = utc("2026-01-10T19:00"), local("2026-01-11T08:00")
    await store_harvest(
        pool,
        person,
        [[Spo2Test(test_at=at, test_local=clock)], [EcgTest(test_at=at, test_local=clock)]],
    )
    assert [t.test_local for t in await biosensing.spo2_tests(pool, person, ONE_DAY)] == [clock]
    assert [t.test_local for t in await biosensing.ecg_tests(pool, person, ONE_DAY)] == [clock]
    before = Window(dt.date(2026, 1, 10), dt.date(2026, 1, 10))
    assert await biosensing.spo2_tests(pool, person, before) == []
    assert await biosensing.ecg_tests(pool, person, before) == []


async def test_bedtime_far_from_greenwich(pool: Pool, person: str) -> None:
    """A bedtime belongs to the wearer's evening."""
    evening = Bedtime(period_start_at=utc("2026-01-11T09:30"), utc_offset_minutes=AUCKLAND)
    later = Bedtime(period_start_at=utc("2026-01-11T11:30"), utc_offset_minutes=AUCKLAND)
    await store_harvest(pool, person, [[evening, later]])
    found = await sleepwise.bedtimes(pool, person, ONE_DAY)
    assert [row.period_start_at for row in found] == [evening.period_start_at]


async def test_alertness_of_the_day(pool: Pool, person: str) -> None:
    """Hours carry their period's grade, and stop at midnight of the wearer's clock."""
    start = utc("2026-01-10T21:00")
    hours = [
        AlertnessHour(
            period_start_at=start,
            start_at=utc("2026-01-11T06:26"),
            end_at=utc("2026-01-11T07:00"),
            local_time=local(f"2026-01-{day}T08:26"),
            alertness_level="HIGH",
        )
        for day in (11, 12)
    ]
    period = AlertnessPeriod(period_start_at=start, grade=4.2, grade_classification="FAIR")
    await store_harvest(pool, person, [[period], hours])
    (hour,) = await sleepwise.alertness_hours(pool, person, ONE_DAY)
    assert (hour.grade, hour.grade_classification) == (4.2, "FAIR")
    assert hour.end_local == local("2026-01-11T09:00")


async def test_temperature_in_numbers(pool: Pool, person: str) -> None:
    """A stretch shows the minimum, mean and maximum of its own samples on the wearer's clock."""
    start = np.datetime64("2026-01-11T05:00:00", "us")
    minutes = start + np.arange(4) * np.timedelta64(1, "m")
    night = Night(
        date=DAY,
        sleep_start_at=utc("2026-01-10T22:00"),
        sleep_end_at=utc("2026-01-11T05:30"),
        utc_offset_minutes=120,
    )
    periods = [
        BodyTemperaturePeriod(
            device_id="A", measurement_type=kind, start_at=utc("2026-01-11T05:00")
        )
        for kind in ("CORE_TEMPERATURE", "SKIN_TEMPERATURE")
    ]
    samples = BodyTemperatureSamples(
        device_id=np.array(["A"] * 4),
        measurement_type=np.array(
            ["CORE_TEMPERATURE", "CORE_TEMPERATURE"] + ["SKIN_TEMPERATURE"] * 2
        ),
        start_at=np.array([start] * 4),
        measured_at=minutes,
        temperature_c=np.array([36.5, 37.0, 33.0, 34.0]),
    )
    await store_harvest(pool, person, [[night], periods, samples])
    core, skin = await biosensing.body_temperatures(pool, person, ONE_DAY)
    assert (core.temperature_c_min, core.temperature_c_mean, core.temperature_c_max) == (
        36.5,
        36.75,
        37.0,
    )
    assert (skin.temperature_c_min, skin.sample_count) == (33.0, 2)
    assert core.start_local == local("2026-01-11T07:00")


async def test_contact_with_the_skin_far_from_greenwich(pool: Pool, person: str) -> None:
    """A change of contact belongs to the wearer's day, by the clock of the nearest night."""
    nights = [
        Night(date=dt.date(2026, 1, day), sleep_end_at=utc(ends), utc_offset_minutes=offset)
        for day, ends, offset in ((11, "2026-01-10T18:00", AUCKLAND), (20, "2026-01-20T06:00", 0))
    ]
    changes = [
        SkinContactChange(device_id="A", changed_at=utc(at), skin_contact=at.endswith("20:00"))
        for at in ("2026-01-10T10:59", "2026-01-10T11:00", "2026-01-10T20:00", "2026-01-11T11:00")
    ]
    await store_harvest(pool, person, [nights, changes])
    late, early = await biosensing.skin_contacts(pool, person, ONE_DAY)
    assert (late.changed_local, late.skin_contact) == (local("2026-01-11T09:00"), True)
    assert (early.changed_local, early.skin_contact) == (local("2026-01-11T00:00"), False)


async def test_sleeps_of_the_day(pool: Pool, person: str) -> None:
    """A period belongs to the day on which it starts on its own clock."""
    periods = [
        AlertnessPeriod(period_start_at=utc(at), utc_offset_minutes=AUCKLAND, sleep_type="PRIMARY")
        for at in ("2026-01-10T10:59", "2026-01-10T11:00", "2026-01-11T10:59", "2026-01-11T11:00")
    ]
    await store_harvest(pool, person, [periods])
    found = await sleepwise.alertness_periods(pool, person, ONE_DAY)
    assert [period.period_start_at for period in found] == [
        utc("2026-01-11T10:59"),
        utc("2026-01-10T11:00"),
    ]
