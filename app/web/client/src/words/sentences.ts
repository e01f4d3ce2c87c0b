// What the analysis says, from its codes and numbers.

import type { Metric, SentenceCode } from '@/enums';
import { type Format, SHAPES } from '@/kit/format';
import { words } from '@/kit/words';

/** The numbers of a sentence, by name; the table of codes tells which. */
export type Params = Readonly<Record<string, unknown>>;

/** Writes numbers and names as a sentence of the reader's language wants them. */
export interface Say {
  readonly metric: Metric | null;
  /** The metric's name within a sentence, and at its head. */
  readonly name: (metric?: unknown) => string;
  readonly title: (metric?: unknown) => string;
  readonly amount: (value: unknown) => string;
  /** How much a metric changes: two digits that count, without a sign. */
  readonly slope: (value: unknown) => string;
  readonly size: (value: unknown, digits?: number) => string;
  readonly count: (value: unknown) => string;
  readonly percent: (value: unknown) => string;
  readonly hours: (value: unknown) => string;
  readonly day: (value: unknown) => string;
  readonly down: (value: unknown) => boolean;
  readonly list: (metrics: unknown) => string;
}

type Sentence = (say: Say, params: Params) => string;
type Sentences = Readonly<Record<Exclude<SentenceCode, 'OTHER'>, Sentence>>;

const STRENGTHS = {
  en: ['weakly', 'moderately', 'strongly'],
  de: ['schwach', 'mäßig', 'stark'],
  fi: ['heikosti', 'kohtalaisesti', 'vahvasti'],
} as const;

function strength(language: keyof typeof STRENGTHS, effect: unknown): string {
  const size = Math.abs(Number(effect));
  return STRENGTHS[language][size >= 0.7 ? 2 : size >= 0.4 ? 1 : 0];
}

const MONDAYS = {
  en: ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'],
  de: ['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags', 'sonntags'],
  fi: ['maanantaisin', 'tiistaisin', 'keskiviikkoisin', 'torstaisin', 'perjantaisin', 'lauantaisin', 'sunnuntaisin'],
} as const;

const REGULAR = {
  en: { very_regular: 'very regular', fairly_regular: 'fairly regular', irregular: 'irregular' },
  de: { very_regular: 'sehr regelmäßig', fairly_regular: 'ziemlich regelmäßig', irregular: 'unregelmäßig' },
  fi: { very_regular: 'hyvin säännölliset', fairly_regular: 'melko säännölliset', irregular: 'epäsäännölliset' },
} as const;

function weekday(language: keyof typeof MONDAYS, place: unknown): string {
  return MONDAYS[language][Number(place)] ?? '';
}

function regular(language: keyof typeof REGULAR, level: unknown): string {
  return REGULAR[language][level as keyof (typeof REGULAR)['en']] ?? '';
}

const days = (one: string, many: string) => (say: Say, value: unknown) =>
  `${say.count(value)} ${Number(value) === 1 ? one : many}`;
const enDays = days('day', 'days');
const deDays = days('Tag', 'Tage');
const fiDays = days('päivä', 'päivää');

