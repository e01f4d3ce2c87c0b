"""The one place where classes of data are enforced: every question to the database passes here.

A surface hands in a pool that knows which classes its caller reads. A question that needs another
one is refused, and quantities of another class are left out of the records that come.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from app.errors import Forbidden
from app.metrics import metric_of
from app.records import (
    activity,
    biosensing,
    diary,
    exercise,
    recharge,
    sleep,
    sleepwise,
    spot_tests,
)
from app.records.account import DataClass
from app.records.cardio_load import CardioLoadDay
from app.records.classes import QUANTITIES, class_of
from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.records.physical_info import PhysicalInfo
from app.store.pool import Pool
from app.store.relations import RECORDS, SAMPLES

R = TypeVar("R")
Classes = frozenset[DataClass]
Parameters = Mapping[str, Any]
Needs = Callable[[Parameters], Classes]


class Reading:
    """A pool in the hands of who reads some classes of data alone."""

    def __init__(self, pool: Pool, classes: Classes) -> None:
        self._pool = pool
        self.classes = classes

    def connection(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- the pool's own
        """A connection of the pool."""
        return self._pool.connection(*args, **kwargs)


def reading(pool: Pool, classes: Classes | None) -> Pool:
    """The pool for a caller who reads these classes; None: all of them."""
    return pool if classes is None else cast("Pool", Reading(pool, classes))


def classes_of(pool: Pool) -> Classes | None:
    """The classes that who holds the pool reads; None: all of them."""
    return pool.classes if isinstance(pool, Reading) else None


def may_read(pool: Pool, classes: Collection[DataClass]) -> bool:
    """Whether who holds the pool reads all of these classes."""
    return not isinstance(pool, Reading) or pool.classes >= set(classes)


def require_classes(pool: Pool, classes: Collection[DataClass]) -> None:
    """Raise Forbidden unless who holds the pool reads all of these classes."""
    if isinstance(pool, Reading) and not pool.classes >= set(classes):
        raise Forbidden(
            f"This key reads {_listed(pool.classes)} alone, and this needs {_listed(classes)}."
        )


def _listed(classes: Collection[DataClass]) -> str:
    return ", ".join(each.value for each in DataClass if each in classes)


def _of(record: type[Any]) -> Needs:
    needed = frozenset({class_of(record)})
    return lambda _: needed


def _nothing(_: Parameters) -> Classes:
    """Of nobody's body: who people are, their keys, syncs, the database itself."""
    return frozenset()


def _everything(_: Parameters) -> Classes:
    """All that is known of somebody."""
    return frozenset(DataClass)


def _by_metric(parameters: Parameters) -> Classes:
    """What is told apart row by row, in `app.findings`; else of the metrics that are named."""
    named = parameters.get("metrics") or [parameters["metric"]]
    return frozenset(metric_of(name).data_class for name in named)


def _by_source(parameters: Parameters) -> Classes:
    return frozenset(SOURCES[name] for name in parameters["sources"])


def _by_relation(parameters: Parameters) -> Classes:
    return frozenset({RELATIONS[parameters["relation"]]})


RELATIONS: Mapping[str, DataClass] = {name: class_of(kind) for kind, name in RECORDS.items()}
"""Class of each relation of records: of their rows, and of what those said before."""

SHOWN: Mapping[str, frozenset[DataClass]] = {
    **{name: frozenset({class_of(kind)}) for kind, name in (RECORDS | SAMPLES).items()},
    "heart_rate_hourly": frozenset({DataClass.HEART}),
    "heart_rate_daily": frozenset({DataClass.HEART}),
    "body_temperature_hourly": frozenset({DataClass.HEART}),
    "steps_hourly": frozenset({DataClass.TRAINING}),
    "steps_daily": frozenset({DataClass.TRAINING}),
    "pattern": frozenset({DataClass.SLEEP, DataClass.HEART, DataClass.TRAINING}),
}
"""What an analyst needs to see rows of a relation; those with a metric are told apart by it."""

SOURCES: Mapping[str, DataClass] = {
    "heart_rate": DataClass.HEART,
    "steps": DataClass.TRAINING,
    "hrv": DataClass.HEART,
    "breathing": DataClass.HEART,
    "sleep_heart_rate": DataClass.HEART,
    "skin_temperature": DataClass.HEART,
}
"""Class of the samples behind a timeline."""

FOUND: Classes = frozenset({DataClass.SLEEP, DataClass.HEART, DataClass.TRAINING})
"""What is found out about everything at once tells of all three."""


