"""Closed sets of words, each word with its meaning."""

from app.metrics import Better, Metric
from app.reads import patterns
from app.reads.timeline import Resolution
from app.records import account, findings, sync
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
PATTERN = closed(
    "PatternName",
    "A pattern that Ursa looks for in a person's days.",
    SLEEP_HRV_CORRELATION="Whether better sleep goes with higher HRV, over 90 days.",
    OVERTRAINING_RISK="Signs of overtraining in 0 to 100 points.",
    HRV_TREND="HRV of 7 days against the 23 days before.",
    SLEEP_TREND="Sleep score of 7 days against the 23 days before.",
    CROSS_CORRELATIONS="Pairs of metrics that move together, on the same day or up to 3 days on.",
    SLOW_TRENDS="Metrics that rise or fall slowly, over up to 180 days.",
    WEEKDAY_EFFECTS="Metrics that depend on the day of the week.",
    CHANGE_POINTS="Days since which a metric has been at another level.",
    TRAINING_FORM="Acute against chronic training load: form, monotony and strain.",
    SLEEP_REGULARITY="How regular the times of sleep are, 0 to 100.",
    SOCIAL_JETLAG="How far sleep on free days is shifted against work days.",
    SLEEP_DEBT="Sleep that is missing against the goal, over 14 nights.",
    ILLNESS_SIGNAL="Resting heart rate far above the usual on two nights running.",
    READINESS="Where today's signs of recovery rank in the own last 60 days, 0 to 100.",
)
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
if tuple(name.lower() for name in PATTERN.__members__) != patterns.NAMES:  # pragma: no cover
    raise TypeError("PatternName: each pattern is described once, in the order of their table")