export const sentenceWords = words<Sentences>(
  {
    BUILDING_BASELINES: (say, p) => `Day ${say.count(p['days'])} of ${say.count(p['goal'])}: what is usual for you shows in ${enDays(say, p['left'])}.`,
    LEARNING_PATTERNS: (say, p) => `Day ${say.count(p['days'])} of ${say.count(p['goal'])}: patterns show in ${enDays(say, p['left'])}.`,
    ILLNESS_SIGNAL: (say, p) =>
      `Your resting heart rate was ${both('and', say.size(p['first_rise']), say.size(p['second_rise']))} bpm above your usual on two nights running${joined(p) ? `, and ${say.list(p['joined'])} moved with it` : ''}.`,
    WEEK_OFF_BAND: (say, p) => `${say.title()} of the last 7 days is ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'below' : 'above'} your usual.`,
    ONE_NIGHT: (say, p) => `${say.title()} ${say.amount(p['current'])}, ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'under' : 'over'} your average. One night says little.`,
    UNUSUALLY_HIGH: (say, p) => `${say.title()} ${say.amount(p['value'])}, above your usual.`,
    UNUSUALLY_LOW: (say, p) => `${say.title()} ${say.amount(p['value'])}, below your usual.`,
    TREND: (say, p) => `${say.title()} has ${say.down(p['change_percent']) ? 'fallen' : 'risen'} by ${say.percent(p['change_percent'])}: ${say.amount(p['mean_7d'])} in the last 7 days, ${say.amount(p['mean_before'])} in the 23 before.`,
    LOAD_RATIO_HIGH: (say, p) => `The load of the last days is ${say.size(p['current'], 2)} times what you are used to.`,
    OVERTRAINING_HIGH: (say, p) => `Signs of too much training: ${say.size(p['score'])} of 100.`,
    STRONG_CONNECTION: () => 'Your nights with a higher sleep score are nearly always nights with a higher HRV.',
    CONNECTION: (say, p) => `Nights with a higher sleep score tend to come with ${say.down(p['effect']) ? 'lower' : 'higher'} HRV.`,
    CORRELATION: (say, p) => `Sleep score and HRV go ${strength('en', p['effect'])} ${say.down(p['effect']) ? 'against each other' : 'together'}.`,
    NO_CORRELATION: () => 'No connection between your sleep score and your HRV that could be shown.',
    TREND_7D: (say, p) => `${say.title()}: ${say.amount(p['mean_7d'])} in the last 7 days, ${say.amount(p['mean_before'])} in the 23 before.`,
    OVERTRAINING_RISK: (say, p) => `Signs of too much training: ${say.size(p['score'])} of 100.`,
    TRAINING_FORM: (say, p) => `${say.down(p['form']) ? 'You carry more load than usual' : 'You are fresher than usual'}: about ${say.size(p['acute'])} a day lately, ${say.size(p['chronic'])} over six weeks.`,
    SLEEP_REGULARITY: (say, p) => `Your times of sleep are ${regular('en', p['level'])}: ${say.size(p['index'])} of 100.`,
    SOCIAL_JETLAG: (say, p) => `On free days the middle of your sleep is ${say.hours(p['shift_hours'])} ${say.down(p['shift_hours']) ? 'earlier' : 'later'} than on work days.`,
    SLEEP_DEBT: (say, p) => `In ${say.count(p['nights'])} nights you slept ${say.hours(p['debt_hours'])} ${say.down(p['debt_hours']) ? 'more than' : 'short of'} your goal of ${say.hours(p['goal_hours'])} a night.`,
    NO_ILLNESS_SIGN: () => 'No sign of an illness in your resting heart rate.',
    READINESS: (say, p) => `Readiness ${say.size(p['score'])} of 100, among your own last ${say.count(p['days'])} days.`,
    NEW_DEVICE: (say, p) => `A new device measures since ${say.day(p['since'])}: earlier nights are no measure for its nights.`,
    LOWER_THAN_THE_SEASON: (say, p) => `In the last 30 days ${say.name()} was ${say.amount(p['mean_30d'])}: lower than in this month of each of the ${say.count(p['years'])} earlier years that are known.`,
    HIGHER_THAN_THE_SEASON: (say, p) => `In the last 30 days ${say.name()} was ${say.amount(p['mean_30d'])}: higher than in this month of each of the ${say.count(p['years'])} earlier years that are known.`,
    VARIATION_AS_USUAL: (say, p) => `${say.title()} varies within the week as it usually does: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_LOW: (say, p) => `${say.title()} varies less within the week than it usually does: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_HIGH: (say, p) => `${say.title()} varies more within the week than it usually does: ${say.size(p['variation_percent'], 1)} %.`,
    NO_NIGHT_YET: () => 'No night has come in yet. What is usual for you is learned from nights: wear your device in the night.',
    USUAL_SO_FAR: (say, p) => `Your ${say.name()} is usually about ${say.amount(p['usual'])}, as far as ${say.count(p['nights'])} nights tell: four nights in five between ${say.amount(p['low'])} and ${say.amount(p['high'])}.`,
    TOO_FEW_WEEKS: (say, p) => `${say.count(p['there'])} earlier weeks to hold this one against; it takes ${say.count(p['needed'])}.`,
    WEEK_IN_BAND: (say, p) => `${say.title()} of the last 7 days is as usual for you: ${say.amount(p['mean_7d'])}.`,
    CROSS_CORRELATION: (say, p) => `${say.title(p['first'])} and ${say.name(p['second'])} go ${strength('en', p['effect'])} ${say.down(p['effect']) ? 'against each other' : 'together'}.`,
    CROSS_CORRELATION_LATER: (say, p) => `${say.title(p['first'])} and, ${enDays(say, p['lag_days'])} later, ${say.name(p['second'])} go ${strength('en', p['effect'])} ${say.down(p['effect']) ? 'against each other' : 'together'}.`,
    SLOW_TREND: (say, p) => `${say.title()} has ${say.down(p['slope_per_30_days']) ? 'fallen' : 'risen'} by about ${say.slope(p['slope_per_30_days'])} in 30 days, over ${enDays(say, p['days'])}.`,
    WEEKDAY_EFFECT: (say, p) => `${say.title()} is ${say.down(p['effect']) ? 'lowest' : 'highest'} on ${weekday('en', p['weekday'])}: ${say.amount(p['mean_there'])}, against ${say.amount(p['mean'])} on the mean day.`,
    CHANGE_POINT: (say, p) => `${say.title()} has been ${say.amount(p['mean_after'])} since ${say.day(p['since'])}, ${say.amount(p['mean_before'])} before.`,
    OVERTRAINING_FACTOR: (say, p) => `${say.title()}: ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'lower' : 'higher'} than in the 23 days before`,
    REST: () => 'Rest, and skip hard training until your heart rate at night is back.',
    PRIORITIZE_RECOVERY: () => 'Put recovery first today.',
    IMPROVE_SLEEP: () => 'Go to bed earlier tonight.',
    REDUCE_TRAINING: () => 'Train less hard in the next days.',
    SEE_A_DOCTOR: () => 'See a doctor if you feel unwell.',
    WATCH_YOUR_BODY: () => 'Watch how your body takes the training.',
    ADD_A_RECOVERY_DAY: () => 'Leave one more day of this week to recovery.',
    KEEP_YOUR_BALANCE: () => 'Nothing to change.',
    TOO_FEW_NIGHTS_WITH_BOTH: (say, p) => `${say.count(p['there'])} nights have both; it takes ${say.count(p['needed'])}.`,
    NOTHING_VARIES: () => 'All values are the same.',
    CHANCE_ALONE: (say, p) => `Chance alone gives as much in ${say.size(p['percent'])} of 100 people.`,
    COMMON_BY_CHANCE: () => 'A difference of this size is common by chance.',
    TOO_FEW_OF_7_DAYS: (say, p) => `${say.count(p['there'])} of the last 7 days have a value; it takes ${say.count(p['needed'])}.`,
    TOO_FEW_OF_23_DAYS: (say, p) => `${say.count(p['there'])} of the 23 days before have a value; it takes ${say.count(p['needed'])}.`,
    MEAN_BEFORE_IS_ZERO: () => 'The mean before is 0: there is no change in per cent.',
    TOO_FEW_METRICS: (say, p) => `${say.count(p['there'])} of 4 metrics have enough values; it takes ${say.count(p['needed'])}.`,
    TOO_FEW_PARTS: (say, p) => `${say.count(p['there'])} of 4 parts have a fresh value and ${say.count(p['days'])} days before it; it takes ${say.count(p['needed'])}.`,
    NOTHING_TO_CORRELATE: (say, p) => `No two metrics have ${say.count(p['needed'])} days in common yet.`,
    NOTHING_TO_TEST: (say, p) => `No metric has ${say.count(p['needed'])} values in the last ${say.count(p['days'])} days that vary.`,
    NOTHING_BY_WEEKDAY: (say, p) => `No metric has ${say.count(p['needed'])} values and ${say.count(p['each'])} of each weekday in half a year.`,
    NONE_STANDS_OUT: (say, p) => `Of ${say.count(p['tests'])} tests none stands out from chance.`,
    TOO_FEW_LOADS: (say, p) => `${enDays(say, p['there'])} with a load; it takes ${say.count(p['needed'])}.`,
    NO_RECENT_LOAD: (say, p) => `No load in the last ${say.count(p['days'])} days.`,
    LOADS_MISSING: (say, p) => `${enDays(say, p['missing'])} of the last 7 without a load.`,
    SAME_LOADS: () => 'All 7 days have the same load.',
    TOO_FEW_PAIRS_OF_NIGHTS: (say, p) => `${say.count(p['there'])} pairs of nights in a row; it takes ${say.count(p['needed'])}.`,
    TOO_FEW_FREE_OR_WORK_NIGHTS: (say, p) => `${say.count(p['free'])} free and ${say.count(p['work'])} work nights; it takes ${say.count(p['free_needed'])} and ${say.count(p['work_needed'])}.`,
    NO_SLEEP_GOAL: (say, p) => `No sleep goal is set, and fewer than ${say.count(p['needed'])} free nights are known.`,
    TOO_FEW_NIGHTS: (say, p) => `${say.count(p['there'])} of ${say.count(p['days'])} nights; it takes ${say.count(p['needed'])}.`,
    TOO_FEW_NIGHTS_BEFORE: (say, p) => `${say.count(p['there'])} of the ${say.count(p['days'])} nights before have a resting heart rate; it takes ${say.count(p['needed'])}.`,
    NO_TWO_NIGHTS_RUNNING: () => 'The last two nights are not both there.',
    TOO_FEW_DAYS: (say, p) => `${enDays(say, p['there'])} with a value; it takes ${say.count(p['needed'])}.`,
    ALL_THE_SAME: () => 'All values are the same.',
    NO_RECENT_VALUE: (say, p) => `No value in the last ${enDays(say, p['days'])}.`,
    TOO_FEW_PAST_DAYS: (say, p) => `${say.count(p['there'])} past days can be tested; it takes ${say.count(p['needed'])}.`,
    NO_BETTER_THAN_THE_MEAN: (say, p) => `On your own past it was no better than the mean of ${enDays(say, p['days'])}, or not for certain.`,
  },
  {
    BUILDING_BASELINES: (say, p) => `Tag ${say.count(p['days'])} von ${say.count(p['goal'])}: was für dich üblich ist, zeigt sich in ${Number(p['left']) === 1 ? '1 Tag' : `${say.count(p['left'])} Tagen`}.`,
    LEARNING_PATTERNS: (say, p) => `Tag ${say.count(p['days'])} von ${say.count(p['goal'])}: Muster zeigen sich in ${Number(p['left']) === 1 ? '1 Tag' : `${say.count(p['left'])} Tagen`}.`,
    ILLNESS_SIGNAL: (say, p) =>
      `Dein Ruhepuls lag zwei Nächte hintereinander ${both('und', say.size(p['first_rise']), say.size(p['second_rise']))} bpm über deinem Üblichen${joined(p) ? `; mit ihm bewegte sich: ${say.list(p['joined'])}` : ''}.`,
    WEEK_OFF_BAND: (say, p) => `${say.title()} der letzten 7 Tage: ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'unter' : 'über'} deinem Üblichen.`,
    ONE_NIGHT: (say, p) => `${say.title()} ${say.amount(p['current'])}, ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'unter' : 'über'} deinem Mittel. Eine Nacht sagt wenig.`,
    UNUSUALLY_HIGH: (say, p) => `${say.title()} ${say.amount(p['value'])}, über deinem Üblichen.`,
    UNUSUALLY_LOW: (say, p) => `${say.title()} ${say.amount(p['value'])}, unter deinem Üblichen.`,
    TREND: (say, p) => `${say.title()} ist um ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'gefallen' : 'gestiegen'}: ${say.amount(p['mean_7d'])} in den letzten 7 Tagen, ${say.amount(p['mean_before'])} in den 23 davor.`,
    LOAD_RATIO_HIGH: (say, p) => `Die Belastung der letzten Tage ist das ${say.size(p['current'], 2)}-Fache dessen, was du gewohnt bist.`,
    OVERTRAINING_HIGH: (say, p) => `Zeichen von zu viel Training: ${say.size(p['score'])} von 100.`,
    STRONG_CONNECTION: () => 'Nächte mit höherem Schlafwert sind bei dir fast immer Nächte mit höherer HRV.',
    CONNECTION: (say, p) => `Nächte mit höherem Schlafwert gehen eher mit ${say.down(p['effect']) ? 'niedrigerer' : 'höherer'} HRV einher.`,
    CORRELATION: (say, p) => `Schlafwert und HRV gehen ${strength('de', p['effect'])} ${say.down(p['effect']) ? 'gegeneinander' : 'miteinander'}.`,
    NO_CORRELATION: () => 'Zwischen deinem Schlafwert und deiner HRV ließ sich kein Zusammenhang zeigen.',
    TREND_7D: (say, p) => `${say.title()}: ${say.amount(p['mean_7d'])} in den letzten 7 Tagen, ${say.amount(p['mean_before'])} in den 23 davor.`,
    OVERTRAINING_RISK: (say, p) => `Zeichen von zu viel Training: ${say.size(p['score'])} von 100.`,
    TRAINING_FORM: (say, p) => `${say.down(p['form']) ? 'Du trägst mehr Belastung als üblich' : 'Du bist frischer als üblich'}: zuletzt etwa ${say.size(p['acute'])} am Tag, ${say.size(p['chronic'])} über sechs Wochen.`,
    SLEEP_REGULARITY: (say, p) => `Deine Schlafzeiten sind ${regular('de', p['level'])}: ${say.size(p['index'])} von 100.`,
    SOCIAL_JETLAG: (say, p) => `An freien Tagen liegt die Mitte deines Schlafs ${say.hours(p['shift_hours'])} ${say.down(p['shift_hours']) ? 'früher' : 'später'} als an Arbeitstagen.`,
    SLEEP_DEBT: (say, p) => `In ${say.count(p['nights'])} Nächten hast du ${say.hours(p['debt_hours'])} ${say.down(p['debt_hours']) ? 'mehr' : 'weniger'} geschlafen als dein Ziel von ${say.hours(p['goal_hours'])} je Nacht.`,
    NO_ILLNESS_SIGN: () => 'Kein Zeichen einer Krankheit in deinem Ruhepuls.',
    READINESS: (say, p) => `Bereitschaft ${say.size(p['score'])} von 100, unter deinen letzten ${say.count(p['days'])} Tagen.`,
    NEW_DEVICE: (say, p) => `Seit ${say.day(p['since'])} misst ein neues Gerät: frühere Nächte sind kein Maß für seine Nächte.`,
    LOWER_THAN_THE_SEASON: (say, p) => `In den letzten 30 Tagen lag ${say.name()} bei ${say.amount(p['mean_30d'])}: niedriger als in diesem Monat jedes der ${say.count(p['years'])} früheren bekannten Jahre.`,
    HIGHER_THAN_THE_SEASON: (say, p) => `In den letzten 30 Tagen lag ${say.name()} bei ${say.amount(p['mean_30d'])}: höher als in diesem Monat jedes der ${say.count(p['years'])} früheren bekannten Jahre.`,
    VARIATION_AS_USUAL: (say, p) => `${say.title()} schwankt in der Woche so stark wie üblich: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_LOW: (say, p) => `${say.title()} schwankt in der Woche weniger als üblich: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_HIGH: (say, p) => `${say.title()} schwankt in der Woche stärker als üblich: ${say.size(p['variation_percent'], 1)} %.`,
    NO_NIGHT_YET: () => 'Noch ist keine Nacht angekommen. Was für dich üblich ist, zeigt sich in Nächten: Trag deine Uhr in der Nacht.',
    USUAL_SO_FAR: (say, p) => `${say.title()} liegt bei dir meist um ${say.amount(p['usual'])}, soweit ${say.count(p['nights'])} Nächte es sagen: vier von fünf zwischen ${say.amount(p['low'])} und ${say.amount(p['high'])}.`,
    TOO_FEW_WEEKS: (say, p) => `${say.count(p['there'])} frühere Wochen zum Vergleich; es braucht ${say.count(p['needed'])}.`,
    WEEK_IN_BAND: (say, p) => `${say.title()} der letzten 7 Tage ist für dich wie üblich: ${say.amount(p['mean_7d'])}.`,
    CROSS_CORRELATION: (say, p) => `${say.title(p['first'])} und ${say.name(p['second'])} gehen ${strength('de', p['effect'])} ${say.down(p['effect']) ? 'gegeneinander' : 'miteinander'}.`,
    CROSS_CORRELATION_LATER: (say, p) => `${say.title(p['first'])} und, ${deDays(say, p['lag_days'])} später, ${say.name(p['second'])} gehen ${strength('de', p['effect'])} ${say.down(p['effect']) ? 'gegeneinander' : 'miteinander'}.`,
    SLOW_TREND: (say, p) => `${say.title()}: in 30 Tagen um etwa ${say.slope(p['slope_per_30_days'])} ${say.down(p['slope_per_30_days']) ? 'gefallen' : 'gestiegen'}, über ${deDays(say, p['days'])} gesehen.`,
    WEEKDAY_EFFECT: (say, p) => `${say.title()}: ${weekday('de', p['weekday'])} am ${say.down(p['effect']) ? 'niedrigsten' : 'höchsten'}, ${say.amount(p['mean_there'])} gegen ${say.amount(p['mean'])} im Mittel der Tage.`,
    CHANGE_POINT: (say, p) => `${say.title()}: seit ${say.day(p['since'])} ${say.amount(p['mean_after'])}, davor ${say.amount(p['mean_before'])}.`,
    OVERTRAINING_FACTOR: (say, p) => `${say.title()}: ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'niedriger' : 'höher'} als in den 23 Tagen davor`,
    REST: () => 'Ruhe dich aus und lass hartes Training, bis dein Puls in der Nacht zurück ist.',
    PRIORITIZE_RECOVERY: () => 'Heute geht Erholung vor.',
    IMPROVE_SLEEP: () => 'Geh heute früher ins Bett.',
    REDUCE_TRAINING: () => 'Trainiere in den nächsten Tagen weniger hart.',
    SEE_A_DOCTOR: () => 'Geh zum Arzt, wenn du dich nicht wohlfühlst.',
    WATCH_YOUR_BODY: () => 'Achte darauf, wie dein Körper das Training nimmt.',
    ADD_A_RECOVERY_DAY: () => 'Lass in dieser Woche einen Tag mehr zur Erholung.',
    KEEP_YOUR_BALANCE: () => 'Nichts zu ändern.',
    TOO_FEW_NIGHTS_WITH_BOTH: (say, p) => `${say.count(p['there'])} Nächte haben beides; es braucht ${say.count(p['needed'])}.`,
    NOTHING_VARIES: () => 'Alle Werte sind gleich.',
    CHANCE_ALONE: (say, p) => `Der Zufall allein gibt so viel bei ${say.size(p['percent'])} von 100 Menschen.`,
    COMMON_BY_CHANCE: () => 'Ein Unterschied dieser Größe ist durch Zufall häufig.',
    TOO_FEW_OF_7_DAYS: (say, p) => `${say.count(p['there'])} der letzten 7 Tage haben einen Wert; es braucht ${say.count(p['needed'])}.`,
    TOO_FEW_OF_23_DAYS: (say, p) => `${say.count(p['there'])} der 23 Tage davor haben einen Wert; es braucht ${say.count(p['needed'])}.`,
    MEAN_BEFORE_IS_ZERO: () => 'Das Mittel davor ist 0: eine Änderung in Prozent gibt es nicht.',
    TOO_FEW_METRICS: (say, p) => `${say.count(p['there'])} von 4 Größen haben genug Werte; es braucht ${say.count(p['needed'])}.`,
    TOO_FEW_PARTS: (say, p) => `${say.count(p['there'])} von 4 Teilen haben einen frischen Wert und ${say.count(p['days'])} Tage davor; es braucht ${say.count(p['needed'])}.`,
    NOTHING_TO_CORRELATE: (say, p) => `Noch haben keine zwei Größen ${say.count(p['needed'])} Tage gemeinsam.`,
    NOTHING_TO_TEST: (say, p) => `Keine Größe hat in den letzten ${say.count(p['days'])} Tagen ${say.count(p['needed'])} Werte, die sich unterscheiden.`,
    NOTHING_BY_WEEKDAY: (say, p) => `Keine Größe hat in einem halben Jahr ${say.count(p['needed'])} Werte und ${say.count(p['each'])} von jedem Wochentag.`,
    NONE_STANDS_OUT: (say, p) => `Von ${say.count(p['tests'])} Prüfungen hebt sich keine vom Zufall ab.`,
    TOO_FEW_LOADS: (say, p) => `${deDays(say, p['there'])} mit einer Belastung; es braucht ${say.count(p['needed'])}.`,
    NO_RECENT_LOAD: (say, p) => `Keine Belastung in den letzten ${say.count(p['days'])} Tagen.`,
    LOADS_MISSING: (say, p) => `${deDays(say, p['missing'])} der letzten 7 ohne Belastung.`,
    SAME_LOADS: () => 'Alle 7 Tage haben dieselbe Belastung.',
    TOO_FEW_PAIRS_OF_NIGHTS: (say, p) => `${say.count(p['there'])} Paare von Nächten hintereinander; es braucht ${say.count(p['needed'])}.`,
    TOO_FEW_FREE_OR_WORK_NIGHTS: (say, p) => `${say.count(p['free'])} freie Nächte und ${say.count(p['work'])} vor Arbeitstagen; es braucht ${say.count(p['free_needed'])} und ${say.count(p['work_needed'])}.`,
    NO_SLEEP_GOAL: (say, p) => `Kein Schlafziel ist gesetzt, und weniger als ${say.count(p['needed'])} freie Nächte sind bekannt.`,
    TOO_FEW_NIGHTS: (say, p) => `${say.count(p['there'])} von ${say.count(p['days'])} Nächten; es braucht ${say.count(p['needed'])}.`,
    TOO_FEW_NIGHTS_BEFORE: (say, p) => `${say.count(p['there'])} der ${say.count(p['days'])} Nächte davor haben einen Ruhepuls; es braucht ${say.count(p['needed'])}.`,
    NO_TWO_NIGHTS_RUNNING: () => 'Die letzten zwei Nächte sind nicht beide da.',
    TOO_FEW_DAYS: (say, p) => `${deDays(say, p['there'])} mit einem Wert; es braucht ${say.count(p['needed'])}.`,
    ALL_THE_SAME: () => 'Alle Werte sind gleich.',
    NO_RECENT_VALUE: (say, p) => `Kein Wert in den letzten ${say.count(p['days'])} Tagen.`,
    TOO_FEW_PAST_DAYS: (say, p) => `${deDays(say, p['there'])} der Vergangenheit lassen sich prüfen; es braucht ${say.count(p['needed'])}.`,
    NO_BETTER_THAN_THE_MEAN: (say, p) => `An deiner eigenen Vergangenheit war sie nicht besser als das Mittel von ${say.count(p['days'])} Tagen, oder nicht mit Sicherheit.`,
  },
  {
    BUILDING_BASELINES: (say, p) => `Päivä ${say.count(p['days'])}/${say.count(p['goal'])}: tavallinen tasosi näkyy ${say.count(p['left'])} päivän päästä.`,
    LEARNING_PATTERNS: (say, p) => `Päivä ${say.count(p['days'])}/${say.count(p['goal'])}: kuviot näkyvät ${say.count(p['left'])} päivän päästä.`,
    ILLNESS_SIGNAL: (say, p) =>
      `Leposykkeesi oli kahtena yönä peräkkäin ${both('ja', say.size(p['first_rise']), say.size(p['second_rise']))} lyöntiä yli tavallisen${joined(p) ? `; samaan aikaan liikkui myös: ${say.list(p['joined'])}` : ''}.`,
    WEEK_OFF_BAND: (say, p) => `${say.title()}, viimeiset 7 päivää: ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'alle' : 'yli'} tavallisen.`,
    ONE_NIGHT: (say, p) => `${say.title()} ${say.amount(p['current'])}, ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'alle' : 'yli'} keskiarvosi. Yksi yö kertoo vähän.`,
    UNUSUALLY_HIGH: (say, p) => `${say.title()} ${say.amount(p['value'])}, yli tavallisen.`,
    UNUSUALLY_LOW: (say, p) => `${say.title()} ${say.amount(p['value'])}, alle tavallisen.`,
    TREND: (say, p) => `${say.title()} on ${say.down(p['change_percent']) ? 'laskenut' : 'noussut'} ${say.percent(p['change_percent'])}: viimeiset 7 päivää ${say.amount(p['mean_7d'])}, sitä ennen 23 päivää ${say.amount(p['mean_before'])}.`,
    LOAD_RATIO_HIGH: (say, p) => `Viime päivien kuorma on ${say.size(p['current'], 2)}-kertainen totuttuun nähden.`,
    OVERTRAINING_HIGH: (say, p) => `Merkkejä liiasta harjoittelusta: ${say.size(p['score'])}/100.`,
    STRONG_CONNECTION: () => 'Yöt, joina unipisteesi ovat korkeat, ovat lähes aina öitä, joina sykevälivaihtelu on suurta.',
    CONNECTION: (say, p) => `Kun unipisteet ovat korkeat, sykevälivaihtelu on useammin ${say.down(p['effect']) ? 'pienempi' : 'suurempi'}.`,
    CORRELATION: (say, p) => `Unipisteet ja sykevälivaihtelu kulkevat ${strength('fi', p['effect'])} ${say.down(p['effect']) ? 'vastakkain' : 'yhdessä'}.`,
    NO_CORRELATION: () => 'Unipisteiden ja sykevälivaihtelun välillä ei näy yhteyttä.',
    TREND_7D: (say, p) => `${say.title()}: viimeiset 7 päivää ${say.amount(p['mean_7d'])}, sitä ennen 23 päivää ${say.amount(p['mean_before'])}.`,
    OVERTRAINING_RISK: (say, p) => `Merkkejä liiasta harjoittelusta: ${say.size(p['score'])}/100.`,
    TRAINING_FORM: (say, p) => `${say.down(p['form']) ? 'Kannat tavallista enemmän kuormaa' : 'Olet tavallista virkeämpi'}: viime aikoina noin ${say.size(p['acute'])} päivässä, kuudessa viikossa ${say.size(p['chronic'])}.`,
    SLEEP_REGULARITY: (say, p) => `Uniaikasi ovat ${regular('fi', p['level'])}: ${say.size(p['index'])}/100.`,
    SOCIAL_JETLAG: (say, p) => `Vapaapäivinä unesi keskikohta on ${say.hours(p['shift_hours'])} ${say.down(p['shift_hours']) ? 'aiemmin' : 'myöhemmin'} kuin työpäivinä.`,
    SLEEP_DEBT: (say, p) => `${say.count(p['nights'])} yössä nukuit ${say.hours(p['debt_hours'])} ${say.down(p['debt_hours']) ? 'yli' : 'alle'} tavoitteesi, joka on ${say.hours(p['goal_hours'])} yössä.`,
    NO_ILLNESS_SIGN: () => 'Leposykkeessäsi ei näy merkkejä sairaudesta.',
    READINESS: (say, p) => `Valmius ${say.size(p['score'])}/100, omien viimeisten ${say.count(p['days'])} päiväsi joukossa.`,
    NEW_DEVICE: (say, p) => `Uusi laite on mitannut alkaen ${say.day(p['since'])}: aiemmat yöt eivät kelpaa sen öiden mitaksi.`,
    LOWER_THAN_THE_SEASON: (say, p) => `Viimeisten 30 päivän ${say.name()} on ${say.amount(p['mean_30d'])}: matalampi kuin tässä kuussa ${say.count(p['years'])} aiempana tunnettuna vuonna.`,
    HIGHER_THAN_THE_SEASON: (say, p) => `Viimeisten 30 päivän ${say.name()} on ${say.amount(p['mean_30d'])}: korkeampi kuin tässä kuussa ${say.count(p['years'])} aiempana tunnettuna vuonna.`,
    VARIATION_AS_USUAL: (say, p) => `${say.title()} on viikon sisällä yhtä vaihteleva kuin yleensä: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_LOW: (say, p) => `${say.title()} on viikon sisällä tasaisempi kuin yleensä: ${say.size(p['variation_percent'], 1)} %.`,
    VARIATION_HIGH: (say, p) => `${say.title()} on viikon sisällä vaihtelevampi kuin yleensä: ${say.size(p['variation_percent'], 1)} %.`,
    NO_NIGHT_YET: () => 'Yhtään yötä ei ole vielä tullut. Sinulle tavallinen näkyy öistä: pidä kelloasi yöllä.',
    USUAL_SO_FAR: (say, p) => `${say.title()} on sinulla yleensä noin ${say.amount(p['usual'])}, sikäli kuin ${say.count(p['nights'])} yötä kertoo: neljä yötä viidestä välillä ${say.amount(p['low'])}–${say.amount(p['high'])}.`,
    TOO_FEW_WEEKS: (say, p) => `Aiempia viikkoja vertailuun on ${say.count(p['there'])}; tarvitaan ${say.count(p['needed'])}.`,
    WEEK_IN_BAND: (say, p) => `${say.title()} viimeisiltä 7 päivältä on sinulle tavallinen: ${say.amount(p['mean_7d'])}.`,
    CROSS_CORRELATION: (say, p) => `${say.title(p['first'])} ja ${say.name(p['second'])} kulkevat ${strength('fi', p['effect'])} ${say.down(p['effect']) ? 'vastakkain' : 'yhdessä'}.`,
    CROSS_CORRELATION_LATER: (say, p) => `${say.title(p['first'])} ja ${fiDays(say, p['lag_days'])} myöhemmin ${say.name(p['second'])} kulkevat ${strength('fi', p['effect'])} ${say.down(p['effect']) ? 'vastakkain' : 'yhdessä'}.`,
    SLOW_TREND: (say, p) => `${say.title()}: ${say.down(p['slope_per_30_days']) ? 'laskua' : 'nousua'} noin ${say.slope(p['slope_per_30_days'])} 30 päivässä, seurattu ${fiDays(say, p['days'])}.`,
    WEEKDAY_EFFECT: (say, p) => `${say.title()} on ${say.down(p['effect']) ? 'alimmillaan' : 'korkeimmillaan'} ${weekday('fi', p['weekday'])}: ${say.amount(p['mean_there'])}, keskimäärin ${say.amount(p['mean'])}.`,
    CHANGE_POINT: (say, p) => `${say.title()}: ${say.day(p['since'])} alkaen ${say.amount(p['mean_after'])}, sitä ennen ${say.amount(p['mean_before'])}.`,
    OVERTRAINING_FACTOR: (say, p) => `${say.title()}: ${say.percent(p['change_percent'])} ${say.down(p['change_percent']) ? 'alempi' : 'korkeampi'} kuin 23 edellisenä päivänä`,
    REST: () => 'Lepää ja jätä kova harjoittelu, kunnes yösykkeesi on palannut.',
    PRIORITIZE_RECOVERY: () => 'Palautuminen ensin tänään.',
    IMPROVE_SLEEP: () => 'Mene tänään aiemmin nukkumaan.',
    REDUCE_TRAINING: () => 'Harjoittele lähipäivinä kevyemmin.',
    SEE_A_DOCTOR: () => 'Mene lääkäriin, jos vointisi on huono.',
    WATCH_YOUR_BODY: () => 'Tarkkaile, miten kehosi ottaa harjoittelun.',
    ADD_A_RECOVERY_DAY: () => 'Jätä tälle viikolle yksi lepopäivä lisää.',
    KEEP_YOUR_BALANCE: () => 'Ei muutettavaa.',
    TOO_FEW_NIGHTS_WITH_BOTH: (say, p) => `Molemmat tiedot on ${say.count(p['there'])} yöltä; tarvitaan ${say.count(p['needed'])}.`,
    NOTHING_VARIES: () => 'Kaikki arvot ovat samoja.',
    CHANCE_ALONE: (say, p) => `Pelkkä sattuma antaa saman ${say.size(p['percent'])} ihmisellä sadasta.`,
    COMMON_BY_CHANCE: () => 'Tämän kokoinen ero on sattumalta yleinen.',
    TOO_FEW_OF_7_DAYS: (say, p) => `Viimeisistä 7 päivästä ${say.count(p['there'])} sisältää arvon; tarvitaan ${say.count(p['needed'])}.`,
    TOO_FEW_OF_23_DAYS: (say, p) => `Edellisistä 23 päivästä ${say.count(p['there'])} sisältää arvon; tarvitaan ${say.count(p['needed'])}.`,
    MEAN_BEFORE_IS_ZERO: () => 'Aiempi keskiarvo on 0: muutosta prosentteina ei ole.',
    TOO_FEW_METRICS: (say, p) => `Neljästä suureesta ${say.count(p['there'])} sisältää tarpeeksi arvoja; tarvitaan ${say.count(p['needed'])}.`,
    TOO_FEW_PARTS: (say, p) => `Neljästä osasta ${say.count(p['there'])} sisältää tuoreen arvon ja ${say.count(p['days'])} päivää sitä ennen; tarvitaan ${say.count(p['needed'])}.`,
    NOTHING_TO_CORRELATE: (say, p) => `Millään kahdella suureella ei ole vielä ${say.count(p['needed'])} yhteistä päivää.`,
    NOTHING_TO_TEST: (say, p) => `Millään suureella ei ole ${say.count(p['needed'])} vaihtelevaa arvoa viimeisten ${say.count(p['days'])} päivän ajalta.`,
    NOTHING_BY_WEEKDAY: (say, p) => `Millään suureella ei ole puolelta vuodelta ${say.count(p['needed'])} arvoa ja ${say.count(p['each'])} jokaiselta viikonpäivältä.`,
    NONE_STANDS_OUT: (say, p) => `${say.count(p['tests'])} testistä yksikään ei erotu sattumasta.`,
    TOO_FEW_LOADS: (say, p) => `Kuormaa on ${say.count(p['there'])} päivältä; tarvitaan ${say.count(p['needed'])}.`,
    NO_RECENT_LOAD: (say, p) => `Ei kuormaa viimeisten ${say.count(p['days'])} päivän aikana.`,
    LOADS_MISSING: (say, p) => `Viimeisistä 7 päivästä ${say.count(p['missing'])} on ilman kuormaa.`,
    SAME_LOADS: () => 'Kaikilla 7 päivällä on sama kuorma.',
    TOO_FEW_PAIRS_OF_NIGHTS: (say, p) => `Peräkkäisiä öitä on ${say.count(p['there'])} paria; tarvitaan ${say.count(p['needed'])}.`,
    TOO_FEW_FREE_OR_WORK_NIGHTS: (say, p) => `Vapaita öitä ${say.count(p['free'])}, työöitä ${say.count(p['work'])}; tarvitaan ${say.count(p['free_needed'])} ja ${say.count(p['work_needed'])}.`,
    NO_SLEEP_GOAL: (say, p) => `Unitavoitetta ei ole asetettu, ja vapaita öitä tunnetaan alle ${say.count(p['needed'])}.`,
    TOO_FEW_NIGHTS: (say, p) => `${say.count(p['there'])}/${say.count(p['days'])} yötä; tarvitaan ${say.count(p['needed'])}.`,
    TOO_FEW_NIGHTS_BEFORE: (say, p) => `${say.count(p['there'])} edellisestä ${say.count(p['days'])} yöstä sisältää leposykkeen; tarvitaan ${say.count(p['needed'])}.`,
    NO_TWO_NIGHTS_RUNNING: () => 'Kaksi viimeistä yötä eivät ole molemmat tallella.',
    TOO_FEW_DAYS: (say, p) => `Arvo on ${say.count(p['there'])} päivältä; tarvitaan ${say.count(p['needed'])}.`,
    ALL_THE_SAME: () => 'Kaikki arvot ovat samoja.',
    NO_RECENT_VALUE: (say, p) => `Ei arvoa viimeisiltä ${say.count(p['days'])} päivältä.`,
    TOO_FEW_PAST_DAYS: (say, p) => `Testattavissa on ${say.count(p['there'])} mennyttä päivää; tarvitaan ${say.count(p['needed'])}.`,
    NO_BETTER_THAN_THE_MEAN: (say, p) => `Omassa menneisyydessäsi se ei ollut parempi kuin ${say.count(p['days'])} päivän keskiarvo, tai ei varmasti.`,
  },
);

function both(and: string, first: string, second: string): string {
  return first === second ? first : `${first} ${and} ${second}`;
}

function joined(params: Params): boolean {
  return Array.isArray(params['joined']) && params['joined'].length > 0;
}

type Titles = Readonly<Record<Metric, string>>;

/** A phrase that goes on in a sentence: its first letter is small. */
export function goingOn(phrase: string): string {
  return phrase.slice(0, 1).toLowerCase() + phrase.slice(1);
}

/** A name within a sentence: small letters, but for German and for abbreviations. */
export function within(title: string, language: string): string {
  if (language === 'de' || /^\p{Lu}[\p{Lu}-]/u.test(title)) return title;
  return title.slice(0, 1).toLocaleLowerCase(language) + title.slice(1);
}

/** A writer about one metric. */
export function saying(format: Format, titles: Titles, metric: Metric | null): Say {
  const of = (key: unknown): Metric | null => {
    const name = key === undefined ? metric : String(key).toUpperCase();
    return name !== null && name in titles ? (name as Metric) : null;
  };
  const title = (key?: unknown) => {
    const found = of(key);
    return found ? titles[found] : String(key ?? '');
  };
  const name = (key?: unknown) => within(title(key), format.language);
  const amount = (value: unknown) =>
    metric ? format.text(format.value(metric, Number(value))) : format.number(Number(value));
  return {
    metric,
    title,
    name,
    amount,
    slope: (value) => {
      const size = Math.abs(Number(value));
      const digits = Math.max(0, 1 - Math.floor(Math.log10(size || 1)));
      const unit = metric ? SHAPES[metric].unit : '';
      return [format.number(size, Math.min(digits, 3)), unit].filter(Boolean).join(unit.startsWith('/') ? '' : ' ');
    },
    size: (value, digits = 0) => format.number(Math.abs(Number(value)), digits),
    count: (value) => format.number(Number(value)),
    percent: (value) => format.percent(Math.abs(Number(value)) / 100),
    hours: (value) => format.text(format.duration(Math.abs(Number(value)) * 3600)),
    day: (value) => format.dayYear(String(value)),
    down: (value) => Number(value) < 0,
    list: (metrics) => format.list((metrics as readonly unknown[]).map(name)),
  };
}
