"""What Ursa says in German."""

from app.metrics import Metric
from app.phrases.codes import Code
from app.phrases.language import Language

_UNLIKE = "{change_percent:percent} {change_percent:unter|über}"

GERMAN = Language(
    code="de",
    titles={
        Metric.HRV_RMSSD: "HRV",
        Metric.SLEEP_SCORE: "Schlafwert",
        Metric.RESTING_HR: "Ruhepuls",
        Metric.TRAINING_LOAD: "Trainingsbelastung",
        Metric.TRAINING_LOAD_RATIO: "Belastungsverhältnis",
        Metric.STRAIN: "Beanspruchung",
        Metric.TOLERANCE: "Toleranz",
        Metric.SLEEP_HOURS: "Schlafdauer",
        Metric.DEEP_SLEEP_HOURS: "Tiefschlaf",
        Metric.REM_SLEEP_HOURS: "REM-Schlaf",
        Metric.SLEEP_EFFICIENCY: "Schlafeffizienz",
        Metric.SLEEP_CONTINUITY: "Schlafkontinuität",
        Metric.SLEEP_HEART_RATE: "Puls im Schlaf",
        Metric.BREATHING_RATE: "Atemfrequenz",
        Metric.ANS_CHARGE: "ANS-Erholung",
        Metric.HRV_LN_7D: "HRV der Woche (ln)",
        Metric.HRV_VARIATION_7D: "Schwankung der HRV in der Woche",
        Metric.STEPS: "Schrittzahl",
        Metric.ACTIVE_CALORIES: "Energieverbrauch durch Aktivität",
        Metric.ACTIVE_MINUTES: "Aktive Zeit",
        Metric.DISTANCE_KM: "Strecke aus Schritten",
        Metric.ACTIVITY_PERCENT: "Anteil am Aktivitätsziel",
        Metric.HR_MIN: "Tiefster Puls des Tages",
        Metric.HR_MEAN: "Mittlerer Puls des Tages",
        Metric.HR_MAX: "Höchster Puls des Tages",
        Metric.HR_SAMPLES: "Zahl der Pulswerte",
        Metric.SKIN_TEMPERATURE: "Hauttemperatur im Schlaf",
        Metric.SKIN_TEMPERATURE_DEVIATION: "Abweichung der Hauttemperatur",
    },
    units={
        "ms": " ms",
        "%": " %",
        "points": "",
        "1-5": "",
        "ratio": "",
        "-10..+10": "",
        "bpm": " Schläge/min",
        "1/min": " Atemzüge/min",
        "steps": " Schritte",
        "samples": " Werte",
    },
    strengths=((0.7, "stark"), (0.4, "mäßig"), (0.0, "schwach")),
    weekdays=(
        "montags",
        "dienstags",
        "mittwochs",
        "donnerstags",
        "freitags",
        "samstags",
        "sonntags",
    ),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    words={
        "very_regular": "sehr regelmäßig",
        "fairly_regular": "recht regelmäßig",
        "irregular": "unregelmäßig",
    },
    date="{day}. {month} {year}",
    both=" und ",
    point=",",
    percent=" %",
    nouns_are_capital=True,
    alike={
        Code.TREND_7D: (
            "{metric} der letzten 7 Tage: wie in den 23 Tagen davor "
            "({mean_7d:amount} gegen {mean_before:amount})",
            None,
        ),
        Code.SOCIAL_JETLAG: (
            "Die Mitte deines Schlafs liegt an freien Tagen und an Arbeitstagen gleich",
            None,
        ),
        Code.SLEEP_DEBT: (
            "In {nights} Nächten hast du so viel geschlafen wie dein Ziel von "
            "{goal_hours:1} h pro Nacht",
            None,
        ),
    },
    sentences={
        Code.BUILDING_BASELINES: (
            "Ursa lernt, was für dich normal ist ({days}/{goal} Tage)",
            "Trag deine Uhr weiter. Erste Aussagen gibt es in {left} {left:#Tag|Tagen}.",
        ),
        Code.NO_NIGHT_YET: (
            "Noch ist keine Nacht angekommen",
            "Trag deine Uhr in der Nacht: aus Nächten lernt Ursa, was für dich üblich ist",
        ),
        Code.USUAL_SO_FAR: (
            "{metric} liegt bei dir meist um {usual:amount}, soweit {nights} Nächte es sagen",
            "Vier von fünf Nächten sollten zwischen {low:amount} und {high:amount} liegen",
        ),
        Code.LEARNING_PATTERNS: (
            "Ursa lernt deine Muster ({days}/{goal} Tage)",
            "Trag deine Uhr weiter. Muster und Auffälligkeiten gibt es in "
            "{left} {left:#Tag|Tagen}.",
        ),
        Code.ILLNESS_SIGNAL: (
            "{metric}: zwei Nächte nacheinander {first_rise:0} und {second_rise:0} Schläge/min über "
            "deinem üblichen Wert{joined:?; mit ihm bewegt: @}",
            "Das geht oft einer Krankheit voraus; Alkohol, Hitze, Reisen und hartes Training "
            "können dasselbe bewirken",
        ),
        Code.WEEK_OFF_BAND: (
            f"{{metric}} der letzten 7 Tage: {_UNLIKE} dem, was für dich üblich ist",
            "Letzte 7 Tage: {mean_7d:amount}, üblich: {low:from} bis {high:to}",
        ),
        Code.WEEK_IN_BAND: (
            "{metric} der letzten 7 Tage ist wie bei dir üblich: {mean_7d:amount}",
            "Üblich: {low:amount} bis {high:amount}",
        ),
        Code.ONE_NIGHT: (
            f"{{metric}}: {_UNLIKE} deinem Mittel",
            "Aktuell: {current:amount}, Mittel: {baseline:amount}",
        ),
        Code.UNUSUALLY_HIGH: (
            "{metric} ungewöhnlich hoch: {value:amount}",
            "Dein üblicher Bereich: {low:from} bis {high:to}",
        ),
        Code.UNUSUALLY_LOW: (
            "{metric} ungewöhnlich niedrig: {value:amount}",
            "Dein üblicher Bereich: {low:from} bis {high:to}",
        ),
        Code.TREND: (
            "{metric} in den letzten 7 Tagen um {change_percent:percent} "
            "{change_percent:gefallen|gestiegen}",
            "Letzte 7 Tage: {mean_7d:amount}, die 23 Tage davor: {mean_before:amount}",
        ),
        Code.LOAD_RATIO_HIGH: (
            "Trainingsbelastung der letzten Tage: das {current:amount}-Fache dessen, "
            "was du gewohnt bist",
            "Aktuelles Verhältnis: {current:amount}, Mittel: {baseline:amount}",
        ),
        Code.OVERTRAINING_HIGH: (
            "Hohes Risiko für Übertraining ({score:0} von 100)",
            "{factors:factors}",
        ),
        Code.STRONG_CONNECTION: (
            "Dein Schlaf und deine HRV hängen stark zusammen",
            "Besserer Schlaf geht bei dir mit besserer Erholung einher",
        ),
        Code.CONNECTION: (
            "Dein Schlaf und deine HRV hängen zusammen ({effect:strength})",
            "Nächte mit besserem Schlaf haben meist {effect:niedrigere|höhere} HRV "
            "(Korrelation {effect:2})",
        ),
        Code.LOWER_THAN_THE_SEASON: (
            "{metric} niedriger als im {month:month} der letzten {years} Jahre mit Daten",
            "Letzte 30 Tage: {mean_30d:amount}, {month:month} früherer Jahre: {low:from} "
            "bis {high:to}",
        ),
        Code.HIGHER_THAN_THE_SEASON: (
            "{metric} höher als im {month:month} der letzten {years} Jahre mit Daten",
            "Letzte 30 Tage: {mean_30d:amount}, {month:month} früherer Jahre: {low:from} "
            "bis {high:to}",
        ),
        Code.NEW_DEVICE: (
            "Seit dem {since:date} misst ein neues Gerät: frühere Nächte sind kein Maß für seine",
            "Was üblich ist, wird neu gelernt; Änderungen der HRV gibt es nach 30 Tagen wieder",
        ),
        Code.CORRELATION: (
            "{effect:Negativer|Positiver} Zusammenhang von Schlafqualität und HRV "
            "({effect:strength})",
            None,
        ),
        Code.NO_CORRELATION: ("Kein klarer Zusammenhang von Schlafqualität und HRV", None),
        Code.TREND_7D: (
            f"{{metric}} der letzten 7 Tage: {_UNLIKE} den 23 Tagen davor "
            "({mean_7d:amount} gegen {mean_before:amount})",
            None,
        ),
        Code.OVERTRAINING_RISK: (
            "Risiko für Übertraining: {score:0} von 100",
            "{factors:factors}",
        ),
        Code.TRAINING_FORM: (
            "Du bist {form:stärker belastet als sonst|frischer als sonst}: zuletzt etwa {acute:0} "
            "Belastung am Tag, {chronic:0} über sechs Wochen",
            None,
        ),
        Code.SLEEP_REGULARITY: ("Deine Schlafzeiten sind {level:word}: {index:0} von 100", None),
        Code.SOCIAL_JETLAG: (
            "An freien Tagen liegt die Mitte deines Schlafs {shift_hours:size} h "
            "{shift_hours:früher|später} als an Arbeitstagen",
            None,
        ),
        Code.SLEEP_DEBT: (
            "In {nights} Nächten hast du {debt_hours:size} h {debt_hours:mehr|weniger} geschlafen "
            "als dein Ziel von {goal_hours:1} h pro Nacht",
            None,
        ),
        Code.VARIATION_AS_USUAL: (
            "{metric} schwankt in der Woche so stark wie bei dir üblich",
            "Letzte 7 Tage: {variation_percent:1} %, üblich: {low:1} bis {high:1} %",
        ),
        Code.VARIATION_LOW: (
            "{metric} schwankt in der Woche weniger als bei dir üblich",
            "Letzte 7 Tage: {variation_percent:1} %, üblich: {low:1} bis {high:1} %",
        ),
        Code.VARIATION_HIGH: (
            "{metric} schwankt in der Woche stärker als bei dir üblich",
            "Letzte 7 Tage: {variation_percent:1} %, üblich: {low:1} bis {high:1} %",
        ),
        Code.NO_ILLNESS_SIGN: ("Dein Ruhepuls zeigt kein Anzeichen einer Krankheit", None),
        Code.READINESS: (
            "Bereitschaft {score:0} von 100, gemessen an deinen letzten {days} Tagen",
            None,
        ),
        Code.CROSS_CORRELATION: (
            "{effect:Negativer|Positiver} Zusammenhang von {first:name} und {second:name} "
            "({effect:strength})",
            None,
        ),
        Code.CROSS_CORRELATION_LATER: (
            "{effect:Negativer|Positiver} Zusammenhang von {first:name} und {second:name} "
            "{lag_days} {lag_days:#Tag|Tage} später ({effect:strength})",
            None,
        ),
        Code.SLOW_TREND: (
            "{metric} über {days} {days:#Tag|Tage} um etwa {slope_per_30_days:slope} "
            "je 30 Tage {slope_per_30_days:gefallen|gestiegen}",
            None,
        ),
        Code.WEEKDAY_EFFECT: (
            "{metric} {weekday:weekday} am {effect:niedrigsten|höchsten}: "
            "{mean_there:amount} gegen {mean:amount}",
            None,
        ),
        Code.CHANGE_POINT: (
            "{metric} seit dem {since:date} bei {mean_after:amount}, vorher {mean_before:amount}",
            None,
        ),
        Code.OVERTRAINING_FACTOR: (f"{{metric}} zuletzt {_UNLIKE} den Wochen davor", None),
        Code.REST: (
            "Ruh dich aus und lass hartes Training, bis dein Puls wieder normal ist",
            None,
        ),
        Code.PRIORITIZE_RECOVERY: ("Heute gehen Schlaf und Erholung vor", None),
        Code.IMPROVE_SLEEP: ("Geh heute früher ins Bett", None),
        Code.REDUCE_TRAINING: ("Trainiere in den nächsten Tagen weniger hart", None),
        Code.SEE_A_DOCTOR: ("Wenn du dich krank fühlst, geh zum Arzt", None),
        Code.WATCH_YOUR_BODY: ("Achte darauf, wie dein Körper auf das Training antwortet", None),
        Code.ADD_A_RECOVERY_DAY: ("Ein Erholungstag mehr in dieser Woche täte gut", None),
        Code.KEEP_YOUR_BALANCE: ("Halte Training und Erholung weiter im Gleichgewicht", None),
        Code.TOO_FEW_NIGHTS_WITH_BOTH: (
            "{there} {there:#Nacht hat|Nächte haben} beides; es braucht {needed}.",
            None,
        ),
        Code.NOTHING_VARIES: ("Alle Werte sind gleich.", None),
        Code.CHANCE_ALONE: ("So viel gibt der Zufall allein bei {percent:0} von 100 Leuten.", None),
        Code.COMMON_BY_CHANCE: ("So große Änderungen macht oft schon der Zufall.", None),
        Code.TOO_FEW_OF_7_DAYS: (
            "{there} der letzten 7 Tage {there:#hat|haben} einen Wert; es braucht {needed}.",
            None,
        ),
        Code.TOO_FEW_OF_23_DAYS: (
            "{there} der 23 Tage davor {there:#hat|haben} einen Wert; es braucht {needed}.",
            None,
        ),
        Code.MEAN_BEFORE_IS_ZERO: (
            "Das Mittel davor ist 0: eine Änderung in Prozent gibt es nicht.",
            None,
        ),
        Code.TOO_FEW_METRICS: (
            "{there} von 4 Größen haben genug Werte; es braucht {needed}.",
            None,
        ),
        Code.TOO_FEW_PARTS: (
            "{there} von 4 Teilen haben einen frischen Wert und {days} Tage davor; "
            "es braucht {needed}.",
            None,
        ),
        Code.NOTHING_TO_CORRELATE: (
            "Noch keine zwei Größen haben {needed} Tage gemeinsam.",
            None,
        ),
        Code.NOTHING_TO_TEST: (
            "Keine Größe hat in den letzten {days} Tagen {needed} Werte, die sich unterscheiden.",
            None,
        ),
        Code.NOTHING_BY_WEEKDAY: (
            "Keine Größe hat in einem halben Jahr {needed} Werte und {each} von jedem Wochentag.",
            None,
        ),
        Code.NONE_STANDS_OUT: ("Von {tests} Tests hebt sich keiner vom Zufall ab.", None),
        Code.TOO_FEW_LOADS: (
            "{there} {there:#Tag|Tage} mit Belastung; es braucht {needed}.",
            None,
        ),
        Code.NO_RECENT_LOAD: ("Keine Belastung in den letzten {days} Tagen.", None),
        Code.LOADS_MISSING: (
            "{missing} {missing:#Tag|Tage} der letzten 7 ohne Belastung.",
            None,
        ),
        Code.SAME_LOADS: ("Alle 7 Tage haben dieselbe Belastung.", None),
        Code.TOO_FEW_PAIRS_OF_NIGHTS: (
            "{there} {there:#Paar|Paare} von Nächten nacheinander; es braucht {needed}.",
            None,
        ),
        Code.TOO_FEW_FREE_OR_WORK_NIGHTS: (
            "{free} freie Nächte und {work} vor Arbeitstagen; es braucht {free_needed} "
            "und {work_needed}.",
            None,
        ),
        Code.NO_SLEEP_GOAL: (
            "Kein Schlafziel ist gesetzt, und weniger als {needed} freie Nächte sind bekannt.",
            None,
        ),
        Code.TOO_FEW_NIGHTS: ("{there} von {days} Nächten; es braucht {needed}.", None),
        Code.TOO_FEW_NIGHTS_BEFORE: (
            "{there} der {days} Nächte davor haben einen Ruhepuls; es braucht {needed}.",
            None,
        ),
        Code.TOO_FEW_WEEKS: (
            "{there} frühere {there:#Woche|Wochen} zum Vergleich; es braucht {needed}.",
            None,
        ),
        Code.TOO_FEW_DAYS: ("{there} {there:#Tag|Tage} mit Wert; es braucht {needed}.", None),
        Code.ALL_THE_SAME: ("Alle Werte sind gleich.", None),
        Code.NO_RECENT_VALUE: ("Kein Wert in den letzten {days} Tagen.", None),
        Code.TOO_FEW_PAST_DAYS: (
            "An {there} vergangenen {there:#Tag|Tagen} lässt es sich prüfen; es braucht {needed}.",
            None,
        ),
        Code.NO_BETTER_THAN_THE_MEAN: (
            "An deiner Vergangenheit war die Vorhersage nicht oder nicht sicher besser als das "
            "Mittel von {days} Tagen (Güte {skill:2}, mindestens {skill_low:2}; es braucht mehr "
            "als 0).",
            None,
        ),
        Code.NO_TWO_NIGHTS_RUNNING: ("Eine der letzten beiden Nächte fehlt.", None),
    },
)
