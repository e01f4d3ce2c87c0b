"""THE TABLE: one entry per endpoint; routing, validation and OpenAPI follow from it."""

from typing import Any

from starlette.routing import BaseRoute

from app.reads import (
    activity,
    biosensing,
    cardio_load,
    diary,
    heart_rate,
    memory,
    naps,
    recharge,
    sleep,
    sleepwise,
)
from app.records.deletion import SpotTest
from app.rest.answers import Answers
from app.rest.endpoint import ADMIN, ANY_KEY, READ, SYNC, Endpoint, OpenEndpoint, open_route, routes
from app.rest.handlers import (
    analytics,
    deletions,
    details,
    exports,
    imports,
    keys,
    service,
    syncs,
    takeouts,
)
from app.rest.handlers.lists import all_of, earlier, one_day, rows, sessions
from app.rest.pages import page_routes
from app.rest.parameters import (
    AS_OF,
    BEFORE,
    DATE,
    DUPLICATES,
    EXERCISE_ID,
    EXTENDED,
    FORECAST_METRIC,
    FOREIGN_OWNER,
    IN_A_LANGUAGE,
    METRIC,
    PATTERN,
    POLAR_TOKEN,
    PPI,
    RELATION,
    RUN_ID,
    TEST_ID,
    USER_ID,
    VALUE,
    WAIT,
    days,
    days_to_sync,
)
from app.rest.shapes import export as files
from app.rest.shapes.activity import (
    Activity,
    ActivityDetail,
    ActivitySamples,
    ActivitySamplesDay,
)
from app.rest.shapes.analytics import AnalyticsStatus
from app.rest.shapes.baselines import (
    Anomalies,
    Baseline,
    Calculated,
    Check,
    SeasonedBaseline,
    Stretch,
)
from app.rest.shapes.biosensing import (
    BodyTemperature,
    Ecg,
    EcgDetail,
    SkinContact,
    SkinTemperature,
    Spo2,
)
from app.rest.shapes.cardio_load import CardioLoad, CardioLoadDetail
from app.rest.shapes.diary import Device, DiaryEntry, PlannedRoute, TrainingTarget, Weight
from app.rest.shapes.exercises import (
    Exercise,
    ExerciseDetail,
    ExerciseRoute,
    ExerciseSamples,
    Lap,
)
from app.rest.shapes.export import ExportSummary
from app.rest.shapes.heart_rate import HeartRate, HeartRateDetail
from app.rest.shapes.history import Earlier
from app.rest.shapes.imports import Import, ImportQueued
from app.rest.shapes.insights import Insights, NewInsights
from app.rest.shapes.patterns import Detected, Forecast, Pattern
from app.rest.shapes.physical_info import PhysicalInfo
from app.rest.shapes.recharge import Recharge, RechargeDetail
from app.rest.shapes.service import (
    Health,
    KeyInfo,
    KeyRegenerated,
    KeyRevoked,
    Ready,
    RowDeleted,
)
from app.rest.shapes.sleep import Nap, Sleep, SleepDetail
from app.rest.shapes.sleepwise import Alertness, AlertnessPeriod, Bedtime
from app.rest.shapes.spot_tests import FitnessTest, OrthostaticTest
from app.rest.shapes.sync import Run, RunDetail, SyncQueued, SyncResult, SyncResultWithErrors
from app.rest.shapes.takeouts import Takeout

PREFIX = "/api/v1"
PERSON = "/users/{user_id}"

MONTH = days(30)
WEEK = days(7)
SHORT_WEEK = days(7, 30)
YEAR = days(365, 36_600)

ARCHIVE_DAYS: tuple[tuple[str, Any, Any, str], ...] = (
    ("weights", diary.body_weights, Weight, "Weighings"),
    ("diary", diary.diary_entries, DiaryEntry, "Notes and feelings of days"),
    ("training-targets", diary.training_targets, TrainingTarget, "Trainings that were planned"),
    ("orthostatic-tests", diary.orthostatic_tests, OrthostaticTest, "Orthostatic tests"),
    ("fitness-tests", diary.fitness_tests, FitnessTest, "Fitness tests"),
)
"""Lists of what the archive alone tells: path, question, shape, words."""

ARCHIVE_TESTS = (
    ("orthostatic-tests", SpotTest.ORTHOSTATIC),
    ("fitness-tests", SpotTest.FITNESS),
)
NOT_AGAIN = "No later sync or import brings it back. Needs the scope `admin`."

