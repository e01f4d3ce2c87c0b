"""Closed sets of words, each word with its meaning."""

from app.metrics import Better, Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.reads.timeline import Resolution
from app.records import (
    account,
    apps,
    backfill,
    findings,
    history,
    house,
    server,
    session,
    sync,
    takeouts,
)
from schema.publish import closed, enum_of, words

METRIC = closed(
    "Metric",
    "A daily metric. `metrics` lists title, unit and resolutions of each.",
    **{metric.name: f"{metric.spec.title}, {metric.spec.unit}." for metric in Metric},
)
RESOLUTION = enum_of(
    Resolution,
    "How much time one point of a series stands for.",
    RAW="Every sample, thinned to `maxPoints`; of metrics that have samples, up to 31 days back.",
    MINUTES_5=(
        "One point for each 5 minutes that have a sample, with what HOUR has; of metrics that "
        "have samples, up to 31 days back."
    ),
    MINUTES_15="As MINUTES_5, for each 15 minutes; up to 93 days back.",
    HOUR=(
        "One point an hour of the wearer's clock: mean, lowest and highest, of steps the sum "
        "alone; up to 366 days back."
    ),
    DAY="One point a day: the day's value.",
    WEEK=(
        "One point for each week, Monday to Sunday, that has a day in the window; it tells of the "
        "whole week: mean of its days, lowest, highest."
    ),
    MONTH=(
        "One point for each calendar month that has a day in the window; it tells of the whole "
        "month: mean of its days, lowest, highest."
    ),
)
BETTER = closed(
    "Better",
    "Which direction of a metric is good news.",
    HIGHER="More is better.",
    LOWER="Less is better.",
    NEITHER="It depends.",
)
SCOPE = enum_of(
    account.Scope,
    "What a key may do.",
    READ="Read the person's data.",
    SYNC="Start a sync with Polar.",
    ADMIN="Make and revoke keys.",
)
ROLE = enum_of(
    session.Role,
    "As what somebody is signed in.",
    OWNER="Owns the house, and may everything.",
    PERSON="Sees their own data alone.",
    SETUP="Makes the owner's account, and nothing else.",
)
JOINING = enum_of(
    house.Joining,
    "Whether people whom nobody connected may come in through Polar.",
    CLOSED="With an invitation of the owner's alone.",
    OPEN="Everybody who has a Polar account.",
)
CLIENT_SOURCE = enum_of(
    house.ClientSource,
    "Where the client at Polar is set.",
    ENVIRONMENT="In POLAR_CLIENT_ID and POLAR_CLIENT_SECRET, which go first.",
    STORED="In the pages or over GraphQL.",
)
DATA_CLASS = enum_of(
    account.DataClass,
    "What data are about; a key that names classes reads those alone.",
    SLEEP="Nights, their stages, bedtimes and alertness.",
    HEART="Heart rate and its variability, ECG, blood oxygen, breathing, temperature.",
    TRAINING="Activity, steps, exercises and their load.",
    LOCATION="Routes of exercises.",
    PROFILE="What the person told Polar: weight, height, birthday, thresholds, goals.",
)
UNITS = enum_of(
    account.Units,
    "Units in which a person likes to read; answers are metric whatever they like.",
    METRIC="Kilometres, kilograms, degrees Celsius.",
    IMPERIAL="Miles, pounds, degrees Fahrenheit.",
)
LANGUAGE = enum_of(
    account.Language,
    "Language in which a person likes to read.",
    EN="English.",
    DE="German.",
    FI="Finnish.",
)
HOUR_CYCLE = enum_of(
    account.HourCycle,
    "How a person likes to read the clock.",
    H23="Hours from 0 to 23.",
    H12="Hours from 1 to 12, twice a day.",
)
PEOPLE_ORDER = closed(
    "PeopleOrder",
    "In which order people are listed.",
    USER_ID="By their user ids.",
    NAME="By the names that they are called by, whatever their case; else by their user ids.",
    LAST_SYNC="Who was synced last comes first, who never was comes last.",
)
KEY_STATE = closed(
    "ApiKeyState",
    "Whether a key works.",
    ACTIVE="It works now.",
    ENDED="It was revoked, or has expired.",
)
APP_AUDIENCE = enum_of(
    apps.Audience,
    "Where an application's tokens work.",
    API="In all of Ursa.",
    MCP="At the door for assistants, `/mcp`, alone.",
)
PERSON_CHANGE = closed(
    "PersonChange",
    "What of a person is another than before.",
    DAYS="Their data: a sync or an import stored something, or they deleted something.",
    FINDINGS="What was found out: baselines, patterns, forecasts.",
    SYNC="A sync: it was asked for, has begun, is done with a feed, or has ended.",
)
SETTING_SOURCE = enum_of(
    server.SettingSource,
    "Where the value of a setting is from.",
    ENVIRONMENT="An environment variable.",
    STORED="Stored in the database, set on the pages.",
    DEFAULT="Nobody set it.",
)
JOB_STATE = words(
    "JobState",
    "Where a piece of work stands.",
    DUE="It waits for its time.",
    RUNNING="A worker is at it.",
    DONE="The last try went well.",
    FAILED="The last try failed; it will be tried again.",
    DEAD="Workers gave up on it.",
)
RUN_STATE = enum_of(
    sync.RunState,
    "Where a sync run stands; the last four are final.",
    QUEUED="Asked for, no worker has begun.",
    RUNNING="A worker is asking Polar.",
    SUCCESS="Every feed brought what Polar has.",
    PARTIAL="Some feeds failed; the others are stored.",
    FAILED="Nothing could be stored.",
    INTERRUPTED="The worker died; the next sync heals it.",
)
FEED_STATE = enum_of(
    sync.FeedState,
    "How one feed of a sync run ended.",
    SUCCESS="All rows were read.",
    PARTIAL="Some rows could not be read; `problems` tells which.",
    FAILED="Nothing could be read; `error` tells why.",
    SKIPPED="It was not asked for.",
)
BACKFILL_STATE = enum_of(
    backfill.BackfillState,
    "Where a backfill stands.",
    RUNNING="It goes on as the request budget allows.",
    DONE="Every feed has reached its end.",
    STOPPED="Somebody ended it.",
)
TAKEOUT_STATE = enum_of(
    takeouts.TakeoutState,
    "Where an export stands.",
    QUEUED="It waits for a worker.",
    RUNNING="A worker writes it.",
    SUCCESS="Its file lies ready.",
    FAILED="There is no file; `error` tells why.",
    GONE="Its file was deleted: its week is over, or a newer one lies ready.",
)
HISTORY_RELATION = enum_of(
    history.HistoryRelation,
    "What has earlier versions.",
    SLEEP="Nights.",
    NAP="Naps.",
    NIGHTLY_RECHARGE="Nightly recharges.",
    SKIN_TEMPERATURE="Skin temperature of nights, deleted with them.",
    CARDIO_LOAD="Days of cardio load.",
    BEDTIME="Bedtimes in whose place another one stands.",
    ALERTNESS_PERIOD="Periods of alertness in whose place another one stands.",
    EXERCISE="Exercises.",
    SPO2_TEST="Blood oxygen tests that were deleted.",
    ECG_TEST="Wrist ECGs that were deleted.",
    ORTHOSTATIC_TEST="Orthostatic tests that were deleted.",
    FITNESS_TEST="Fitness tests that were deleted.",
)
HISTORY_REASON = enum_of(
    history.HistoryReason,
    "Why a version is an earlier one.",
    CHANGED="A newer answer of Polar's took its place.",
    DELETED="Its person deleted it.",
)
ORIGIN = words(
    "SyncOrigin",
    "Who asked for a sync.",
    REST="The REST API.",
    GRAPHQL="This API.",
    SCHEDULE="The timetable.",
    WEBHOOK="A webhook from Polar.",
    COMMAND="The command line.",
    DEMO="The demo.",
    ADMIN="The admin pages.",
)
_USUAL = {
    "BELOW_USUAL": "Lower than is usual for this person.",
    "USUAL": "As usual for this person.",
    "ABOVE_USUAL": "Higher than is usual for this person.",
}
USUAL = words("AgainstUsual", "A value against the person's own usual.", **_USUAL)
ANS_CHARGE = words(
    "AnsChargeStatus",
    "ANS charge against the person's own usual.",
    MUCH_BELOW_USUAL="Much lower than is usual for this person.",
    **_USUAL,
    MUCH_ABOVE_USUAL="Much higher than is usual for this person.",
)
RECHARGE = words(
    "NightlyRechargeStatus",
    "How well the body recovered in the night, in Polar's words.",
    VERY_POOR="Very poor recovery.",
    POOR="Poor recovery.",
    COMPROMISED="Compromised recovery.",
    OK="Recovery is fine.",
    GOOD="Good recovery.",
    VERY_GOOD="Very good recovery.",
)
LOAD_STATUS = words(
    "CardioLoadStatus",
    "What the load of late does to fitness, in Polar's words.",
    DETRAINING="Training less than the body is used to.",
    MAINTAINING="Training keeps fitness where it is.",
    PRODUCTIVE="Training builds fitness.",
    OVERREACHING="Training much more than the body is used to.",
    RECOVERY_AFTER_OVERREACHING="Recovering from too much training.",
    PRODUCTIVE_DROPPED_FROM_OVERREACHING="Productive again, after too much training.",
    PRODUCTIVE_ALMOST_OVERREACHING="Productive, and close to too much.",
    NOT_AVAILABLE="Polar has no status for the day.",
    UNRECOGNIZED="Polar could not tell.",
)
_LEVELS = {
    "VERY_LOW": "Very low.",
    "LOW": "Low.",
    "MEDIUM": "Medium.",
    "HIGH": "High.",
    "VERY_HIGH": "Very high.",
}
LOAD_LEVEL = words("LoadLevel", "A load against the person's own last 90 days.", **_LEVELS)
ALERTNESS = words(
    "AlertnessLevel",
    "How alert the person is expected to be.",
    MINIMAL="Hardly alert at all.",
    **{key: text for key, text in _LEVELS.items() if key != "MEDIUM"},
)
VALIDITY = words(
    "Validity",
    "How far a SleepWise result can be trusted.",
    VALID="Made from measured sleep.",
    ESTIMATE="A night was bridged.",
    NOT_VALID="Not to be trusted.",
    RESET="Too long without sleep data; it starts anew.",
)
INERTIA = words(
    "SleepInertia",
    "How hard it is to come round after waking up.",
    NO_INERTIA="Not at all.",
    MILD="A little.",
    MODERATE="Moderate.",
    HEAVY="Very.",
)
GRADE_TYPE = words(
    "GradeType",
    "Which of a day's boosts a grade is.",
    PRIMARY="That of the main sleep.",
    ADDITIONAL="That of another sleep.",
)
SLEEP_TYPE = words(
    "SleepType",
    "What kind of sleep a period stands on.",
    PRIMARY="The main sleep.",
    SECONDARY="Another sleep of the day.",
    ARTIFICIAL="None was measured: Polar assumed one.",
)
GRADE = words(
    "GradeClassification",
    "How much the sleep boosts the day.",
    WEAK="A weak boost.",
    FAIR="A fair boost.",
    STRONG="A strong boost.",
    EXCELLENT="An excellent boost.",
)
BEDTIME_QUALITY = words(
    "BedtimeQuality",
    "How clearly the circadian rhythm shows.",
    WEAK="Hardly to be seen.",
    COMPROMISED="Disturbed.",
    CLEARLY_RECOGNIZABLE="Clear.",
)
RESULT_TYPE = words(
    "ResultType",
    "Whether a SleepWise result speaks of the past.",
    PREDICTION="Of what is to come.",
    HISTORY="Of what has been.",
)
SPO2_CLASS = words(
    "Spo2Class",
    "Blood oxygen in Polar's classes.",
    UNKNOWN="No class, because the test was inconclusive.",
    VERY_LOW="Very low.",
    LOW="Low.",
    NORMAL="Normal.",
)
MEASUREMENT = words(
    "TemperatureKind",
    "What was measured.",
    SKIN_TEMPERATURE="Skin temperature.",
    CORE_TEMPERATURE="Core body temperature.",
)
SENSOR = words(
    "SensorLocation",
    "Where the sensor sat.",
    DISTAL="Away from the trunk: the wrist.",
    PROXIMAL="Near the trunk.",
)
GENDER = words(
    "Gender",
    "Gender as set at Polar.",
    MALE="Male.",
    FEMALE="Female.",
)
WEIGHT_SOURCE = words(
    "WeightSource",
    "Where a weight comes from.",
    DEFAULT="Polar's default.",
    ESTIMATE="An estimate.",
    USER="Typed in.",
    MEASURED="Measured.",
    KEEP="Kept from before.",
)
TYPICAL_DAY = words(
    "TypicalDay",
    "What the person's days are like.",
    MOSTLY_SITTING="Mostly sitting.",
    MOSTLY_STANDING="Mostly standing.",
    MOSTLY_MOVING="Mostly moving.",
)
STAGE = words(
    "SleepStage",
    "A stage of sleep.",
    WAKE="Awake.",
    REM="REM sleep.",
    LIGHTER="The lightest non-REM sleep.",
    LIGHT="Light non-REM sleep.",
    DEEP="Deep sleep.",
    UNKNOWN="Asleep, stage unknown.",
)
ZONE = words(
    "ActivityZone",
    "How much the person moves.",
    SLEEP="Asleep.",
    SEDENTARY="Sitting or lying awake.",
    LIGHT="Light activity.",
    MODERATE="Moderate activity.",
    VIGOROUS="Vigorous activity.",
    NON_WEAR="The watch was not worn.",
)
BACKGROUND = words(
    "TrainingBackground",
    "How much the person trains, as set at Polar.",
    OCCASIONAL="0-1 hours a week.",
    REGULAR="1-3 hours a week.",
    FREQUENT="3-5 hours a week.",
    HEAVY="5-8 hours a week.",
    SEMI_PRO="8-12 hours a week.",
    PRO="More than 12 hours a week.",
)
FILE = closed(
    "ExportFile",
    "What a file of an export holds.",
    SLEEP="Nights.",
    ACTIVITY="Days of activity.",
    RECHARGE="Nightly recharges.",
    CARDIO_LOAD="Days of cardio load.",
)

