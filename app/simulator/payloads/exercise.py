"""Exercises: sessions with their zones, one-second samples and routes."""

import string
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from app.simulator.payloads import WWW, Row
from app.simulator.times import duration, duration_seconds, naive, zulu
from app.simulator.view import Upload, View
from app.simulator.watch import Floats, Purpose, Track, generator

LETTERS = string.digits + string.ascii_letters
LOAD_STEPS = (("VERY_LOW", 25), ("LOW", 45), ("MEDIUM", 75), ("HIGH", 110))
ZONE_SHARES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
ROUTE_SECONDS = 10
HOME = (60.21982833, 25.13925)
METRES_PER_DEGREE = 111_320.0
METRES_PER_DEGREE_EAST = METRES_PER_DEGREE * cos(radians(HOME[0]))
LOOP_CORNERS = 1200


@dataclass(frozen=True, slots=True)
class Parts:
    """Which arrays were asked for."""

    samples: bool = False
    zones: bool = False
    route: bool = False


def exercises(view: View, parts: Parts) -> list[Row]:
    """Return E1: what was uploaded in the last 30 days, by upload time."""
    return [exercise(view, upload, parts) for upload in view.exercises()]


def by_id(view: View, polar_id: str, parts: Parts) -> Row | None:
    """Return E2: one exercise, None where there is none."""
    found = find(view, polar_id)
    return exercise(view, found, parts) | {"id": polar_id} if found else None


def find(view: View, polar_id: str) -> Upload | None:
    """Return the upload that carries an id, its own one or one that a trouble gives it."""
    return next((each for each in view.exercises() if polar_id in ids_of(view, each)), None)


def ids_of(view: View, upload: Upload) -> tuple[str, ...]:
    """Return the id of a session, the other one under which it comes again, and the number."""
    own = hashed_id(view, upload)
    return own, again(own), str(number_of(own))


def again(polar_id: str) -> str:
    """Return the id under which a session comes a second time."""
    return f"{polar_id}-2"


def number_of(text: str) -> int:
    """Return the number that stands for an id where ids are numbers."""
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def hashed_id(view: View, upload: Upload) -> str:
    """Return the eight-letter id of a session."""
    who = f"{view.person.seed}/{view.person.polar_user_id}"
    digest = sha256(f"{who}/{upload.day.date}/{upload.place}".encode()).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:8])


def exercise(view: View, upload: Upload, parts: Parts) -> Row:
    """Return one exercise in the live shape; indoors there is no distance."""
    workout, sport = upload.workout, upload.workout.sport
    track = view.watch.track(upload.day.date, upload.place)
    row: Row = {
        "id": hashed_id(view, upload),
        "upload_time": zulu(upload.at),
        "polar_user": f"{WWW}/{view.person.polar_user_id}",
        "device": upload.day.device.model,
        "device_id": upload.day.device.device_id,
        "start_time": naive(workout.start),
        "start_time_utc_offset": upload.day.offset_minutes,
        "duration": duration_seconds(workout.seconds),
    }
    if sport.outdoors:
        row["distance"] = float(round(track.distance_m[-1]))
    row |= {
        "heart_rate": {
            "average": round(float(track.heart_rate.mean())),
            "maximum": int(track.heart_rate.max()),
        },
        "sport": sport.sport,
        "has_route": sport.outdoors,
        "detailed_sport_info": sport.detail,
        "calories": round(workout.seconds / 60 * view.person.weight_kg * workout.effort * 0.26),
    }
    if sport.runs:
        row["running_index"] = round(44 + 0.25 * (view.person.hrv_ms - 40))
    row |= energy(workout.effort)
    return {**row, **arrays(view, upload, track, parts), "training_load_pro": load(upload)}


def energy(effort: float) -> Row:
    """Return where the energy came from: the harder, the less from fat."""
    fat = round(88 - 80 * effort)
    return {
        "fat_percentage": fat,
        "carbohydrate_percentage": 98 - fat,
        "protein_percentage": 2,
    }


def load(upload: Upload) -> Row:
    """Return Training Load Pro; only running has a muscle load."""
    workout = upload.workout
    muscle = round(workout.seconds * 0.27, 3) if workout.sport.runs else -1.0
    return {
        "cardio-load": workout.load,
        "cardio-load-interpretation": word(workout.load),
        "muscle-load": muscle,
        "muscle-load-interpretation": word(muscle / 8) if muscle > 0 else "NOT_AVAILABLE",
        "perceived-load": 0.0,
        "perceived-load-interpretation": "NOT_AVAILABLE",
        "user-rpe": "UNKNOWN",
    }


def word(value: float) -> str:
    """Return Polar's word for a load."""
    return next((name for name, limit in LOAD_STEPS if value < limit), "VERY_HIGH")