ENDPOINTS = (
    Endpoint(
        path=f"{PERSON}/sleep",
        handler=rows(sleep.night_summaries, Sleep.of),
        answer=list[Sleep],
        parameters=(USER_ID, WEEK),
        tag="Sleep",
        summary="List sleep data",
        description="Nights, the newest first. A night is named by the day of waking up.",
    ),
    Endpoint(
        path=f"{PERSON}/sleep/{{date}}",
        handler=one_day(sleep.nights, "night", details.night),
        answer=SleepDetail,
        parameters=(USER_ID, DATE),
        tag="Sleep",
        summary="Get sleep by date",
        description="The row of the list and everything else that is known of the night.",
    ),
    Endpoint(
        path=f"{PERSON}/sleep/{{date}}",
        method="DELETE",
        handler=deletions.night,
        answer=RowDeleted,
        parameters=(USER_ID, DATE),
        scopes=ADMIN,
        tag="Sleep",
        summary="Delete a night",
        description=f"Its sleep, recovery and skin temperature with their samples. {NOT_AGAIN}",
    ),
    Endpoint(
        path=f"{PERSON}/naps",
        handler=rows(naps.naps, Nap.of),
        answer=list[Nap],
        parameters=(USER_ID, MONTH),
        tag="Sleep",
        summary="Naps",
        description="Sleeps beside the night of their date.",
    ),
    Endpoint(
        path=f"{PERSON}/activity",
        handler=rows(activity.activity_days, Activity.of),
        answer=list[Activity],
        parameters=(USER_ID, MONTH),
        tag="Activity",
        summary="List daily activity",
    ),
    Endpoint(
        path=f"{PERSON}/activity/{{date}}",
        handler=one_day(activity.activity_days, "activity", details.active_day),
        answer=ActivityDetail,
        parameters=(USER_ID, DATE),
        tag="Activity",
        summary="Get activity by date",
        description="The row of the list, with the day's activity zones and alerts.",
    ),
    Endpoint(
        path=f"{PERSON}/activity-samples",
        handler=rows(activity.step_days, ActivitySamplesDay.of),
        answer=list[ActivitySamplesDay],
        parameters=(USER_ID, SHORT_WEEK),
        tag="Activity",
        summary="List days that have steps by the minute",
    ),
    Endpoint(
        path=f"{PERSON}/activity-samples/{{date}}",
        handler=details.steps,
        answer=ActivitySamples,
        parameters=(USER_ID, DATE),
        tag="Activity",
        summary="Get a day's steps by the minute",
    ),
    Endpoint(
        path=f"{PERSON}/recharge",
        handler=rows(recharge.recharges, Recharge.of),
        answer=list[Recharge],
        parameters=(USER_ID, MONTH),
        tag="Nightly Recharge",
        summary="List nightly recharge data",
    ),
    Endpoint(
        path=f"{PERSON}/recharge/{{date}}",
        handler=one_day(recharge.recharges, "nightly recharge", details.recharged),
        answer=RechargeDetail,
        parameters=(USER_ID, DATE),
        tag="Nightly Recharge",
        summary="Get nightly recharge by date",
        description="The row of the list, with HRV and breathing through the night.",
    ),
    Endpoint(
        path=f"{PERSON}/exercises",
        handler=sessions,
        answer=list[Exercise],
        parameters=(USER_ID, MONTH, DUPLICATES),
        tag="Exercises",
        summary="List exercises",
    ),
    Endpoint(
        path=f"{PERSON}/exercises/{{id}}",
        handler=details.exercise,
        answer=ExerciseDetail,
        parameters=(USER_ID, EXERCISE_ID),
        tag="Exercises",
        summary="Get exercise detail",
        description="By Ursa's number or by Polar's id. With heart-rate zones.",
    ),
    Endpoint(
        path=f"{PERSON}/exercises/{{id}}",
        method="DELETE",
        handler=deletions.exercise,
        answer=RowDeleted,
        parameters=(USER_ID, EXERCISE_ID),
        scopes=ADMIN,
        tag="Exercises",
        summary="Delete an exercise",
        description=f"With its samples, its route, and every record that repeats it. {NOT_AGAIN}",
    ),
    Endpoint(
        path=f"{PERSON}/exercises/{{id}}/samples",
        handler=details.exercise_samples,
        answer=ExerciseSamples,
        parameters=(USER_ID, EXERCISE_ID),
        tag="Exercises",
        summary="Get what was sampled in an exercise",
        description="Heart rate, speed, cadence, altitude, power and on, and beats where known.",
    ),
    Endpoint(
        path=f"{PERSON}/exercises/{{id}}/laps",
        handler=details.exercise_laps,
        answer=list[Lap],
        parameters=(USER_ID, EXERCISE_ID),
        tag="Exercises",
        summary="Get the laps of an exercise",
        description="Those pressed by hand, then those that the watch counted; the archive tells.",
    ),
    Endpoint(
        path=f"{PERSON}/exercises/{{id}}/route",
        handler=details.exercise_route,
        answer=ExerciseRoute,
        parameters=(USER_ID, EXERCISE_ID),
        tag="Exercises",
        summary="Get the route of an exercise",
    ),
    Endpoint(
        path=f"{PERSON}/cardio-load",
        handler=rows(cardio_load.cardio_load_days, CardioLoad.of),
        answer=list[CardioLoad],
        parameters=(USER_ID, MONTH),
        tag="Cardio Load",
        summary="List cardio load data",
    ),
    Endpoint(
        path=f"{PERSON}/cardio-load/{{date}}",
        handler=one_day(cardio_load.cardio_load_days, "cardio load", details.loaded_day),
        answer=CardioLoadDetail,
        parameters=(USER_ID, DATE),
        tag="Cardio Load",
        summary="Get cardio load by date",
        description="The row of the list, with the person's own thresholds.",
    ),
    Endpoint(
        path=f"{PERSON}/heart-rate",
        handler=rows(heart_rate.heart_rate_days, HeartRate.of),
        answer=list[HeartRate],
        parameters=(USER_ID, MONTH),
        tag="Heart Rate",
        summary="List daily HR summaries",
    ),
    Endpoint(
        path=f"{PERSON}/heart-rate/{{date}}/samples",
        handler=one_day(heart_rate.heart_rate_days, "heart rate", details.beating_day),
        answer=HeartRateDetail,
        parameters=(USER_ID, DATE),
        tag="Heart Rate",
        summary="Get a day's heart rate samples",
    ),
    Endpoint(
        path=f"{PERSON}/sleepwise/alertness",
        handler=rows(sleepwise.alertness_hours, Alertness.of),
        answer=list[Alertness],
        parameters=(USER_ID, SHORT_WEEK),
        tag="SleepWise",
        summary="Hourly alertness predictions",
        description="One row per hour; the grade is that of the hour's period.",
    ),
    Endpoint(
        path=f"{PERSON}/sleepwise/periods",
        handler=rows(sleepwise.alertness_periods, AlertnessPeriod.of),
        answer=list[AlertnessPeriod],
        parameters=(USER_ID, SHORT_WEEK),
        tag="SleepWise",
        summary="Sleeps and the boost that each gives",
    ),
    Endpoint(
        path=f"{PERSON}/sleepwise/bedtime",
        handler=rows(sleepwise.bedtimes, Bedtime.of),
        answer=list[Bedtime],
        parameters=(USER_ID, SHORT_WEEK),
        tag="SleepWise",
        summary="Optimal bedtime recommendations",
    ),
    Endpoint(
        path=f"{PERSON}/spo2",
        handler=rows(biosensing.spo2_tests, Spo2.of),
        answer=list[Spo2],
        parameters=(USER_ID, MONTH),
        tag="Biosensing",
        summary="Blood oxygen measurements",
    ),
    Endpoint(
        path=f"{PERSON}/spo2/{{id}}",
        method="DELETE",
        handler=deletions.test(SpotTest.SPO2),
        answer=RowDeleted,
        parameters=(USER_ID, TEST_ID),
        scopes=ADMIN,
        tag="Biosensing",
        summary="Delete a blood oxygen measurement",
        description=NOT_AGAIN,
    ),
    Endpoint(
        path=f"{PERSON}/ecg",
        handler=rows(biosensing.ecg_tests, Ecg.of),
        answer=list[Ecg],
        parameters=(USER_ID, MONTH),
        tag="Biosensing",
        summary="ECG recordings",
    ),
    Endpoint(
        path=f"{PERSON}/ecg/{{id}}",
        handler=details.ecg,
        answer=EcgDetail,
        parameters=(USER_ID, TEST_ID),
        tag="Biosensing",
        summary="Get an ECG with its waveform",
    ),
    Endpoint(
        path=f"{PERSON}/ecg/{{id}}",
        method="DELETE",
        handler=deletions.test(SpotTest.ECG),
        answer=RowDeleted,
        parameters=(USER_ID, TEST_ID),
        scopes=ADMIN,
        tag="Biosensing",
        summary="Delete an ECG",
        description=NOT_AGAIN,
    ),
    Endpoint(
        path=f"{PERSON}/temperature/body",
        handler=rows(biosensing.body_temperatures, BodyTemperature.of),
        answer=list[BodyTemperature],
        parameters=(USER_ID, MONTH),
        tag="Biosensing",
        summary="Body temperature",
    ),
    Endpoint(
        path=f"{PERSON}/temperature/skin",
        handler=rows(biosensing.skin_temperatures, SkinTemperature.of),
        answer=list[SkinTemperature],
        parameters=(USER_ID, MONTH),
        tag="Biosensing",
        summary="Skin temperature",
    ),
    Endpoint(
        path=f"{PERSON}/skin-contact",
        handler=rows(biosensing.skin_contacts, SkinContact.of),
        answer=list[SkinContact],
        parameters=(USER_ID, MONTH),
        tag="Biosensing",
        summary="When sensors met and left the skin",
    ),
    Endpoint(
        path=f"{PERSON}/physical-info",
        handler=details.physical_info,
        answer=PhysicalInfo,
        parameters=(USER_ID,),
        tag="Physical Info",
        summary="Get weight, thresholds and goals",
        description="As the person told Polar, with up to ten earlier versions.",
    ),
    Endpoint(
        path=f"{PERSON}/baselines",
        handler=analytics.all_baselines,
        answer=list[SeasonedBaseline | Baseline],
        parameters=(USER_ID, EXTENDED, AS_OF),
        tag="Baselines & Analytics",
        summary="Get all computed baselines",
        description="The five documented metrics, there or not; with `extended` every metric that "
        "has a value in the 90 days, beside the same month of earlier years.",
    ),
    Endpoint(
        path=f"{PERSON}/baselines/calculate",
        method="POST",
        handler=analytics.calculate,
        answer=Calculated,
        parameters=(USER_ID,),
        scopes=READ | SYNC,
        tag="Baselines & Analytics",
        summary="Trigger baseline calculation",
        description="They are calculated after each sync and every night without it. Needs the "
        "scopes `read` and `sync`.",
    ),
    Endpoint(
        path=f"{PERSON}/baselines/{{metric_name}}",
        handler=analytics.one_baseline,
        answer=Baseline,
        parameters=(USER_ID, METRIC, AS_OF),
        tag="Baselines & Analytics",
        summary="Get specific baseline",
        description="Of any daily metric, the documented ones and the others.",
    ),
    Endpoint(
        path=f"{PERSON}/baselines/check/{{metric_name}}/{{value}}",
        handler=analytics.check,
        answer=Check,
        parameters=(USER_ID, METRIC, VALUE),
        tag="Baselines & Analytics",
        summary="Check if value is anomalous",
        description="Against today's baseline; never an anomaly when that is insufficient.",
    ),
    Endpoint(
        path=f"{PERSON}/analytics/status",
        handler=analytics.status,
        answer=AnalyticsStatus,
        parameters=(USER_ID,),
        tag="Baselines & Analytics",
        summary="Get analytics readiness status",
    ),
    Endpoint(
        path=f"{PERSON}/patterns",
        handler=analytics.all_patterns,
        answer=list[Pattern],
        parameters=(USER_ID, EXTENDED, *IN_A_LANGUAGE),
        tag="Patterns & Anomalies",
        summary="Get all detected patterns",
        description="The four documented patterns, or all of them. Those that can not be told "
        "are `insufficient`, with the reason in `details`.",
    ),
    Endpoint(
        path=f"{PERSON}/patterns/detect",
        method="POST",
        handler=analytics.detect,
        answer=Detected,
        parameters=(USER_ID,),
        scopes=READ | SYNC,
        tag="Patterns & Anomalies",
        summary="Trigger pattern detection",
        description="Forecasts are renewed with it. Both happen after each sync and every night "
        "without it. Needs the scopes `read` and `sync`.",
    ),
    Endpoint(
        path=f"{PERSON}/patterns/{{pattern_name}}",
        handler=analytics.one_pattern,
        answer=Pattern,
        parameters=(USER_ID, PATTERN, *IN_A_LANGUAGE),
        tag="Patterns & Anomalies",
        summary="Get specific pattern",
    ),
    Endpoint(
        path=f"{PERSON}/anomalies",
        handler=analytics.scan,
        answer=Anomalies,
        parameters=(USER_ID, EXTENDED, *IN_A_LANGUAGE),
        tag="Patterns & Anomalies",
        summary="Scan all metrics for anomalies",
        description="The newest value of each metric, if it is at most 2 days old. With "
        "`extended` of all that are measured, each in a sentence with its `code` and `params`.",
    ),
    Endpoint(
        path=f"{PERSON}/insights",
        handler=analytics.everything,
        answer=Insights | NewInsights,
        parameters=(USER_ID, EXTENDED, *IN_A_LANGUAGE),
        tag="Unified Insights",
        summary="Get complete insights package",
        description="With `extended` each sentence has its `code`, `metric` and `params`, as "
        "docs/codes.md lists them.",
    ),
    Endpoint(
        path=f"{PERSON}/forecasts",
        handler=analytics.all_forecasts,
        answer=list[Forecast],
        parameters=(USER_ID, *IN_A_LANGUAGE),
        tag="Forecasts",
        summary="Get the next 7 days",
        description="HRV, resting heart rate, sleep score and training load. A forecast that on "
        "the person's own past is no better than the mean of 28 days is withheld, with the reason.",
    ),
    Endpoint(
        path=f"{PERSON}/forecasts/{{metric_name}}",
        handler=analytics.one_forecast,
        answer=Forecast,
        parameters=(USER_ID, FORECAST_METRIC, *IN_A_LANGUAGE),
        tag="Forecasts",
        summary="Get the next 7 days of a metric",
    ),
    Endpoint(
        path=f"{PERSON}/metrics/{{metric_name}}/weekly",
        handler=analytics.memory(memory.weeks),
        answer=list[Stretch],
        parameters=(USER_ID, METRIC, YEAR),
        tag="Long Memory",
        summary="List a metric by the week",
        description="Weeks (Monday to Sunday) that have a day in the window, the newest first.",
    ),
    Endpoint(
        path=f"{PERSON}/metrics/{{metric_name}}/monthly",
        handler=analytics.memory(memory.months),
        answer=list[Stretch],
        parameters=(USER_ID, METRIC, YEAR),
        tag="Long Memory",
        summary="List a metric by the month",
        description="Calendar months that have a day in the window, the newest first.",
    ),
    Endpoint(
        path=f"{PERSON}/sync/trigger",
        method="POST",
        handler=syncs.trigger,
        answer=SyncResult | SyncResultWithErrors,
        parameters=(USER_ID, POLAR_TOKEN, days_to_sync(), WAIT),
        scopes=SYNC,
        creates_person=True,
        tag="Sync",
        summary="Trigger data sync",
        description="Waits up to 120 s for the workers. A feed that failed does not stop the "
        "others: it stands under `errors`, and `status` is `partial`. A key that opens everybody "
        "makes an unknown person known. `days` may also stand in the body, in JSON or as a form; "
        "the address counts first. Without `X-Polar-Token`, which is an addition of Ursa's, the "
        "stored token of a connected person is used, and the answer's header `X-Polar-Token` says "
        "`stored`; where there is none, the answer is a 401.",
        also=((202, SyncQueued, "The sync was queued; `Location` says where to look."),),
        problems=(409, 504),
    ),
    Endpoint(
        path=f"{PERSON}/sync/runs",
        handler=syncs.runs,
        of_the_data=False,
        answer=list[Run],
        parameters=(USER_ID, MONTH),
        tag="Sync",
        summary="List sync runs",
        description="At most 1000, the newest first.",
    ),
    Endpoint(
        path=f"{PERSON}/sync/runs/{{run_id}}",
        handler=syncs.run,
        of_the_data=False,
        answer=RunDetail,
        parameters=(USER_ID, RUN_ID),
        tag="Sync",
        summary="Get a sync run with its feeds",
    ),
    Endpoint(
        path=f"{PERSON}/history/{{relation}}",
        handler=earlier,
        of_the_data=False,
        answer=list[Earlier],
        parameters=(USER_ID, RELATION, BEFORE),
        tag="Sync",
        summary="List earlier versions of rows",
        description="What a sync replaced, and what its person deleted: at most 200, the newest "
        "first. They are kept for a year, or as HISTORY_DAYS of the server says.",
    ),
    Endpoint(
        path=f"{PERSON}/imports",
        method="POST",
        handler=imports.send,
        answer=ImportQueued,
        parameters=(USER_ID, PPI, FOREIGN_OWNER),
        scopes=SYNC,
        creates_person=True,
        tag="Imports",
        summary="Send the archive of past years",
        description="The body is the ZIP that Polar's mail led to, as it came, up to "
        "ARCHIVE_MAX_GIB. It is taken in as it is sent, and worked on afterwards: the answer is "
        "202, `Location` says where to look. What is there already is not doubled. A key that "
        "opens everybody makes an unknown person known.",
        also=((202, ImportQueued, "The import was queued; `Location` says where to look."),),
        problems=(409, 422),
    ),
    Endpoint(
        path=f"{PERSON}/imports",
        handler=imports.runs,
        of_the_data=False,
        answer=list[Import],
        parameters=(USER_ID,),
        tag="Imports",
        summary="List imports",
        description="The newest hundred, the newest first.",
    ),
    Endpoint(
        path=f"{PERSON}/imports/{{run_id}}",
        handler=imports.run,
        of_the_data=False,
        answer=Import,
        parameters=(USER_ID, RUN_ID),
        tag="Imports",
        summary="Get an import with its report",
        description="Ask again while it runs: `files_done` of `files_total`.",
    ),
    Endpoint(
        path=f"{PERSON}/imports/{{run_id}}",
        method="DELETE",
        handler=imports.undo,
        answer=Import,
        parameters=(USER_ID, RUN_ID),
        scopes=ADMIN,
        tag="Imports",
        summary="Take an import back",
        description="What it brought goes, and only that: what a sync has taken over stays. The "
        "latest import first.",
        problems=(409,),
    ),
    Endpoint(
        path=f"{PERSON}/export/summary",
        handler=exports.summary,
        answer=ExportSummary,
        parameters=(USER_ID, MONTH),
        tag="Export",
        summary="Export summary manifest",
    ),
    Endpoint(
        path=f"{PERSON}/export/sleep.csv",
        handler=exports.file(sleep.night_summaries, "sleep", files.SLEEP),
        answer=str,
        media_type=exports.CSV,
        example=",".join(files.SLEEP) + "\r\n2026-01-11,85,7.5,1.8,3.8,1.9,45.2,52,14.2\r\n",
        parameters=(USER_ID, MONTH),
        tag="Export",
        summary="Export sleep data as CSV",
        description="The oldest day first; nothing stands for null.",
    ),
    Endpoint(
        path=f"{PERSON}/export/activity.csv",
        handler=exports.file(activity.activity_days, "activity", files.ACTIVITY),
        answer=str,
        media_type=exports.CSV,
        example=",".join(files.ACTIVITY) + "\r\n2026-01-11,8542,450,2150,6.2,45.5\r\n",
        parameters=(USER_ID, MONTH),
        tag="Export",
        summary="Export activity data as CSV",
    ),
    Endpoint(
        path=f"{PERSON}/export/recharge.csv",
        handler=exports.file(recharge.recharges, "recharge", files.RECHARGE),
        answer=str,
        media_type=exports.CSV,
        example=",".join(files.RECHARGE) + "\r\n2026-01-11,48.5,4.2,ABOVE_USUAL,14.2,51\r\n",
        parameters=(USER_ID, MONTH),
        tag="Export",
        summary="Export recharge/HRV data as CSV",
    ),
    Endpoint(
        path=f"{PERSON}/export/cardio-load.csv",
        handler=exports.file(cardio_load.cardio_load_days, "cardio_load", files.CARDIO_LOAD),
        answer=str,
        media_type=exports.CSV,
        example=",".join(files.CARDIO_LOAD) + "\r\n2026-01-11,125.5,180.2,85.3,0.7,PRODUCTIVE\r\n",
        parameters=(USER_ID, MONTH),
        tag="Export",
        summary="Export cardio load data as CSV",
    ),
    *(
        Endpoint(
            path=f"{PERSON}/{path}",
            handler=rows(question, shape.of),
            answer=list[shape],  # type: ignore[valid-type]
            parameters=(USER_ID, YEAR),
            tag="Archive",
            summary=summary,
            description="The newest first; the archive of past years tells them.",
        )
        for path, question, shape, summary in ARCHIVE_DAYS
    ),
    *(
        Endpoint(
            path=f"{PERSON}/{path}/{{id}}",
            method="DELETE",
            handler=deletions.test(kind),
            answer=RowDeleted,
            parameters=(USER_ID, TEST_ID),
            scopes=ADMIN,
            tag="Archive",
            summary=f"Delete one {kind.said}",
            description=NOT_AGAIN,
        )
        for path, kind in ARCHIVE_TESTS
    ),
    Endpoint(
        path=f"{PERSON}/planned-routes",
        handler=all_of(diary.planned_routes, PlannedRoute.of),
        answer=list[PlannedRoute],
        parameters=(USER_ID,),
        tag="Archive",
        summary="Routes to follow",
    ),
    Endpoint(
        path=f"{PERSON}/devices",
        handler=all_of(diary.devices, Device.of),
        answer=list[Device],
        parameters=(USER_ID,),
        tag="Archive",
        summary="Devices, those in use first",
    ),
    Endpoint(
        path=f"{PERSON}/takeouts",
        method="POST",
        handler=takeouts.start,
        answer=Takeout,
        parameters=(USER_ID,),
        tag="Export",
        summary="Have everything written to a ZIP",
        description="A table of each relation (CSV, Parquet, data dictionary), a document per "
        "night and exercise, GPX and TCX. A worker writes it; it lies ready for a week, or until "
        "the next one. `ursa import` takes it back. Needs a key that reads all classes of data.",
        also=((202, Takeout, "It was queued; `Location` says where to look."),),
        problems=(409,),
    ),
    Endpoint(
        path=f"{PERSON}/takeouts",
        handler=takeouts.runs,
        of_the_data=False,
        answer=list[Takeout],
        parameters=(USER_ID,),
        tag="Export",
        summary="List exports of everything",
    ),
    Endpoint(
        path=f"{PERSON}/takeouts/{{run_id}}",
        handler=takeouts.run,
        of_the_data=False,
        answer=Takeout,
        parameters=(USER_ID, RUN_ID),
        tag="Export",
        summary="Get how an export of everything goes",
    ),
    Endpoint(
        path=f"{PERSON}/takeouts/{{run_id}}/file",
        handler=takeouts.file,
        of_the_data=False,
        answer=str,
        media_type=takeouts.ZIP,
        example="(the ZIP)",
        parameters=(USER_ID, RUN_ID),
        tag="Export",
        summary="Fetch an export of everything",
        description="The ZIP, in ranges if asked for; 409 while it is written, 404 when it is "
        "gone. Needs a key that reads all classes of data.",
        problems=(409,),
    ),
    Endpoint(
        path=f"{PERSON}/api-key/info",
        handler=keys.info,
        scopes=ANY_KEY,
        of_the_data=False,
        answer=KeyInfo,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="Get what a key may do",
        description="The caller's own key; with a key that opens everybody and has the scope "
        "`admin`, the person's newest.",
    ),
    Endpoint(
        path=f"{PERSON}/api-key/regenerate",
        method="POST",
        handler=keys.regenerate,
        scopes=ANY_KEY,
        answer=KeyRegenerated,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="Give a key a new secret",
        description="The old secret ends at once. A key renews itself, unless it may only read and "
        "the owner did not allow it; with the scope `admin` another that is no stronger.",
        problems=(409,),
    ),
    Endpoint(
        path=f"{PERSON}/api-key/revoke",
        method="POST",
        handler=keys.revoke,
        scopes=ANY_KEY,
        answer=KeyRevoked,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="End a key",
        description="At once and for good, and all that it made with it. Somebody else's key needs "
        "the scope `admin`.",
    ),
)

OPEN_ENDPOINTS = (
    *(
        OpenEndpoint(
            path=path,
            handler=service.health,
            answer=Health,
            tag="Health",
            summary="Server health check",
            also=((503, Health, "The database does not answer."),),
        )
        for path in ("/health", f"{PREFIX}/health")
    ),
    OpenEndpoint(
        path="/ready",
        handler=service.ready,
        answer=Ready,
        tag="Health",
        summary="Whether requests and syncs would be served now",
        also=((503, Ready, "Not now."),),
    ),
)


def rest_routes() -> list[BaseRoute]:
    """Every route of this room: /api/v1, /health, /ready and /schema."""
    answers = Answers()
    return [
        *routes(ENDPOINTS, PREFIX, answers),
        *(open_route(endpoint) for endpoint in OPEN_ENDPOINTS),
        *page_routes(),
    ]
