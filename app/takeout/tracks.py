"""An exercise as GPX and TCX, for whatever reads those; pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

GPX = "http://www.topografix.com/GPX/1/1"
GARMIN = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
TCX = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
TIME, BPM, SPEED, ALTITUDE, DISTANCE, CADENCE = range(6)
LATITUDE, LONGITUDE = 1, 2
SPORTS = {"RUNNING": "Running", "CYCLING": "Biking", "ROAD_BIKING": "Biking"}
Document = Mapping[str, Any]


def gpx(document: Document) -> bytes | None:
    """The way of an exercise, with heart rate and altitude where they were sampled; None: none."""
    if not document["route"]:
        return None
    ET.register_namespace("", GPX)
    root = ET.Element(f"{{{GPX}}}gpx", version="1.1", creator="Ursa")
    track = ET.SubElement(root, f"{{{GPX}}}trk")
    ET.SubElement(track, f"{{{GPX}}}name").text = _name(document)
    segment = ET.SubElement(track, f"{{{GPX}}}trkseg")
    measured = _measured(document)
    for point in document["route"]:
        _gpx_point(segment, point, measured.get(point[TIME][:19]), _offset(document))
    return _written(root)


def _gpx_point(
    segment: ET.Element, point: Sequence[Any], sample: Sequence[Any] | None, offset: dt.timedelta
) -> None:
    place = {"lat": str(point[LATITUDE]), "lon": str(point[LONGITUDE])}
    element = ET.SubElement(segment, f"{{{GPX}}}trkpt", place)
    if sample is not None and sample[ALTITUDE] is not None:
        ET.SubElement(element, f"{{{GPX}}}ele").text = str(sample[ALTITUDE])
    ET.SubElement(element, f"{{{GPX}}}time").text = _utc(point[TIME], offset)
    if sample is not None and sample[BPM] is not None:
        more = ET.SubElement(element, f"{{{GPX}}}extensions")
        inside = ET.SubElement(more, f"{{{GARMIN}}}TrackPointExtension")
        ET.SubElement(inside, f"{{{GARMIN}}}hr").text = str(sample[BPM])


def tcx(document: Document) -> bytes | None:
    """The course of an exercise, a point a sample; None: nothing was sampled."""
    if not document["samples"]:
        return None
    ET.register_namespace("", TCX)
    offset, exercise = _offset(document), document["exercise"]
    root = ET.Element(f"{{{TCX}}}TrainingCenterDatabase")
    activities = ET.SubElement(root, f"{{{TCX}}}Activities")
    sport = SPORTS.get(exercise["detailed_sport"] or exercise["sport"] or "", "Other")
    activity = ET.SubElement(activities, f"{{{TCX}}}Activity", Sport=sport)
    start = _utc(exercise["start_local"], offset)
    ET.SubElement(activity, f"{{{TCX}}}Id").text = start
    lap = ET.SubElement(activity, f"{{{TCX}}}Lap", StartTime=start)
    for name, value in (
        ("TotalTimeSeconds", exercise["duration_s"] or 0),
        ("DistanceMeters", exercise["distance_m"] or 0),
        ("Calories", exercise["calories"] or 0),
        ("Intensity", "Active"),
        ("TriggerMethod", "Manual"),
    ):
        ET.SubElement(lap, f"{{{TCX}}}{name}").text = str(value)
    track = ET.SubElement(lap, f"{{{TCX}}}Track")
    places = {point[TIME][:19]: point for point in document["route"] or ()}
    for sample in document["samples"]:
        _tcx_point(track, sample, places.get(sample[TIME][:19]), offset)
    return _written(root)


def _tcx_point(
    track: ET.Element, sample: Sequence[Any], place: Sequence[Any] | None, offset: dt.timedelta
) -> None:
    point = ET.SubElement(track, f"{{{TCX}}}Trackpoint")
    ET.SubElement(point, f"{{{TCX}}}Time").text = _utc(sample[TIME], offset)
    if place is not None:
        position = ET.SubElement(point, f"{{{TCX}}}Position")
        ET.SubElement(position, f"{{{TCX}}}LatitudeDegrees").text = str(place[LATITUDE])
        ET.SubElement(position, f"{{{TCX}}}LongitudeDegrees").text = str(place[LONGITUDE])
    for name, value in (("AltitudeMeters", sample[ALTITUDE]), ("DistanceMeters", sample[DISTANCE])):
        if value is not None:
            ET.SubElement(point, f"{{{TCX}}}{name}").text = str(value)
    if sample[BPM] is not None:
        beats = ET.SubElement(point, f"{{{TCX}}}HeartRateBpm")
        ET.SubElement(beats, f"{{{TCX}}}Value").text = str(sample[BPM])


def _measured(document: Document) -> dict[str, Sequence[Any]]:
    """Samples by their second."""
    return {sample[TIME][:19]: sample for sample in document["samples"] or ()}


def _name(document: Document) -> str:
    exercise = document["exercise"]
    return str(exercise["name"] or exercise["detailed_sport"] or exercise["sport"] or "Exercise")


def _offset(document: Document) -> dt.timedelta:
    """The wearer's clock minus UTC; where it is not known the wall clock is taken as UTC."""
    return dt.timedelta(minutes=document["exercise"]["utc_offset_minutes"] or 0)


def _utc(local: str, offset: dt.timedelta) -> str:
    moment = dt.datetime.fromisoformat(local) - offset
    return f"{moment.isoformat(timespec='seconds')}Z"


def _written(root: ET.Element) -> bytes:
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
