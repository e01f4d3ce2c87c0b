"""What a person wrote down: weights, notes, feelings; what they planned, and with which device."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyWeight:
    """One weighing."""

    measured_local: Annotated[dt.datetime, "When, on the wearer's clock."]
    weight_kg: Annotated[float | None, "Weight, kilograms."] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryEntry:
    """A note or a feeling of a day."""

    noted_local: Annotated[dt.datetime, "The day or moment it is about, on the wearer's clock."]
    kind: Annotated[str, "NOTE or FEELING."]
    text: Annotated[str | None, "The note, or Polar's word for the feeling."] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTarget:
    """A training that was planned, done or not."""

    polar_target_id: Annotated[str, "Polar's number of the target."]
    start_local: Annotated[dt.datetime | None, "Planned start, on the wearer's clock."] = None
    name: Annotated[str | None, "Name of the target."] = None
    description: Annotated[str | None, "What its planner wrote."] = None
    done: Annotated[bool | None, "Whether it was done."] = None
    sport: Annotated[str | None, "Sport of its first part."] = None
    kind: Annotated[str | None, "FREE, VOLUME, PHASED or STRENGTH, of its first part."] = None
    duration_s: Annotated[float | None, "Planned duration of its first part, seconds."] = None
    distance_m: Annotated[float | None, "Planned distance of its first part, metres."] = None
    parts: Annotated[
        dict[str, Any] | None, "Its parts with their phases, under `exercises`, as Polar has them."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRoute:
    """A route to follow."""

    polar_route_id: Annotated[str, "Polar's number of the route."]
    name: Annotated[str | None, "Name of the route."] = None
    distance_m: Annotated[float | None, "Length, metres."] = None
    origin: Annotated[str | None, "Where it was planned, such as STRAVA."] = None
    way_latitude: Annotated[list[float] | None, "Points: degrees north."] = None
    way_longitude: Annotated[list[float] | None, "Points: degrees east."] = None
    way_altitude_m: Annotated[list[float | None] | None, "Points: altitude, metres."] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that is or was the person's."""

    device_id: Annotated[str, "Its id, as samples name it."]
    name: Annotated[str | None, "Model name."] = None
    removed_local: Annotated[
        dt.datetime | None, "When it was taken out of the account; NULL: it is in use."
    ] = None
    absent: Absent = frozenset()
