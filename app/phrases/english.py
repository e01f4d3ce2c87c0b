"""What Ursa says in English; the sentences of the REST document are among them, word by word."""

from app.metrics import Metric
from app.phrases.codes import Code
from app.phrases.language import Language

ENGLISH = Language(
    code="en",
    titles={
        Metric.HRV_RMSSD: "HRV",
        Metric.RESTING_HR: "Resting heart rate",
        Metric.TRAINING_LOAD: "Training load",
        Metric.TRAINING_LOAD_RATIO: "Training load ratio",
        Metric.STRAIN: "Strain",
        Metric.TOLERANCE: "Tolerance",
        Metric.SLEEP_EFFICIENCY: "Sleep efficiency",
        Metric.SLEEP_HEART_RATE: "Heart rate in sleep",
        Metric.BREATHING_RATE: "Breathing rate",
        Metric.HRV_LN_7D: "HRV of the week (ln)",
        Metric.HRV_VARIATION_7D: "Variation of HRV in the week",
        Metric.ACTIVE_CALORIES: "Active energy",
        Metric.HR_MEAN: "Mean heart rate of the day",
        Metric.SKIN_TEMPERATURE_DEVIATION: "Skin temperature deviation",
    },
    units={"ms": "ms", "%": "%", "points": "", "1-5": "", "ratio": "", "-10..+10": ""},
    strengths=((0.7, "strong"), (0.4, "moderate"), (0.0, "weak")),
    weekdays=(
        "Mondays",
        "Tuesdays",
        "Wednesdays",
        "Thursdays",
        "Fridays",
        "Saturdays",
        "Sundays",
    ),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    words={
        "very_regular": "very regular",
        "fairly_regular": "fairly regular",
        "irregular": "irregular",
    },
    alike={
        Code.TREND_7D: (
            "{metric} of the last 7 days is like the 23 days before "
            "({mean_7d:amount} against {mean_before:amount})",
            None,
        ),
        Code.SOCIAL_JETLAG: (
            "The middle of your sleep lies at the same time on free days and on work days",
            None,
        ),
        Code.SLEEP_DEBT: (
            "In {nights} nights you slept as much as your goal of {goal_hours:1} h a night",
            None,
        ),
    },
    sentences={
        Code.BUILDING_BASELINES: (
            "Building your personal baselines ({days}/{goal} days)",
            "Keep wearing your device. Basic insights unlock in {left} {left:#day|days}.",
        ),
        Code.NO_NIGHT_YET: (
            "No night has come in yet",
            "Wear your device in the night: what is usual for you is learned from nights",
        ),
        Code.USUAL_SO_FAR: (
            "Your {metric:name} is usually about {usual:amount}, as far as {nights} nights tell",
            "Four nights in five should lie between {low:amount} and {high:amount}",
        ),
        Code.LEARNING_PATTERNS: (
            "Learning your personal patterns ({days}/{goal} days)",
            "Keep wearing your device. Pattern and anomaly detection unlock in "
            "{left} {left:#day|days}.",
        ),
        Code.ILLNESS_SIGNAL: (
            "{metric} was {first_rise:0} and {second_rise:0} bpm above your usual "
            "on two nights running{joined:?, and @ moved with it}",
            "This often comes before an illness; alcohol, heat, travel and hard training "
            "can do the same",
        ),
        Code.WEEK_OFF_BAND: (
            "{metric} of the last 7 days is {change_percent:percent} {change_percent:below|above} "
            "what is usual for you",
            "Last 7 days: {mean_7d:amount}, your usual: {low:from} to {high:to}",
        ),
        Code.ONE_NIGHT: (
            "{metric} is {change_percent:percent} {change_percent:below|above} personal baseline",
            "Current: {current:amount}, Baseline: {baseline:amount}",
        ),
        Code.UNUSUALLY_HIGH: (
            "{metric} is unusually high: {value:amount}",
            "Your usual range: {low:from} to {high:to}",
        ),
        Code.UNUSUALLY_LOW: (
            "{metric} is unusually low: {value:amount}",
            "Your usual range: {low:from} to {high:to}",
        ),
        Code.TREND: (
            "{metric} has {change_percent:fallen|risen} {change_percent:percent} "
            "in the last 7 days",
            "Last 7 days: {mean_7d:amount}, the 23 days before: {mean_before:amount}",
        ),
        Code.LOAD_RATIO_HIGH: (
            "Training load of the last days is {current:amount} times what you are used to",
            "Current ratio: {current:amount}, Baseline: {baseline:amount}",
        ),
        Code.OVERTRAINING_HIGH: (
            "Overtraining risk is high ({score:0} of 100)",
            "{factors:factors}",
        ),
        Code.STRONG_CONNECTION: (
            "Strong connection between your sleep quality and HRV detected",
            "Better sleep directly improves your recovery metrics",
        ),
        Code.CONNECTION: (
            "{effect:Strength} connection between your sleep quality and HRV detected",
            "Nights with better sleep tend to come with {effect:lower|higher} HRV "
            "(correlation {effect:2})",
        ),
        Code.LOWER_THAN_THE_SEASON: (
            "{metric} is lower than in {month:month} of the last {years} years you have data of",
            "Last 30 days: {mean_30d:amount}, {month:month} of earlier years: {low:from} "
            "to {high:to}",
        ),
        Code.HIGHER_THAN_THE_SEASON: (
            "{metric} is higher than in {month:month} of the last {years} years you have data of",
            "Last 30 days: {mean_30d:amount}, {month:month} of earlier years: {low:from} "
            "to {high:to}",
        ),
        Code.NEW_DEVICE: (
            "A new device measures since {since:date}: earlier nights are no measure for its nights",
            "What is usual is learned anew; changes of HRV are told again after 30 days",
        ),
        Code.CORRELATION: (
            "{effect:Strength} {effect:negative|positive} correlation between "
            "sleep quality and HRV",
            None,
        ),
        Code.NO_CORRELATION: ("No clear connection between sleep quality and HRV", None),
        Code.TREND_7D: (
            "{metric} of the last 7 days is {change_percent:percent} {change_percent:below|above} "
            "the 23 days before ({mean_7d:amount} against {mean_before:amount})",
            None,
        ),
        Code.OVERTRAINING_RISK: ("Overtraining risk is {score:0} of 100", "{factors:factors}"),
        Code.TRAINING_FORM: (
            "You are {form:carrying more load than usual|fresher than usual}: "
            "load of about {acute:0} a day lately, {chronic:0} over six weeks",
            None,
        ),
        Code.SLEEP_REGULARITY: ("Your times of sleep are {level:word}: {index:0} of 100", None),
        Code.SOCIAL_JETLAG: (
            "On free days the middle of your sleep is {shift_hours:size} h "
            "{shift_hours:earlier|later} than on work days",
            None,
        ),
        Code.SLEEP_DEBT: (
            "In {nights} nights you slept {debt_hours:size} h {debt_hours:more than|short of} "
            "your goal of {goal_hours:1} h a night",
            None,
        ),
        Code.WEEK_IN_BAND: (
            "{metric} of the last 7 days is as usual for you: {mean_7d:amount}",
            "Your usual: {low:amount} to {high:amount}",
        ),
        Code.VARIATION_AS_USUAL: (
            "{metric} varies within the week as it usually does for you",
            "Last 7 days: {variation_percent:1} %, your usual: {low:1} to {high:1} %",
        ),
        Code.VARIATION_LOW: (
            "{metric} varies less within the week than it usually does for you",
            "Last 7 days: {variation_percent:1} %, your usual: {low:1} to {high:1} %",
        ),
        Code.VARIATION_HIGH: (
            "{metric} varies more within the week than it usually does for you",
            "Last 7 days: {variation_percent:1} %, your usual: {low:1} to {high:1} %",
        ),
        Code.NO_ILLNESS_SIGN: ("No sign of an illness in your resting heart rate", None),
        Code.READINESS: (
            "Readiness {score:0} of 100 against your own last {days} days",
            None,
        ),
        Code.CROSS_CORRELATION: (
            "{effect:Strength} {effect:negative|positive} correlation between {first:name} "
            "and {second:name}",
            None,
        ),
        Code.CROSS_CORRELATION_LATER: (
            "{effect:Strength} {effect:negative|positive} correlation between {first:name} "
            "and {second:name} {lag_days} {lag_days:#day|days} later",
            None,
        ),
        Code.SLOW_TREND: (
            "{metric} has {slope_per_30_days:fallen|risen} by about {slope_per_30_days:slope} "
            "per 30 days over {days} {days:#day|days}",
            None,
        ),
        Code.WEEKDAY_EFFECT: (
            "{metric} is {effect:lowest|highest} on {weekday:weekday}: "
            "{mean_there:amount} against {mean:amount}",
            None,
        ),
        Code.CHANGE_POINT: (
            "{metric} has been {mean_after:amount} since {since:date}, {mean_before:amount} before",
            None,
        ),
        Code.OVERTRAINING_FACTOR: (
            "{metric} trending {change_percent:percent} {change_percent:below|above} baseline",
            None,
        ),
        Code.REST: (
            "Rest, and skip hard training until your heart rate is back to normal",
            None,
        ),
        Code.PRIORITIZE_RECOVERY: ("Prioritize sleep and recovery today", None),
        Code.IMPROVE_SLEEP: ("Go to bed earlier tonight", None),
        Code.REDUCE_TRAINING: ("Reduce training intensity for the next days", None),
        Code.SEE_A_DOCTOR: ("See a doctor if you feel unwell", None),
        Code.WATCH_YOUR_BODY: ("Monitor your body's response to training", None),
        Code.ADD_A_RECOVERY_DAY: ("Consider adding an extra recovery day this week", None),
        Code.KEEP_YOUR_BALANCE: ("Keep your balance of training and recovery", None),
        Code.TOO_FEW_NIGHTS_WITH_BOTH: (
            "{there} {there:#night has|nights have} both; it takes {needed}.",
            None,
        ),
        Code.NOTHING_VARIES: ("Nothing varies.", None),
        Code.CHANCE_ALONE: ("Chance alone gives as much in {percent:0} of 100 people.", None),
        Code.COMMON_BY_CHANCE: ("A change of this size is common by chance.", None),
        Code.TOO_FEW_OF_7_DAYS: (
            "{there} of the last 7 days {there:#has|have} a value; it takes {needed}.",
            None,
        ),
        Code.TOO_FEW_OF_23_DAYS: (
            "{there} of the 23 days before {there:#has|have} a value; it takes {needed}.",
            None,
        ),
        Code.MEAN_BEFORE_IS_ZERO: (
            "The mean before is 0: there is no change in percent.",
            None,
        ),
        Code.TOO_FEW_METRICS: (
            "{there} of 4 metrics {there:#has|have} enough values; it takes {needed}.",
            None,
        ),
        Code.TOO_FEW_PARTS: (
            "{there} of 4 parts {there:#has|have} a fresh value and {days} days before it; it takes {needed}.",
            None,
        ),
        Code.NOTHING_TO_CORRELATE: (
            "No two metrics have {needed} days in common yet.",
            None,
        ),
        Code.NOTHING_TO_TEST: (
            "No metric has {needed} values in the last {days} days that vary.",
            None,
        ),
        Code.NOTHING_BY_WEEKDAY: (
            "No metric has {needed} values and {each} of each weekday in half a year.",
            None,
        ),
        Code.NONE_STANDS_OUT: ("Of {tests} tests none stands out from chance.", None),
        Code.TOO_FEW_LOADS: (
            "{there} {there:#day|days} with a load; it takes {needed}.",
            None,
        ),
        Code.NO_RECENT_LOAD: ("No load in the last {days} days.", None),
        Code.LOADS_MISSING: (
            "{missing} {missing:#day|days} of the last 7 without a load.",
            None,
        ),
        Code.SAME_LOADS: ("All 7 days have the same load.", None),
        Code.TOO_FEW_PAIRS_OF_NIGHTS: (
            "{there} {there:#pair|pairs} of nights in a row; it takes {needed}.",
            None,
        ),
        Code.TOO_FEW_FREE_OR_WORK_NIGHTS: (
            "{free} free and {work} work nights; it takes {free_needed} and {work_needed}.",
            None,
        ),
        Code.NO_SLEEP_GOAL: (
            "No sleep goal is set, and fewer than {needed} free nights are known.",
            None,
        ),
        Code.TOO_FEW_WEEKS: (
            "{there} earlier {there:#week|weeks} to hold this one against; it takes {needed}.",
            None,
        ),
        Code.TOO_FEW_NIGHTS: ("{there} of {days} nights; it takes {needed}.", None),
        Code.TOO_FEW_NIGHTS_BEFORE: (
            "{there} of the {days} nights before {there:#has|have} a resting heart rate; "
            "it takes {needed}.",
            None,
        ),
        Code.TOO_FEW_DAYS: ("{there} {there:#day|days} with a value; it takes {needed}.", None),
        Code.ALL_THE_SAME: ("All values are the same.", None),
        Code.NO_RECENT_VALUE: ("No value in the last {days} days.", None),
        Code.TOO_FEW_PAST_DAYS: (
            "{there} past {there:#day|days} can be tested; it takes {needed}.",
            None,
        ),
        Code.NO_BETTER_THAN_THE_MEAN: (
            "On your own past it was no better than the mean of {days} days, or not for certain "
            "(skill {skill:2}, at least {skill_low:2}; it takes more than 0).",
            None,
        ),
        Code.NO_TWO_NIGHTS_RUNNING: (
            "The last two nights running are not both there.",
            None,
        ),
    },
)
