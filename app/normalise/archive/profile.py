"""What a person wrote and planned: weights, notes, feelings, settings, targets, routes, devices."""

import datetime as dt
from typing import Any

from app.archive.said import Said, moment_of
from app.normalise.archive.context import Context
from app.normalise.values import Harvest, above_zero, above_zero_whole, not_negative
from app.records.diary import BodyWeight, Device, DiaryEntry, PlannedRoute, TrainingTarget
from app.records.physical_info import PhysicalInfo

LONGEST_ROUTE = 100_000


def calendar(document: Said, context: Context) -> Harvest:
    """The only history of weight and VO2max; birthdays are not taken over."""
    infos = [_info(each, context) for each in document.each("physicalInformations")]
    weights = [
        BodyWeight(measured_local=when, weight_kg=above_zero(each.number("weight", 0, 1000)))
        for each in document.each("weights")
        if (when := each.local("date")) is not None
    ]
    entries = [*_entries(document, "notes", "note"), *_entries(document, "feelings", "value")]
    return Harvest(
        [
            _once([info for info in infos if info is not None], "modified_at"),
            _once(weights, "measured_local"),
            _once(entries, "noted_local", "kind"),
        ]
    )


def _once(records: list[Any], *key: str) -> list[Any]:
    """One record of each key, the last one that is told."""
    return [*{tuple(getattr(each, name) for name in key): each for each in records}.values()]


_KINDS = {"notes": "NOTE", "feelings": "FEELING"}


def _entries(document: Said, name: str, value: str) -> list[DiaryEntry]:
    return [
        DiaryEntry(noted_local=when, kind=_KINDS[name], text=each.text(value))
        for each in document.each(name)
        if (when := each.local("date")) is not None
    ]


def _info(said: Said, context: Context) -> PhysicalInfo | None:
    """A version of the settings; that its time is on the wearer's clock is a guess."""
    when = said.local("dateTime")
    if when is None:
        return None
    power = above_zero(said.number("functionalThresholdPower"))
    return PhysicalInfo(
        modified_at=context.absolute(when),
        gender=said.text("sex"),
        weight_kg=above_zero(said.number("weight, kg")),
        height_cm=above_zero(said.number("height, cm")),
        maximum_heart_rate=above_zero_whole(said.number("maximumHeartRate")),
        resting_heart_rate=above_zero_whole(said.number("restingHeartRate")),
        aerobic_threshold=above_zero_whole(said.number("aerobicThreshold")),
        anaerobic_threshold=above_zero_whole(said.number("anaerobicThreshold")),
        vo2_max=above_zero_whole(said.number("vo2Max")),
        training_background=said.word("trainingBackground"),
        typical_day=said.word("typicalDay"),
        sleep_goal_s=said.seconds("sleepGoal"),
        extra=None if power is None else {"functional_threshold_power_w": power},
    )


def target(document: Said, context: Context) -> Harvest:
    """A training that was planned: no exercise, whatever its file is called."""
    parts = list(document.each("exercises"))
    first = parts[0] if parts else Said(None)
    if context.number is None:
        raise ValueError("its name has no number")
    return Harvest(
        [
            [
                TrainingTarget(
                    polar_target_id=context.number,
                    start_local=document.local("startTime"),
                    name=document.text("name"),
                    description=document.text("description"),
                    done=document.flag("done"),
                    sport=first.text("sport"),
                    kind=first.text("type"),
                    duration_s=first.seconds("duration"),
                    distance_m=not_negative(first.number("distance")),
                    parts={"exercises": [part.values for part in parts]} if parts else None,
                )
            ]
        ]
    )


def route(document: Said, context: Context) -> Harvest:
    """A route to follow."""
    number = document.number("id")
    name = str(round(number)) if number is not None else context.number
    if name is None:
        raise ValueError("it has no id")
    points = [point.said("location") for point in document.each("waypoints")][:LONGEST_ROUTE]
    places = [
        (latitude, longitude, point.number("altitude"))
        for point in points
        if (latitude := point.number("latitude", -90, 90)) is not None
        and (longitude := point.number("longitude", -180, 180)) is not None
    ]
    return Harvest(
        [
            [
                PlannedRoute(
                    polar_route_id=name,
                    name=document.text("name"),
                    distance_m=not_negative(document.number("distance")),
                    origin=document.word("source"),
                    way_latitude=[latitude for latitude, _, _ in places],
                    way_longitude=[longitude for _, longitude, _ in places],
                    way_altitude_m=[altitude for *_, altitude in places],
                )
            ]
        ]
    )


def devices(document: Said, _: Context) -> Harvest:
    """Devices; one that was removed has the name of the event with the same time."""
    names = {
        event.text("archived"): event.text("modelName")
        for event in document.each("productRegistrationEvents")
        if event.text("eventType") == "DELETE"
    }
    found = [(each, None) for each in document.each("devices")]
    gone = [(each, each.text("archived")) for each in document.each("archivedDevices")]
    return Harvest(
        [
            _once(
                [
                    Device(
                        device_id=device_id,
                        name=each.text("name") or names.get(removed),
                        removed_local=_naive(moment_of(removed)),
                    )
                    for each, removed in [*gone, *found]
                    if (device_id := each.text("deviceId")) is not None
                ],
                "device_id",
            )
        ]
    )


def _naive(moment: dt.datetime | None) -> dt.datetime | None:
    return None if moment is None else moment.replace(tzinfo=None)