SPORT = words(
    "Sport",
    "A sport in Polar's coarse words; of another word, `sportWord` has the word itself.",
    RUNNING="Running.",
    JOGGING="Jogging.",
    ROAD_RUNNING="Running on roads.",
    TRAIL_RUNNING="Running on trails.",
    TREADMILL_RUNNING="Running on a treadmill.",
    WALKING="Walking.",
    NORDIC_WALKING="Walking with poles.",
    HIKING="Hiking.",
    CYCLING="Cycling.",
    ROAD_BIKING="Cycling on roads.",
    MOUNTAIN_BIKING="Cycling off roads.",
    INDOOR_CYCLING="Cycling indoors.",
    SWIMMING="Swimming.",
    ROWING="Rowing.",
    SKIING="Skiing.",
    SKATING="Skating.",
    STRENGTH_TRAINING="Training for strength.",
    CIRCUIT_TRAINING="Circuit training.",
    GROUP_EXERCISE="Exercise in a group.",
    YOGA="Yoga.",
    PILATES="Pilates.",
    SOCCER="Soccer.",
    BASKETBALL="Basketball.",
    ICE_HOCKEY="Ice hockey.",
    TRIATHLON="Triathlon.",
    OTHER_OUTDOOR="Something else outdoors.",
    OTHER_INDOOR="Something else indoors.",
    OTHER="Polar's own OTHER (`detailedSport` may say more), or a word that is not in this list.",
)
EFFORT = words(
    "EffortRating",
    "How hard the person found it, from the least to the most.",
    UNKNOWN="Not told.",
    RPE_NONE="No effort at all.",
    RPE_EASY="Easy.",
    RPE_LIGHT="Light.",
    RPE_FAIRLY_BRISK="Fairly brisk.",
    RPE_BRISK="Brisk.",
    RPE_MODERATE="Moderate.",
    RPE_FAIRLY_HARD="Fairly hard.",
    RPE_HARD="Hard.",
    RPE_EXHAUSTING="Exhausting.",
    RPE_EXTREME="As hard as it gets.",
)
BASELINE_STATUS = enum_of(
    findings.BaselineStatus,
    "How far a baseline can be trusted.",
    READY="At least 21 of the 90 days have a value.",
    PARTIAL="From 7 to 20 of the 90 days have a value.",
    INSUFFICIENT="Fewer than 7 days have a value: nothing is told.",
)
SEVERITY = enum_of(
    findings.Severity,
    "How far outside of the usual range a value lies.",
    WARNING="More than 1.5 iqr outside of the quartiles.",
    CRITICAL="More than 3 iqr outside of the quartiles.",
)
DIRECTION = enum_of(
    findings.Direction,
    "On which side of the usual range a value lies.",
    ABOVE="Above it.",
    BELOW="Below it.",
)
ERA = enum_of(
    findings.Era,
    "Which part of a split baseline it is.",
    BEFORE="The days before.",
    SINCE="The days since, the first one included.",
)
SPLIT = enum_of(
    findings.Split,
    "Why a baseline begins anew on a day.",
    NEW_DEVICE="A new device measures: it measures differently.",
    STEP="The metric went to another level, as CHANGE_POINTS found.",
)
SIDE = closed(
    "BandSide",
    "Where a week lies, held against the person's own band.",
    BELOW="Below the band.",
    WITHIN="Within it.",
    ABOVE="Above it.",
)
PATTERN = closed(
    "PatternName",
    "A pattern that Ursa looks for in a person's days.",
    **{pattern.name: pattern.spec.title for pattern in PatternName},
)
SENTENCE = words(
    "SentenceCode",
    "What a sentence says, for programs and for front ends that have their own words; the "
    "sentence in English stands beside it.",
    **{code.name: code.spec.meaning for code in Code},
    OTHER="Something newer than this schema: show the sentence.",
)