def arrays(view: View, upload: Upload, track: Track, parts: Parts) -> Row:
    """Return the arrays that were asked for."""
    row: Row = {}
    if parts.zones:
        row["heart_rate_zones"] = zones(view, track)
    if parts.samples:
        row["samples"] = samples(upload, track)
    if parts.route and upload.workout.sport.outdoors:
        row["route"] = route(view, upload, track)
    return row


def zones(view: View, track: Track) -> list[Row]:
    """Return the seconds in five zones of the highest heart rate."""
    limits = [round(view.person.max_bpm * share) for share in ZONE_SHARES]
    counts, _ = np.histogram(track.heart_rate[:-1], bins=[*limits[:5], 1000])
    return [
        {
            "index": index,
            "lower_limit": limits[index],
            "upper_limit": limits[index + 1],
            "in_zone": duration(int(count)),
        }
        for index, count in enumerate(counts)
    ]


Column = Callable[[Track], NDArray[np.int64] | NDArray[np.float64]]

COLUMNS: tuple[tuple[int, Column], ...] = (
    (0, lambda track: track.heart_rate),
    (1, lambda track: track.speed_kmh),
    (2, lambda track: track.cadence),
    (3, lambda track: track.altitude_m),
    (4, lambda track: track.power_w),
    (9, lambda track: track.celsius),
    (10, lambda track: track.distance_m.astype(np.float32).astype(np.float64)),
)
RUN_TYPES = (0, 1, 2, 3, 4, 9, 10)
OUTDOOR_TYPES = (0, 1, 2, 3, 9, 10)
INDOOR_TYPES = (0, 1, 9, 10)


def samples(upload: Upload, track: Track) -> list[Row]:
    """Return one series per sample type, values at one second as one string."""
    sport = upload.workout.sport
    types = RUN_TYPES if sport.runs else OUTDOOR_TYPES if sport.outdoors else INDOOR_TYPES
    return [
        {
            "recording_rate": 1,
            "sample_type": code,
            "data": ",".join(map(str, column(track).tolist())),
        }
        for code, column in COLUMNS
        if code in types
    ]


def route(view: View, upload: Upload, track: Track) -> list[Row]:
    """Return a point every ten seconds along a way that comes home again."""
    rng = generator(view.person, upload.day, Purpose.WORKOUT, 100 + upload.place)
    at = np.arange(0, len(track.heart_rate), ROUTE_SECONDS)
    east, north = way(track.distance_m[at], float(track.distance_m[-1]), rng)
    satellites = rng.integers(8, 20, len(at))
    return [
        {
            "latitude": round(HOME[0] + metres_north / METRES_PER_DEGREE, 8),
            "longitude": round(HOME[1] + metres_east / METRES_PER_DEGREE_EAST, 8),
            "time": duration_seconds(second + 0.018),
            "satellites": seen,
            "fix": 1,
        }
        for metres_north, metres_east, second, seen in zip(
            north.tolist(), east.tolist(), at.tolist(), satellites.tolist(), strict=True
        )
    ]


def way(metres: Floats, length: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return how far east and north of home one is after so many metres of a loop."""
    points = loop(rng)
    along = np.insert(np.cumsum(np.hypot(*np.diff(points, axis=0).T)), 0, 0.0)
    place, scale = metres / max(length, 1.0) * along[-1], length / along[-1]
    x, y = (scale * np.interp(place, along, points[:, axis]) for axis in (0, 1))
    tilt = rng.uniform(0, 2 * np.pi)
    return x * cos(tilt) - y * sin(tilt), x * sin(tilt) + y * cos(tilt)


def loop(rng: np.random.Generator) -> Floats:
    """Return corners of a way of some length that ends where it began, and never crosses itself.

    It is longer than wide, and bends as streets and shores do: much in the large, less in detail.
    """
    turn, waves = np.linspace(0, 2 * np.pi, LOOP_CORNERS), np.arange(2, 26)
    size = 0.75 / waves**1.6 * rng.uniform(0.2, 1.0, len(waves))
    bends = size * np.cos(np.outer(turn, waves) + rng.uniform(0, 2 * np.pi, len(waves)))
    radius = (1 + bends.sum(axis=1)).clip(0.25)
    points = np.column_stack((radius * np.cos(turn), radius * np.sin(turn) * rng.uniform(0.4, 0.8)))
    turned = np.roll(points[:-1], int(rng.integers(LOOP_CORNERS)), axis=0)
    corners: Floats = np.vstack((turned, turned[:1])) - turned[0]
    return corners


def gpx(view: View, polar_id: str) -> bytes | None:
    """Return E3's GPX, None where there is no route."""
    found = find(view, polar_id)
    if not found or not found.workout.sport.outdoors:
        return None
    points = route(view, found, view.watch.track(found.day.date, found.place))
    lines = (f'<trkpt lat="{point["latitude"]}" lon="{point["longitude"]}"/>' for point in points)
    head = '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><trkseg>{''.join(lines)}</trkseg></trk></gpx>".encode()
