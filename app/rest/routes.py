"""THE TABLE: one entry per endpoint; routing, validation and OpenAPI follow from it."""

from starlette.routing import BaseRoute

from app.reads import (
    activity,
    biosensing,
    cardio_load,
    exercises,
    heart_rate,
    memory,
    recharge,
    sleep,
    sleepwise,
)
from app.records.account import Scope
from app.rest.endpoint import Endpoint, OpenEndpoint, open_route, route
from app.rest.handlers import analytics, details, exports, keys, service, syncs
from app.rest.handlers.lists import one_day, rows
from app.rest.pages import page_routes
from app.rest.parameters import (
    AS_OF,
    DATE,
    ECG_ID,
    EXERCISE_ID,
    EXTENDED,
    FORECAST_METRIC,
    METRIC,
    PATTERN,
    POLAR_TOKEN,
    RUN_ID,
    USER_ID,
    VALUE,
    WAIT,
    days,
)
from app.rest.shapes import export as files
from app.rest.shapes.activity import (
    Activity,
    ActivityDetail,
    ActivitySamples,
    ActivitySamplesDay,
)
from app.rest.shapes.analytics import AnalyticsStatus
from app.rest.shapes.baselines import Anomalies, Baseline, Calculated, Check, Stretch
from app.rest.shapes.biosensing import BodyTemperature, Ecg, EcgDetail, SkinTemperature, Spo2
from app.rest.shapes.cardio_load import CardioLoad, CardioLoadDetail
from app.rest.shapes.exercises import Exercise, ExerciseDetail, ExerciseRoute, ExerciseSamples
from app.rest.shapes.export import ExportSummary
from app.rest.shapes.heart_rate import HeartRate, HeartRateDetail
from app.rest.shapes.insights import Insights, NewInsights
from app.rest.shapes.patterns import Detected, Forecast, Pattern
from app.rest.shapes.physical_info import PhysicalInfo
from app.rest.shapes.recharge import Recharge, RechargeDetail
from app.rest.shapes.service import Health, KeyInfo, KeyRegenerated, KeyRevoked, Ready
from app.rest.shapes.sleep import Sleep, SleepDetail
from app.rest.shapes.sleepwise import Alertness, Bedtime
from app.rest.shapes.sync import Run, RunDetail, SyncQueued, SyncResult, SyncResultWithErrors

PREFIX = "/api/v1"
PERSON = "/users/{user_id}"

MONTH = days(30)
WEEK = days(7)
SHORT_WEEK = days(7, 30)
YEAR = days(365, 36_600)

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
        handler=rows(exercises.exercises, Exercise.of),
        answer=list[Exercise],
        parameters=(USER_ID, MONTH),
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
        path=f"{PERSON}/exercises/{{id}}/samples",
        handler=details.exercise_samples,
        answer=ExerciseSamples,
        parameters=(USER_ID, EXERCISE_ID),
        tag="Exercises",
        summary="Get what was sampled in an exercise",
        description="Heart rate, speed, cadence, altitude, power and on, and beats where known.",
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
        parameters=(USER_ID, ECG_ID),
        tag="Biosensing",
        summary="Get an ECG with its waveform",
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
        answer=list[Baseline],
        parameters=(USER_ID, EXTENDED, AS_OF),
        tag="Baselines & Analytics",
        summary="Get all computed baselines",
        description="The five documented metrics, there or not; with `extended` every metric that "
        "has a value in the 90 days.",
    ),
    Endpoint(
        path=f"{PERSON}/baselines/calculate",
        method="POST",
        handler=analytics.calculate,
        answer=Calculated,
        parameters=(USER_ID,),
        scope=Scope.SYNC,
        tag="Baselines & Analytics",
        summary="Trigger baseline calculation",
        description="They are calculated after each sync and every night without it. Needs the "
        "scope `sync`.",
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
        parameters=(USER_ID, EXTENDED),
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
        scope=Scope.SYNC,
        tag="Patterns & Anomalies",
        summary="Trigger pattern detection",
        description="Forecasts are renewed with it. Both happen after each sync and every night "
        "without it. Needs the scope `sync`.",
    ),
    Endpoint(
        path=f"{PERSON}/patterns/{{pattern_name}}",
        handler=analytics.one_pattern,
        answer=Pattern,
        parameters=(USER_ID, PATTERN),
        tag="Patterns & Anomalies",
        summary="Get specific pattern",
    ),
    Endpoint(
        path=f"{PERSON}/anomalies",
        handler=analytics.scan,
        answer=Anomalies,
        parameters=(USER_ID, EXTENDED),
        tag="Patterns & Anomalies",
        summary="Scan all metrics for anomalies",
        description="The newest value of each metric, if it is at most 2 days old.",
    ),
    Endpoint(
        path=f"{PERSON}/insights",
        handler=analytics.everything,
        answer=Insights | NewInsights,
        parameters=(USER_ID,),
        tag="Unified Insights",
        summary="Get complete insights package",
    ),
    Endpoint(
        path=f"{PERSON}/forecasts",
        handler=analytics.all_forecasts,
        answer=list[Forecast],
        parameters=(USER_ID,),
        tag="Forecasts",
        summary="Get the next 7 days",
        description="HRV, resting heart rate, sleep score and training load. A forecast that on "
        "the person's own past is no better than the mean of 28 days is withheld, with the reason.",
    ),
    Endpoint(
        path=f"{PERSON}/forecasts/{{metric_name}}",
        handler=analytics.one_forecast,
        answer=Forecast,
        parameters=(USER_ID, FORECAST_METRIC),
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
        parameters=(USER_ID, POLAR_TOKEN, days(None), WAIT),
        scope=Scope.SYNC,
        creates_person=True,
        tag="Sync",
        summary="Trigger data sync",
        description="Waits up to 120 s for the workers. A feed that failed does not stop the "
        "others: it stands under `errors`, and `status` is `partial`. A key that opens everybody "
        "makes an unknown person known.",
        also=((202, SyncQueued, "The sync was queued; `Location` says where to look."),),
        problems=(409, 504),
    ),
    Endpoint(
        path=f"{PERSON}/sync/runs",
        handler=syncs.runs,
        answer=list[Run],
        parameters=(USER_ID, MONTH),
        tag="Sync",
        summary="List sync runs",
        description="At most 1000, the newest first.",
    ),
    Endpoint(
        path=f"{PERSON}/sync/runs/{{run_id}}",
        handler=syncs.run,
        answer=RunDetail,
        parameters=(USER_ID, RUN_ID),
        tag="Sync",
        summary="Get a sync run with its feeds",
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
    Endpoint(
        path=f"{PERSON}/api-key/info",
        handler=keys.info,
        answer=KeyInfo,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="Get what a key may do",
        description="The caller's own key; with a key that opens everybody, the person's newest.",
    ),
    Endpoint(
        path=f"{PERSON}/api-key/regenerate",
        method="POST",
        handler=keys.regenerate,
        answer=KeyRegenerated,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="Give a key a new secret",
        description="The old secret ends at once. Somebody else's key needs the scope `admin`.",
        problems=(409,),
    ),
    Endpoint(
        path=f"{PERSON}/api-key/revoke",
        method="POST",
        handler=keys.revoke,
        answer=KeyRevoked,
        parameters=(USER_ID,),
        tag="API Keys",
        summary="End a key",
        description="At once and for good. Somebody else's key needs the scope `admin`.",
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
    return [
        *(route(endpoint, PREFIX) for endpoint in ENDPOINTS),
        *(open_route(endpoint) for endpoint in OPEN_ENDPOINTS),
        *page_routes(),
    ]
