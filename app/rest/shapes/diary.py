"""Weights, notes and feelings, plans and devices: beyond the document, what the archive tells."""

from dataclasses import dataclass
from typing import Annotated, Any

from app.records import diary as records
from app.rest.shapes.values import about, local, minutes, moment, two


@dataclass
class Weight:
    """One weighing."""

    measured_at: Annotated[str, moment("When, on the wearer's clock.", "2026-01-11 07:30:00")]
    weight_kg: Annotated[float | None, about("Weight, kg.", 70.5)]

    @classmethod
    def of(cls, weight: records.BodyWeight) -> "Weight":
        """The row of a weighing."""
        return cls(local(weight.measured_local), two(weight.weight_kg))


@dataclass
class DiaryEntry:
    """A note or a feeling of a day."""

    noted_at: Annotated[
        str, moment("The day or moment it is about, on the wearer's clock.", "2026-01-11 00:00:00")
    ]
    kind: Annotated[str, about("NOTE or FEELING.", "NOTE")]
    text: Annotated[str | None, about("The note, or Polar's word.", "Cold, no training")]

    @classmethod
    def of(cls, entry: records.DiaryEntry) -> "DiaryEntry":
        """The row of an entry."""
        return cls(local(entry.noted_local), entry.kind, entry.text)


@dataclass
class TrainingTarget:
    """A training that was planned, done or not."""

    polar_target_id: Annotated[str, about("Polar's number of the target.", "1234567")]
    start_time: Annotated[
        str | None, moment("Planned start, on the wearer's clock.", "2026-01-11 07:30:00")
    ]
    name: Annotated[str | None, about("Name of the target.", "Intervals")]
    description: Annotated[str | None, about("What its planner wrote.", "5 x 3 min")]
    done: Annotated[bool | None, about("Whether it was done.", example=True)]
    sport: Annotated[str | None, about("Sport of its first part.", "RUNNING")]
    kind: Annotated[str | None, about("FREE, VOLUME, PHASED, STRENGTH.", "PHASED")]
    duration_minutes: Annotated[float | None, about("Planned duration, minutes.", 45.0)]
    distance_meters: Annotated[float | None, about("Planned distance, metres.", 8000.0)]
    parts: Annotated[dict[str, Any] | None, about("Its parts, as Polar has them.", None)]

    @classmethod
    def of(cls, target: records.TrainingTarget) -> "TrainingTarget":
        """The row of a target."""
        return cls(
            target.polar_target_id,
            local(target.start_local),
            target.name,
            target.description,
            target.done,
            target.sport,
            target.kind,
            minutes(target.duration_s),
            target.distance_m,
            target.parts,
        )


@dataclass
class WayPoint:
    """One point of a planned route."""

    latitude: Annotated[float, about("Degrees north.", 60.219)]
    longitude: Annotated[float, about("Degrees east.", 24.815)]
    altitude_meters: Annotated[float | None, about("Altitude, metres.", 21.5)]


@dataclass
class PlannedRoute:
    """A route to follow."""

    polar_route_id: Annotated[str, about("Polar's number of the route.", "7654321")]
    name: Annotated[str | None, about("Name of the route.", "Around the lake")]
    distance_meters: Annotated[float | None, about("Length, metres.", 12_345.0)]
    origin: Annotated[str | None, about("Where it was planned.", "STRAVA")]
    route: Annotated[list[WayPoint], about("Points in order.", [])]

    @classmethod
    def of(cls, route: records.PlannedRoute) -> "PlannedRoute":
        """The route with its points."""
        north, east = route.way_latitude or [], route.way_longitude or []
        up = route.way_altitude_m or [None] * len(north)
        points = [WayPoint(*each) for each in zip(north, east, up, strict=True)]
        return cls(route.polar_route_id, route.name, route.distance_m, route.origin, points)


@dataclass
class Device:
    """A device that is or was the person's."""

    device_id: Annotated[str, about("Its id, as samples name it.", "1111AAAA")]
    name: Annotated[str | None, about("Model name.", "Polar Vantage V3")]
    removed_at: Annotated[
        str | None,
        moment("Removed when, on the wearer's clock; null: in use.", "2023-05-01 00:00:00"),
    ]

    @classmethod
    def of(cls, device: records.Device) -> "Device":
        """The row of a device."""
        return cls(device.device_id, device.name, local(device.removed_local))