def sentence_of(key: str | None) -> str | None:
    """The code of a sentence, as it stands in the details of a pattern."""
    if key is None:
        return None
    return key.upper() if key.upper() in SENTENCE.__members__ else "OTHER"


PATTERN_TYPE = enum_of(
    findings.PatternType,
    "What kind of statement a pattern is; it says what the score means.",
    CORRELATION="How strongly two metrics go together; the score is a coefficient, -1 to 1.",
    TREND="Where a metric is going; the score is a change.",
    COMPOSITE="Several metrics in one number; the score is points, or hours.",
)
SIGNIFICANCE = enum_of(
    findings.Significance,
    "How sure a pattern is.",
    HIGH="Chance gives as much in less than 1 of 100 cases; composites: from 50 points.",
    MEDIUM="Chance gives as much in less than 5 of 100 cases; composites: from 25 points.",
    LOW="Chance gives as much in less than 10 of 100 cases; or it only describes.",
    INSUFFICIENT="Not to be told; `reason` says why.",
)
TREND_WORD = enum_of(
    findings.TrendWord,
    "Where a metric is going, 7 days against 30.",
    IMPROVING="More than 5 % to the better.",
    DECLINING="More than 5 % to the worse.",
    STABLE="Within 5 %.",
    INCREASING="A load that rises by more than 5 %; loads are neither good nor bad.",
    DECREASING="A load that falls by more than 5 %.",
)
INSIGHTS_STATUS = enum_of(
    findings.InsightsStatus,
    "How much can be said at all.",
    READY="From 21 days of data on.",
    PARTIAL="From 7 days of data on.",
    UNAVAILABLE="Fewer than 7 days of data.",
)
CATEGORY = enum_of(
    findings.Category,
    "What an observation is about.",
    RECOVERY="Recovery and HRV.",
    SLEEP="Sleep.",
    TRAINING="Training load and overtraining.",
    ANOMALY="A value outside of the usual range.",
    ONBOARDING="Guidance for somebody new.",
    TREND="Where a metric is going.",
)
PRIORITY = enum_of(
    findings.Priority,
    "How much an observation matters.",
    CRITICAL="Look at it at once.",
    HIGH="Important.",
    MEDIUM="Of some importance.",
    LOW="Minor.",
    INFO="For information.",
    POSITIVE="Good news.",
)
INSIGHT_FEATURE = closed(
    "InsightFeature",
    "A part of the insights that takes so many days of data.",
    BASELINES_7D="Means of 7 days, from 7 days on.",
    BASELINES_30D="Means of 30 days, from 30 days on.",
    PATTERNS="Patterns, from 21 days on.",
    ANOMALY_DETECTION="Anomalies, from 21 days on.",
    ML_PREDICTIONS="Predictions, from 60 days on.",
)
ANALYTICS_FEATURE = closed(
    "AnalyticsFeature",
    "A part of the analysis that takes so many days of data.",
    BASIC_STATS="Basic statistics, from 7 days on.",
    TREND_ANALYSIS="Trends, from 14 days on.",
    PERSONALIZED_BASELINES="Personal baselines, from 21 days on.",
    PREDICTIVE_MODELS="Predictions, from 30 days on.",
    ADVANCED_ML="Advanced models, from 60 days on.",
    LONG_TERM_PATTERNS="Patterns of months, from 90 days on.",
)
ACTION = words(
    "SuggestedAction",
    "Something that a person can do.",
    REST="Rest, because of signs of an illness.",
    PRIORITIZE_RECOVERY="Put recovery first.",
    IMPROVE_SLEEP="Sleep more or better.",
    REDUCE_TRAINING="Train less.",
)

if {one.name for one in Better} != set(BETTER.__members__):  # pragma: no cover
    raise TypeError("Better: each member is described once")
