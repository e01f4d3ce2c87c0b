"""What Ursa says in Finnish."""

from app.metrics import Metric
from app.phrases.codes import Code
from app.phrases.language import Language

_UNLIKE = "{change_percent:percent} {change_percent:alle|yli}"

FINNISH = Language(
    code="fi",
    titles={
        Metric.HRV_RMSSD: "Sykevälivaihtelu",
        Metric.SLEEP_SCORE: "Unipisteet",
        Metric.RESTING_HR: "Leposyke",
        Metric.TRAINING_LOAD: "Harjoituskuormitus",
        Metric.TRAINING_LOAD_RATIO: "Kuormitussuhde",
        Metric.STRAIN: "Rasitus",
        Metric.TOLERANCE: "Sietokyky",
        Metric.SLEEP_HOURS: "Uniaika",
        Metric.DEEP_SLEEP_HOURS: "Syvä uni",
        Metric.REM_SLEEP_HOURS: "REM-uni",
        Metric.SLEEP_EFFICIENCY: "Unen tehokkuus",
        Metric.SLEEP_CONTINUITY: "Unen yhtenäisyys",
        Metric.SLEEP_HEART_RATE: "Syke unessa",
        Metric.BREATHING_RATE: "Hengitystaajuus",
        Metric.ANS_CHARGE: "ANS-palautuminen",
        Metric.HRV_LN_7D: "Viikon sykevälivaihtelu (ln)",
        Metric.HRV_VARIATION_7D: "Sykevälivaihtelun hajonta viikossa",
        Metric.STEPS: "Askelmäärä",
        Metric.ACTIVE_CALORIES: "Aktiivisuuden energiankulutus",
        Metric.ACTIVE_MINUTES: "Aktiivinen aika",
        Metric.DISTANCE_KM: "Askelten matka",
        Metric.ACTIVITY_PERCENT: "Osuus aktiivisuustavoitteesta",
        Metric.HR_MIN: "Päivän matalin syke",
        Metric.HR_MEAN: "Päivän keskisyke",
        Metric.HR_MAX: "Päivän korkein syke",
        Metric.HR_SAMPLES: "Sykearvojen määrä",
        Metric.SKIN_TEMPERATURE: "Ihon lämpötila unessa",
        Metric.SKIN_TEMPERATURE_DEVIATION: "Ihon lämpötilan poikkeama",
    },
    units={
        "ms": " ms",
        "%": " %",
        "points": "",
        "1-5": "",
        "ratio": "",
        "-10..+10": "",
        "bpm": " lyöntiä/min",
        "1/min": " kertaa/min",
        "steps": " askelta",
        "samples": " arvoa",
    },
    strengths=((0.7, "vahva"), (0.4, "kohtalainen"), (0.0, "heikko")),
    weekdays=(
        "maanantaisin",
        "tiistaisin",
        "keskiviikkoisin",
        "torstaisin",
        "perjantaisin",
        "lauantaisin",
        "sunnuntaisin",
    ),
    months=(
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ),
    in_months=(
        "tammikuussa",
        "helmikuussa",
        "maaliskuussa",
        "huhtikuussa",
        "toukokuussa",
        "kesäkuussa",
        "heinäkuussa",
        "elokuussa",
        "syyskuussa",
        "lokakuussa",
        "marraskuussa",
        "joulukuussa",
    ),
    words={
        "very_regular": "hyvin säännölliset",
        "fairly_regular": "melko säännölliset",
        "irregular": "epäsäännölliset",
    },
    date="{day}. {month} {year}",
    both=" ja ",
    point=",",
    percent=" %",
    alike={
        Code.TREND_7D: (
            "{metric} on viimeisten 7 päivän aikana sama kuin edeltävinä 23 päivänä "
            "({mean_7d:amount}, ennen {mean_before:amount})",
            None,
        ),
        Code.SOCIAL_JETLAG: (
            "Unesi keskikohta on vapaapäivinä samaan aikaan kuin työpäivinä",
            None,
        ),
        Code.SLEEP_DEBT: (
            "Nukuit {nights} yönä tavoitteesi verran: {goal_hours:1} h yössä",
            None,
        ),
    },
    sentences={
        Code.BUILDING_BASELINES: (
            "Ursa oppii, mikä sinulle on tavallista ({days}/{goal} päivää)",
            "Pidä kelloasi edelleen. Ensimmäiset havainnot tulevat {left} päivän päästä.",
        ),
        Code.NO_NIGHT_YET: (
            "Yhtään yötä ei ole vielä tullut",
            "Pidä kelloasi yöllä: Ursa oppii öistä, mikä sinulle on tavallista",
        ),
        Code.USUAL_SO_FAR: (
            "{metric} on sinulla yleensä noin {usual:amount}, sikäli kuin {nights} yötä kertoo",
            "Neljän yön viidestä pitäisi olla välillä {low:amount} – {high:amount}",
        ),
        Code.LEARNING_PATTERNS: (
            "Ursa oppii tapojasi ({days}/{goal} päivää)",
            "Pidä kelloasi edelleen. Yhteydet ja poikkeamat tulevat {left} päivän päästä.",
        ),
        Code.ILLNESS_SIGNAL: (
            "{metric} oli kahtena yönä peräkkäin {first_rise:0} ja {second_rise:0} lyöntiä/min "
            "yli tavallisen{joined:?; sen mukana liikkui: @}",
            "Tämä edeltää usein sairautta; alkoholi, kuumuus, matkustus ja kova harjoittelu "
            "voivat tehdä saman",
        ),
        Code.WEEK_OFF_BAND: (
            f"{{metric}} on viimeisten 7 päivän aikana {_UNLIKE} sinulle tavallisen",
            "Viimeiset 7 päivää: {mean_7d:amount}, tavallisesti: {low:from} – {high:to}",
        ),
        Code.WEEK_IN_BAND: (
            "{metric} on viimeisten 7 päivän aikana sinulle tavallinen: {mean_7d:amount}",
            "Tavallisesti: {low:amount} – {high:amount}",
        ),
        Code.ONE_NIGHT: (
            f"{{metric}} on {_UNLIKE} oman keskiarvosi",
            "Nyt: {current:amount}, keskiarvo: {baseline:amount}",
        ),
        Code.UNUSUALLY_HIGH: (
            "{metric} epätavallisen korkealla: {value:amount}",
            "Tavallinen vaihteluvälisi: {low:from} – {high:to}",
        ),
        Code.UNUSUALLY_LOW: (
            "{metric} epätavallisen matalalla: {value:amount}",
            "Tavallinen vaihteluvälisi: {low:from} – {high:to}",
        ),
        Code.TREND: (
            "{metric} on {change_percent:laskenut|noussut} {change_percent:percent} "
            "viimeisten 7 päivän aikana",
            "Viimeiset 7 päivää: {mean_7d:amount}, edeltävät 23 päivää: {mean_before:amount}",
        ),
        Code.LOAD_RATIO_HIGH: (
            "Viime päivien harjoituskuormitus on {current:amount}-kertainen tottumaasi nähden",
            "Suhde nyt: {current:amount}, keskiarvo: {baseline:amount}",
        ),
        Code.OVERTRAINING_HIGH: (
            "Ylikuormittumisen riski on suuri ({score:0}/100)",
            "{factors:factors}",
        ),
        Code.STRONG_CONNECTION: (
            "Unesi ja sykevälivaihtelusi kulkevat vahvasti yhdessä",
            "Parempi uni kulkee sinulla yhdessä paremman palautumisen kanssa",
        ),
        Code.CONNECTION: (
            "Unesi ja sykevälivaihtelusi kulkevat yhdessä ({effect:strength} yhteys)",
            "Paremman unen öinä sykevälivaihtelu on yleensä {effect:matalampi|korkeampi} "
            "(korrelaatio {effect:2})",
        ),
        Code.LOWER_THAN_THE_SEASON: (
            "{metric} on matalampi kuin {month:month} viimeisten {years} mitatun vuoden aikana",
            "Viimeiset 30 päivää: {mean_30d:amount}, aiempina vuosina {month:month}: "
            "{low:from} – {high:to}",
        ),
        Code.HIGHER_THAN_THE_SEASON: (
            "{metric} on korkeampi kuin {month:month} viimeisten {years} mitatun vuoden aikana",
            "Viimeiset 30 päivää: {mean_30d:amount}, aiempina vuosina {month:month}: "
            "{low:from} – {high:to}",
        ),
        Code.NEW_DEVICE: (
            "Uusi laite mittaa {since:date} alkaen: aiempiin öihin sen öitä ei verrata",
            "Tavallinen opitaan uudestaan; sykevälivaihtelun muutokset palaavat 30 päivän jälkeen",
        ),
        Code.CORRELATION: (
            "{effect:Strength} {effect:negatiivinen|positiivinen} yhteys: unen laatu ja "
            "sykevälivaihtelu",
            None,
        ),
        Code.NO_CORRELATION: ("Unen laadulla ja sykevälivaihtelulla ei ole selvää yhteyttä", None),
        Code.TREND_7D: (
            f"{{metric}} on viimeisten 7 päivän aikana {_UNLIKE} edeltävien 23 päivän "
            "({mean_7d:amount}, ennen {mean_before:amount})",
            None,
        ),
        Code.OVERTRAINING_RISK: (
            "Ylikuormittumisen riski: {score:0}/100",
            "{factors:factors}",
        ),
        Code.TRAINING_FORM: (
            "Olet {form:tavallista kuormittuneempi|tavallista levänneempi}: kuormitus on viime "
            "aikoina noin {acute:0} päivässä, kuuden viikon aikana {chronic:0}",
            None,
        ),
        Code.SLEEP_REGULARITY: ("Nukkuma-aikasi ovat {level:word}: {index:0}/100", None),
        Code.SOCIAL_JETLAG: (
            "Vapaapäivinä unesi keskikohta on {shift_hours:size} h "
            "{shift_hours:aiemmin|myöhemmin} kuin työpäivinä",
            None,
        ),
        Code.SLEEP_DEBT: (
            "Nukuit {nights} yönä {debt_hours:size} h {debt_hours:yli|alle} tavoitteesi, "
            "joka on {goal_hours:1} h yössä",
            None,
        ),
        Code.VARIATION_AS_USUAL: (
            "{metric} on viikon sisällä yhtä vaihteleva kuin sinulla yleensä",
            "Viimeiset 7 päivää: {variation_percent:1} %, tavallisesti: {low:1}–{high:1} %",
        ),
        Code.VARIATION_LOW: (
            "{metric} on viikon sisällä tasaisempi kuin sinulla yleensä",
            "Viimeiset 7 päivää: {variation_percent:1} %, tavallisesti: {low:1}–{high:1} %",
        ),
        Code.VARIATION_HIGH: (
            "{metric} on viikon sisällä vaihtelevampi kuin sinulla yleensä",
            "Viimeiset 7 päivää: {variation_percent:1} %, tavallisesti: {low:1}–{high:1} %",
        ),
        Code.NO_ILLNESS_SIGN: ("Leposykkeessäsi ei ole merkkiä sairaudesta", None),
        Code.READINESS: ("Valmius {score:0}/100 omiin viime {days} päivääsi verrattuna", None),
        Code.CROSS_CORRELATION: (
            "{effect:Strength} {effect:negatiivinen|positiivinen} yhteys: {first:name} ja "
            "{second:name}",
            None,
        ),
        Code.CROSS_CORRELATION_LATER: (
            "{effect:Strength} {effect:negatiivinen|positiivinen} yhteys: {first:name} ja "
            "{second:name} {lag_days} {lag_days:#päivä|päivää} myöhemmin",
            None,
        ),
        Code.SLOW_TREND: (
            "{metric} on {slope_per_30_days:laskenut|noussut} noin {slope_per_30_days:slope} "
            "30 päivässä ({days} päivän aikana)",
            None,
        ),
        Code.WEEKDAY_EFFECT: (
            "{metric} on {effect:matalin|korkein} {weekday:weekday}: {mean_there:amount}, "
            "muuten {mean:amount}",
            None,
        ),
        Code.CHANGE_POINT: (
            "{metric} on ollut {mean_after:amount} {since:date} alkaen, ennen {mean_before:amount}",
            None,
        ),
        Code.OVERTRAINING_FACTOR: (f"{{metric}} on {_UNLIKE} aiempien viikkojen", None),
        Code.REST: (
            "Lepää ja jätä kova harjoittelu, kunnes sykkeesi on taas tavallinen",
            None,
        ),
        Code.PRIORITIZE_RECOVERY: ("Anna unelle ja palautumiselle etusija tänään", None),
        Code.IMPROVE_SLEEP: ("Mene tänään aiemmin nukkumaan", None),
        Code.REDUCE_TRAINING: ("Kevennä harjoittelua lähipäivinä", None),
        Code.SEE_A_DOCTOR: ("Jos tunnet olosi sairaaksi, käy lääkärissä", None),
        Code.WATCH_YOUR_BODY: ("Seuraa, miten kehosi vastaa harjoitteluun", None),
        Code.ADD_A_RECOVERY_DAY: ("Harkitse yhtä palautumispäivää lisää tällä viikolla", None),
        Code.KEEP_YOUR_BALANCE: ("Pidä harjoittelu ja palautuminen tasapainossa", None),
        Code.TOO_FEW_NIGHTS_WITH_BOTH: (
            "Molemmat on mitattu {there} yönä; tarvitaan {needed}.",
            None,
        ),
        Code.NOTHING_VARIES: ("Kaikki arvot ovat samoja.", None),
        Code.CHANCE_ALONE: (
            "Pelkkä sattuma antaa saman {percent:0} ihmiselle sadasta.",
            None,
        ),
        Code.COMMON_BY_CHANCE: ("Näin suuri muutos on sattumaltakin tavallinen.", None),
        Code.TOO_FEW_OF_7_DAYS: (
            "Viimeisistä 7 päivästä arvo on {there} päivältä; tarvitaan {needed}.",
            None,
        ),
        Code.TOO_FEW_OF_23_DAYS: (
            "Edeltävistä 23 päivästä arvo on {there} päivältä; tarvitaan {needed}.",
            None,
        ),
        Code.MEAN_BEFORE_IS_ZERO: (
            "Aiempi keskiarvo on 0: muutosta ei voi sanoa prosentteina.",
            None,
        ),
        Code.TOO_FEW_METRICS: (
            "Neljästä suureesta {there} on mitattu riittävästi; tarvitaan {needed}.",
            None,
        ),
        Code.TOO_FEW_PARTS: (
            "Neljästä osasta {there} on tuoreita ja {days} päivää pitkiä; tarvitaan {needed}.",
            None,
        ),
        Code.NOTHING_TO_CORRELATE: (
            "Millään kahdella suureella ei ole vielä {needed} yhteistä päivää.",
            None,
        ),
        Code.NOTHING_TO_TEST: (
            "Millään suureella ei ole viimeisten {days} päivän aikana {needed} vaihtelevaa arvoa.",
            None,
        ),
        Code.NOTHING_BY_WEEKDAY: (
            "Millään suureella ei ole puolen vuoden ajalta {needed} arvoa ja {each} kultakin "
            "viikonpäivältä.",
            None,
        ),
        Code.NONE_STANDS_OUT: ("Yksikään {tests} testistä ei erotu sattumasta.", None),
        Code.TOO_FEW_LOADS: (
            "Kuormitus on {there} {there:#päivältä|päivältä}; tarvitaan {needed}.",
            None,
        ),
        Code.NO_RECENT_LOAD: ("Ei kuormitusta viimeisten {days} päivän aikana.", None),
        Code.LOADS_MISSING: (
            "Viimeisistä 7 päivästä {missing} on ilman kuormitusta.",
            None,
        ),
        Code.SAME_LOADS: ("Kaikkien 7 päivän kuormitus on sama.", None),
        Code.TOO_FEW_PAIRS_OF_NIGHTS: (
            "Peräkkäisten öiden pareja on {there}; tarvitaan {needed}.",
            None,
        ),
        Code.TOO_FEW_FREE_OR_WORK_NIGHTS: (
            "Vapaita öitä on {free} ja työöitä {work}; tarvitaan {free_needed} ja {work_needed}.",
            None,
        ),
        Code.NO_SLEEP_GOAL: (
            "Unitavoitetta ei ole, ja vapaita öitä tunnetaan alle {needed}.",
            None,
        ),
        Code.TOO_FEW_NIGHTS: ("Öitä on {there}/{days}; tarvitaan {needed}.", None),
        Code.TOO_FEW_NIGHTS_BEFORE: (
            "Edeltävistä {days} yöstä leposyke on {there} yöltä; tarvitaan {needed}.",
            None,
        ),
        Code.TOO_FEW_WEEKS: ("Aiempia viikkoja vertailuun on {there}; tarvitaan {needed}.", None),
        Code.TOO_FEW_DAYS: ("Arvoja on {there} päivältä; tarvitaan {needed}.", None),
        Code.ALL_THE_SAME: ("Kaikki arvot ovat samoja.", None),
        Code.NO_RECENT_VALUE: ("Ei arvoja viimeisten {days} päivän aikana.", None),
        Code.TOO_FEW_PAST_DAYS: (
            "Menneitä päiviä, joilla sitä voi koetella, on {there}; tarvitaan {needed}.",
            None,
        ),
        Code.NO_BETTER_THAN_THE_MEAN: (
            "Omilla menneillä päivilläsi ennuste ei ollut {days} päivän keskiarvoa parempi, tai ei "
            "varmasti (taito {skill:2}, vähintään {skill_low:2}; tarvitaan yli 0).",
            None,
        ),
        Code.NO_TWO_NIGHTS_RUNNING: ("Toinen kahdesta viime yöstä puuttuu.", None),
    },
)