def _found(_: Parameters) -> Classes:
    return FOUND


_sleep, _heart = _of(sleep.Night), _of(recharge.Recharge)
_training, _ecg, _spo2 = _of(exercise.Exercise), _of(biosensing.EcgTest), _of(biosensing.Spo2Test)
QUESTIONS: Mapping[str, Needs] = {
    "account": _nothing,
    "account_by_polar": _nothing,
    "account_page": _nothing,
    "account_page_by_name": _nothing,
    "account_page_by_sync": _nothing,
    "accounts": _nothing,
    "activity_days": _of(activity.ActivityDay),
    "activity_zones": _of(activity.ActivityZoneSamples),
    "alertness_hours": _of(sleepwise.AlertnessHour),
    "alertness_periods": _of(sleepwise.AlertnessPeriod),
    "alive": _nothing,
    "analysis_people": _nothing,
    "analysts": _nothing,
    "api_key": _nothing,
    "app_code_became": _nothing,
    "app_grant_there": _nothing,
    "app_grants_active": _nothing,
    "app_token": _nothing,
    "connected_apps": _nothing,
    "api_key_page": _nothing,
    "api_keys": _nothing,
    "api_keys_active": _nothing,
    "api_keys_by_secret": _nothing,
    "audit_page": _nothing,
    "baselines": _nothing,  # Told apart by metric, in app.findings.
    "baseline_parts": _found,
    "baselines_as_of": _nothing,  # As above.
    "body_weights": _of(diary.BodyWeight),
    "devices": _of(diary.Device),
    "diary_entries": _of(diary.DiaryEntry),
    "fitness_tests": _of(spot_tests.FitnessTest),
    "orthostatic_tests": _of(spot_tests.OrthostaticTest),
    "planned_routes": _of(diary.PlannedRoute),
    "training_targets": _of(diary.TrainingTarget),
    "exercise_laps": _of(exercise.ExerciseLap),
    "bedtimes": _of(sleepwise.Bedtime),
    "body_temperatures": _of(biosensing.BodyTemperaturePeriod),
    "breathing_samples": _of(recharge.BreathingSamples),
    "cardio_load_days": _of(CardioLoadDay),
    "connected_people": _nothing,
    "connections": _nothing,
    "credential": _nothing,
    "credential_there": _nothing,
    "data_changes": _nothing,
    "data_days": _found,
    "database_relations": _nothing,
    "database_size": _nothing,
    "deed_answer": _nothing,
    "denser_days": _everything,
    "ecg_page": _ecg,
    "ecg_test": _ecg,
    "ecg_tests": _ecg,
    "ecg_waveforms": _ecg,
    "exercise": _training,
    "exercise_beats": _heart,
    "exercise_counts": _training,
    "exercise_duplicates": _training,
    "exercise_ids": _training,
    "exercise_neighbours": _training,
    "exercise_page": _training,
    "exercise_recoveries": _heart,
    "exercise_samples": _of(exercise.ExerciseSamples),
    "exercise_splits": _of(exercise.ExerciseSamples),
    "exercise_sports": _training,
    "exercise_zones": _of(exercise.ExerciseZone),
    "exercises": _training,
    "exercises_stored": _training,
    "feed_outcomes": _nothing,
    "forecasts": _nothing,  # Told apart by metric, in app.findings.
    "heart_rate_days": _of(HeartRateDay),
    "heart_rate_samples": _of(HeartRateSamples),
    "history_page": _by_relation,
    "hrv_samples": _of(recharge.HrvSamples),
    "import_days": _everything,
    "import_exercises": _training,
    "import_nights": _sleep,
    "import_remains": _by_relation,
    "import_resend": _nothing,
    "import_run": _nothing,
    "import_runs": _nothing,
    "inactivity_stamps": _of(activity.InactivityStampSamples),
    "jobs": _nothing,
    "key_days": _nothing,
    "link_there": _nothing,
    "lock_holders": _nothing,
    "metric_months": _by_metric,
    "metric_seasons": _by_metric,
    "daily_values": _found,
    "metric_weeks": _by_metric,
    "migration_table_there": _nothing,
    "migration_views": _nothing,
    "migrations": _nothing,
    "naps": _of(sleep.Nap),
    "newest_nights": _sleep,
    "newest_values": _nothing,  # Held against baselines, which are told apart by metric.
    "next_sync": _nothing,
    "night_summaries": _sleep,
    "night_times": _sleep,
    "nights": _sleep,
    "naps_outgrown": _sleep,
    "nights_measured_anew": _sleep,
    "tombstones": _everything,
    "tombstones_to_restore": _everything,
    "open_deeds": _nothing,
    "owed_days": _nothing,
    "owner_account": _nothing,
    "patterns": _nothing,  # Told apart by metrics, in app.findings.
    "person_named": _nothing,
    "person_names": _nothing,
    "person_versions": _nothing,
    "physical_info": _of(PhysicalInfo),
    "polar_budget": _nothing,
    "queue": _nothing,
    "recharges": _heart,
    "record_counts": _found,
    "route_points": _of(exercise.RoutePointSamples),
    "run_brought": _nothing,
    "run_under_way": _nothing,
    "session": _nothing,
    "session_alive": _nothing,
    "sessions": _nothing,
    "settings": _nothing,
    "skin_contacts": _of(biosensing.SkinContactChange),
    "skin_temperatures": _of(biosensing.SkinTemperature),
    "sleep_heart_rates": _of(sleep.SleepHeartRateSamples),
    "sleep_stages": _of(sleep.SleepStageSamples),
    "spo2_page": _spo2,
    "spo2_test": _spo2,
    "spo2_tests": _spo2,
    "step_days": _of(activity.StepSamples),
    "step_samples": _of(activity.StepSamples),
    "sync_feeds": _nothing,
    "sync_run": _nothing,
    "sync_run_list": _nothing,
    "sync_run_page": _nothing,
    "sync_runs": _nothing,
    "takeout_columns": _nothing,
    "takeout_dictionary": _nothing,
    "takeout_documents": _everything,
    "takeout_exercise": _everything,
    "takeout_night": _everything,
    "takeout_rows": _everything,
    "takeout_span": _everything,
    "takeout_run": _nothing,
    "takeout_runs": _nothing,
    "takeout_resend": _nothing,
    "files_of_person": _nothing,
    "files_wanted": _nothing,
    "feed_states": _nothing,
    "timeline_days": _by_metric,
    "timeline_hours": _by_source,
    "timeline_minutes": _by_source,
    "timeline_months": _by_metric,
    "timeline_samples": _by_source,
    "timeline_weeks": _by_metric,
    "timescale_license": _nothing,
    "backfills": _nothing,
    "backfill_feeds": _nothing,
    "backfills_running": _nothing,
    "notices_waiting": _nothing,
    "polar_webhook": _nothing,
    "polar_webhook_secret": _nothing,
    "timescale_version": _nothing,
    "timetable": _nothing,
    "timetable_load": _nothing,
    "timetable_people": _nothing,
    "timetable_unreached": _nothing,
    "timetable_wearer": _nothing,
    "training_weeks": _training,
    "wrong_passwords": _nothing,
    # The house's own, for backups.
    "chunk_sizes": _nothing,
    "kept": _nothing,
    "kept_roles": _nothing,
    "kept_token": _nothing,
    "lock_room": _nothing,
    "postgres_version": _nothing,
    "restore_empty": _nothing,
    "restore_roles": _nothing,
    "restore_version": _nothing,
    "session_settings": _nothing,
}
"""What each file of `sql/queries/read` needs; one that is not here is answered to nobody."""


def check(pool: Pool, name: str, parameters: Parameters) -> None:
    """Raise Forbidden unless who holds the pool reads what the question is about."""
    if "/" in name:  # What writes on the way is the house's own.
        require_classes(pool, tuple(DataClass))
        return
    needs = QUESTIONS[name]
    if isinstance(pool, Reading):
        require_classes(pool, needs(parameters))


def masked(pool: Pool, record: type[R], rows: list[R]) -> list[R]:
    """The rows without quantities of classes that who holds the pool does not read."""
    if isinstance(pool, Reading) and (hidden := _hidden(record, pool.classes)):
        return [replace(row, **dict.fromkeys(hidden)) for row in rows]
    return rows


def masked_members(pool: Pool, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row by its columns, without quantities of classes that who holds the pool does not read."""
    if not isinstance(pool, Reading):
        return dict(row)
    seen = {None, *pool.classes}
    return {name: value for name, value in row.items() if QUANTITIES.get(name) in seen}


@cache
def _hidden(record: type[Any], classes: Classes) -> tuple[str, ...]:
    names = [field.name for field in fields(record)] if is_dataclass(record) else []
    return tuple(name for name in names if QUANTITIES.get(name, None) not in {None, *classes})
