"""Closed sets of words, each word with its meaning."""

from app.metrics import Better, Metric
from app.reads.timeline import Resolution
from app.records import account, sync
from schema.publish import closed, enum_of, words

METRIC = closed(
    "Metric",
    "A daily metric. `metrics` lists title, unit and resolutions of each.",
    **{metric.name: f"{metric.spec.title}, {metric.spec.unit}." for metric in Metric},
)
RESOLUTION = enum_of(
    Resolution,
    "How much time one point of a series stands for.",
    RAW="Every sample, thinned to `maxPoints`; known for metrics that have samples.",
    HOUR="One point an hour of the wearer's clock: mean (sum for steps), lowest, highest.",
    DAY="One point a day: the day's value.",
    WEEK="One point a week, Monday to Sunday: mean of the days, lowest, highest.",
    MONTH="One point a calendar month: mean of the days, lowest, highest.",
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

if {one.name for one in Better} != set(BETTER.__members__):  # pragma: no cover
    raise TypeError("Better: each member is described once")
