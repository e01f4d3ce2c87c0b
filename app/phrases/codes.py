"""THE REGISTRY of sentences: one line for each thing that Ursa says about a person.

A code is stable; the words behind it may become better, and are there in several languages
(`app.phrases.english` and its neighbours). From the line follow the code on REST and GraphQL and
its entry in `docs/codes.md`. Whoever shows a code that they do not know shows its English sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Subject(Enum):
    """Where a sentence stands."""

    OBSERVATION = "an observation's `fact` and `context`"
    PATTERN = "a pattern's `interpretation`"
    FINDING = "the `interpretation` of one of a pattern's findings"
    ANOMALY = "an anomaly"
    FACTOR = "one of a pattern's `risk_factors`"
    ADVICE = "a suggestion's `description`, one of a pattern's `recommendations`"
    REASON = "the `reason` why nothing is said"


@dataclass(frozen=True, slots=True)
class Spec:
    """Where it stands, what it means, and its parameters with their meaning and unit."""

    subject: Subject
    meaning: str
    params: Mapping[str, str] = field(default_factory=dict)


_OBSERVATION, _PATTERN, _FINDING = Subject.OBSERVATION, Subject.PATTERN, Subject.FINDING
_ADVICE, _REASON = Subject.ADVICE, Subject.REASON

_WAY = {"days": "days known", "goal": "days it takes", "left": "days that are missing"}
_TREND = {
    "change_percent": "change of the mean, percent",
    "mean_7d": "mean of the last 7 days, in the metric's unit",
    "mean_before": "mean of the 23 days before",
}
_BAND = {
    "change_percent": "difference from the usual, percent",
    "mean_7d": "mean of the last 7 days, in the metric's unit",
    "low": "lower end of the band",
    "high": "upper end of the band",
}
_VARIATION = {
    "variation_percent": "coefficient of variation of ln RMSSD in 7 days, percent",
    "low": "lower end of what is usual: a tenth of the weeks before lie below",
    "high": "upper end: a tenth lie above",
}
_SEASON = {
    "years": "earlier years that are known",
    "month": "the month, 1 is January",
    "mean_30d": "mean of the last 30 days, in the metric's unit",
    "low": "lowest median of the month in those years",
    "high": "highest median of the month in those years",
}
_UNUSUAL = {
    "value": "the value, in the metric's unit",
    "low": "lower end of the usual range",
    "high": "upper end of the usual range",
}
_COUNT = {"there": "how many there are", "needed": "how many it takes"}
_PAIR = {
    "first": "one metric",
    "second": "the other metric",
    "effect": "rank correlation, -1 to 1",
}


class Code(Enum):
    """Everything that is said; the lower-case name is the code everywhere."""

    # fmt: off
    # Observations.
    BUILDING_BASELINES = Spec(_OBSERVATION, "The first week: nothing is known yet.", _WAY)
    LEARNING_PATTERNS = Spec(_OBSERVATION, "The first three weeks: baselines are there, patterns not.", _WAY)
    NO_NIGHT_YET = Spec(_OBSERVATION, "Days have come in, and no night: nothing can be learned.")
    USUAL_SO_FAR = Spec(_OBSERVATION, "What is usual as far as the first nights tell, drawn to what is usual among people.", {"usual": "expected value, in the metric's unit", "low": "lower end of what four nights in five should have", "high": "upper end", "nights": "nights known"})
    ILLNESS_SIGNAL = Spec(_OBSERVATION, "Two nights running look like the start of an illness; also the pattern's `interpretation`.", {"first_rise": "rise over the usual in the first night, bpm", "second_rise": "the same in the second", "joined": "other metrics that moved with it"})
    WEEK_OFF_BAND = Spec(_OBSERVATION, "The mean of 7 days lies outside of the person's own band.", _BAND)
    ONE_NIGHT = Spec(_OBSERVATION, "The last night lies 10 % or more from the baseline; one night says little.", {"change_percent": "difference from the baseline, percent", "current": "newest value, in the metric's unit", "baseline": "mean of 90 days"})
    UNUSUALLY_HIGH = Spec(_OBSERVATION, "The newest value lies above the usual range; also of an anomaly.", _UNUSUAL)
    UNUSUALLY_LOW = Spec(_OBSERVATION, "The newest value lies below the usual range; also of an anomaly.", _UNUSUAL)
    TREND = Spec(_OBSERVATION, "The last 7 days differ from the 23 before, as mornings running agreed.", _TREND)
    LOAD_RATIO_HIGH = Spec(_OBSERVATION, "Much more training of late than the person is used to.", {"current": "ratio of acute to chronic load", "baseline": "mean ratio of 90 days"})
    OVERTRAINING_HIGH = Spec(_OBSERVATION, "Several signs of overtraining, each with its `factors`.", {"score": "points, 0 to 100", "factors": "list of {metric, change_percent}"})
    STRONG_CONNECTION = Spec(_OBSERVATION, "Sleep and HRV go strongly together.", {"effect": "rank correlation, -1 to 1"})
    CONNECTION = Spec(_OBSERVATION, "Sleep and HRV go together.", {"effect": "rank correlation, -1 to 1"})
    # What a pattern or one of its findings means.
    CORRELATION = Spec(_PATTERN, "Sleep score and HRV go together, or against each other.", {"effect": "rank correlation, -1 to 1"})
    LOWER_THAN_THE_SEASON = Spec(_OBSERVATION, "The last 30 days lie below the middle half of this month in each earlier year that is known.", _SEASON)
    HIGHER_THAN_THE_SEASON = Spec(_OBSERVATION, "The last 30 days lie above the middle half of this month in each earlier year that is known.", _SEASON)
    NEW_DEVICE = Spec(_OBSERVATION, "Another device measures since a day; nights before it are not held against those since. Also a reason.", {"since": "first night of the new device"})
    NO_CORRELATION = Spec(_PATTERN, "Sleep score and HRV have nothing to do with each other that could be shown.")
    TREND_7D = Spec(_PATTERN, "The last 7 days against the 23 before.", _TREND)
    OVERTRAINING_RISK = Spec(_PATTERN, "Signs of overtraining in points; `risk_factors` has the words.", {"score": "points, 0 to 100", "factors": "list of {metric, change_percent}"})
    TRAINING_FORM = Spec(_PATTERN, "Acute against chronic load.", {"form": "chronic less acute load", "acute": "load of about a week, a day", "chronic": "load of six weeks, a day"})
    SLEEP_REGULARITY = Spec(_PATTERN, "How regular the times of sleep are.", {"index": "-100 to 100", "level": "very_regular, fairly_regular, irregular"})
    SOCIAL_JETLAG = Spec(_PATTERN, "How far sleep on free days is shifted.", {"shift_hours": "later on free days, hours; negative: earlier"})
    SLEEP_DEBT = Spec(_PATTERN, "Sleep against the goal.", {"nights": "nights known, of 14", "debt_hours": "short of the goal, hours; negative: more", "goal_hours": "goal a night"})
    WEEK_IN_BAND = Spec(_PATTERN, "The mean of 7 days lies within the person's own band.", _BAND)
    VARIATION_AS_USUAL = Spec(_PATTERN, "HRV varies within 7 days as it does in the person's own weeks.", _VARIATION)
    VARIATION_LOW = Spec(_PATTERN, "HRV varies less within 7 days than in most of the person's own weeks.", _VARIATION)
    VARIATION_HIGH = Spec(_PATTERN, "HRV varies more within 7 days than in most of the person's own weeks.", _VARIATION)
    NO_ILLNESS_SIGN = Spec(_PATTERN, "The last nights show no sign of an illness.")
    READINESS = Spec(_PATTERN, "Where the signs of recovery rank.", {"score": "points, 0 to 100", "days": "days they are ranked among"})
    CROSS_CORRELATION = Spec(_FINDING, "Two metrics go together on the same day.", _PAIR)
    CROSS_CORRELATION_LATER = Spec(_FINDING, "The second metric follows the first some days later.", {**_PAIR, "lag_days": "days from the first to the second"})
    SLOW_TREND = Spec(_FINDING, "A metric rises or falls over up to half a year.", {"slope_per_30_days": "change in 30 days, in the metric's unit", "days": "days that it was watched"})
    WEEKDAY_EFFECT = Spec(_FINDING, "A metric is lowest or highest on a day of the week.", {"weekday": "0 is Monday", "effect": "distance from the mean of weekdays", "mean_there": "mean of that weekday", "mean": "mean of all weekdays"})
    CHANGE_POINT = Spec(_FINDING, "A metric has been at another level since a day.", {"since": "first day at the new level", "mean_before": "mean before, in the metric's unit", "mean_after": "mean since"})
    OVERTRAINING_FACTOR = Spec(Subject.FACTOR, "A sign that moved in the bad direction.", {"change_percent": "7 days against the 23 before, percent"})
    # What to do.
    REST = Spec(_ADVICE, "Rest, because of signs of an illness.")
    PRIORITIZE_RECOVERY = Spec(_ADVICE, "Put recovery first.")
    IMPROVE_SLEEP = Spec(_ADVICE, "Sleep more or better.")
    REDUCE_TRAINING = Spec(_ADVICE, "Train less hard.")
    SEE_A_DOCTOR = Spec(_ADVICE, "See a doctor if you feel unwell.")
    WATCH_YOUR_BODY = Spec(_ADVICE, "Watch how the body responds to training.")
    ADD_A_RECOVERY_DAY = Spec(_ADVICE, "One more day of recovery this week.")
    KEEP_YOUR_BALANCE = Spec(_ADVICE, "Go on as you do.")
    # Why nothing is said.
    TOO_FEW_NIGHTS_WITH_BOTH = Spec(_REASON, "Too few nights have sleep score and HRV.", _COUNT)
    NOTHING_VARIES = Spec(_REASON, "All values are the same.")
    CHANCE_ALONE = Spec(_REASON, "Chance alone gives as much.", {"percent": "of people, percent"})
    COMMON_BY_CHANCE = Spec(_REASON, "A change of this size is common by chance.")
    TOO_FEW_OF_7_DAYS = Spec(_REASON, "Too few of the last 7 days have a value.", _COUNT)
    TOO_FEW_OF_23_DAYS = Spec(_REASON, "Too few of the 23 days before have a value.", _COUNT)
    MEAN_BEFORE_IS_ZERO = Spec(_REASON, "There is no change in percent from 0.")
    TOO_FEW_METRICS = Spec(_REASON, "Too few of the 4 metrics have enough values.", _COUNT)
    TOO_FEW_PARTS = Spec(_REASON, "Too few of the 4 parts have a fresh value and days to rank it among.", {**_COUNT, "days": "days that a part takes"})
    NOTHING_TO_CORRELATE = Spec(_REASON, "No two metrics have enough days in common.", {"needed": "days it takes"})
    NOTHING_TO_TEST = Spec(_REASON, "No metric has enough values that vary.", {"needed": "values it takes", "days": "days that are looked at"})
    NOTHING_BY_WEEKDAY = Spec(_REASON, "No metric has enough values of each weekday.", {"needed": "values it takes", "each": "values of each weekday it takes"})
    NONE_STANDS_OUT = Spec(_REASON, "No test of many stands out from chance.", {"tests": "how many were tested"})
    TOO_FEW_LOADS = Spec(_REASON, "Too few days have a training load.", _COUNT)
    NO_RECENT_LOAD = Spec(_REASON, "No training load of late.", {"days": "days that were looked at"})
    LOADS_MISSING = Spec(_REASON, "No monotony: days of the last 7 have no load.", {"missing": "days without a load"})
    SAME_LOADS = Spec(_REASON, "No monotony: the last 7 loads are the same.")
    TOO_FEW_PAIRS_OF_NIGHTS = Spec(_REASON, "Too few nights in a row.", _COUNT)
    TOO_FEW_FREE_OR_WORK_NIGHTS = Spec(_REASON, "Too few nights of one kind.", {"free": "free nights", "work": "work nights", "free_needed": "free nights it takes", "work_needed": "work nights it takes"})
    NO_SLEEP_GOAL = Spec(_REASON, "No goal is set, and too few free nights are known to guess one.", {"needed": "free nights it takes"})
    TOO_FEW_WEEKS = Spec(_REASON, "Too few earlier weeks have enough nights.", _COUNT)
    TOO_FEW_NIGHTS = Spec(_REASON, "Too few nights are known.", {**_COUNT, "days": "nights that are looked at"})
    TOO_FEW_NIGHTS_BEFORE = Spec(_REASON, "Too few nights before have a resting heart rate.", {**_COUNT, "days": "nights that are looked at"})
    TOO_FEW_DAYS = Spec(_REASON, "No forecast: too few days have a value.", _COUNT)
    ALL_THE_SAME = Spec(_REASON, "No forecast: all values are the same.")
    NO_RECENT_VALUE = Spec(_REASON, "No forecast: no value of late.", {"days": "days that were looked at"})
    TOO_FEW_PAST_DAYS = Spec(_REASON, "No forecast: too few past days to test it on.", _COUNT)
    NO_BETTER_THAN_THE_MEAN = Spec(_REASON, "No forecast: on the person's own past it was no better than the mean, or not for certain.", {"days": "days of the mean", "skill": "1 - mean error / that of the mean", "skill_low": "lower end of the skill, 95 %"})
    NO_TWO_NIGHTS_RUNNING = Spec(_REASON, "One of the last two nights is missing.")
    # fmt: on

    @property
    def key(self) -> str:
        """The code in REST, SQL and JSON; GraphQL has it in capitals."""
        return self.name.lower()

    @property
    def spec(self) -> Spec:
        """The code's line."""
        return self.value
