import { type Language, words } from '@/kit/words';

/** Sports that many people do, in Polar's words; another one is told as Polar spells it. */
const SPORTS: Readonly<Record<string, readonly [en: string, de: string, fi: string]>> = {
  RUNNING: ['Running', 'Laufen', 'Juoksu'],
  JOGGING: ['Jogging', 'Joggen', 'Hölkkä'],
  ROAD_RUNNING: ['Road run', 'Straßenlauf', 'Maantiejuoksu'],
  TRAIL_RUNNING: ['Trail run', 'Geländelauf', 'Polkujuoksu'],
  TREADMILL_RUNNING: ['Treadmill', 'Laufband', 'Juoksumatto'],
  TRACK_AND_FIELD_RUNNING: ['Track run', 'Bahnlauf', 'Ratajuoksu'],
  ULTRA_RUNNING: ['Ultra run', 'Ultralauf', 'Ultrajuoksu'],
  WALKING: ['Walking', 'Gehen', 'Kävely'],
  NORDIC_WALKING: ['Nordic walking', 'Nordic Walking', 'Sauvakävely'],
  HIKING: ['Hiking', 'Wandern', 'Vaellus'],
  TREADMILL_WALKING: ['Treadmill walk', 'Gehen auf dem Laufband', 'Kävelymatto'],
  CYCLING: ['Cycling', 'Radfahren', 'Pyöräily'],
  ROAD_BIKING: ['Road cycling', 'Rennrad', 'Maantiepyöräily'],
  MOUNTAIN_BIKING: ['Mountain biking', 'Mountainbike', 'Maastopyöräily'],
  INDOOR_CYCLING: ['Indoor cycling', 'Radfahren drinnen', 'Sisäpyöräily'],
  SWIMMING: ['Swimming', 'Schwimmen', 'Uinti'],
  POOL_SWIMMING: ['Pool swimming', 'Beckenschwimmen', 'Allasuinti'],
  OPEN_WATER_SWIMMING: ['Open water', 'Freiwasser', 'Avovesiuinti'],
  ROWING: ['Rowing', 'Rudern', 'Soutu'],
  INDOOR_ROWING: ['Indoor rowing', 'Rudergerät', 'Sisäsoutu'],
  SKIING: ['Skiing', 'Skifahren', 'Hiihto'],
  CROSS_COUNTRY_SKIING: ['Cross-country skiing', 'Langlauf', 'Maastohiihto'],
  CLASSIC_XC_SKIING: ['Classic skiing', 'Langlauf klassisch', 'Perinteinen hiihto'],
  FREESTYLE_XC_SKIING: ['Skating skiing', 'Langlauf Skating', 'Vapaa hiihto'],
  DOWNHILL_SKIING: ['Downhill skiing', 'Abfahrt', 'Laskettelu'],
  SKATING: ['Skating', 'Eislaufen', 'Luistelu'],
  INLINE_SKATING: ['Inline skating', 'Inlineskaten', 'Rullaluistelu'],
  STRENGTH_TRAINING: ['Strength', 'Krafttraining', 'Voimaharjoittelu'],
  CIRCUIT_TRAINING: ['Circuit training', 'Zirkeltraining', 'Kiertoharjoittelu'],
  FUNCTIONAL_TRAINING: ['Functional training', 'Functional Training', 'Toiminnallinen'],
  CORE: ['Core', 'Rumpf', 'Keskivartalo'],
  MOBILITY_STATIC: ['Mobility', 'Beweglichkeit', 'Liikkuvuus'],
  MOBILITY_DYNAMIC: ['Mobility, dynamic', 'Beweglichkeit, dynamisch', 'Liikkuvuus, dynaaminen'],
  STRETCHING: ['Stretching', 'Dehnen', 'Venyttely'],
  YOGA: ['Yoga', 'Yoga', 'Jooga'],
  PILATES: ['Pilates', 'Pilates', 'Pilates'],
  GROUP_EXERCISE: ['Group exercise', 'Gruppentraining', 'Ryhmäliikunta'],
  HIIT: ['HIIT', 'HIIT', 'HIIT'],
  SOCCER: ['Soccer', 'Fußball', 'Jalkapallo'],
  BASKETBALL: ['Basketball', 'Basketball', 'Koripallo'],
  ICE_HOCKEY: ['Ice hockey', 'Eishockey', 'Jääkiekko'],
  FLOORBALL: ['Floorball', 'Floorball', 'Salibandy'],
  TENNIS: ['Tennis', 'Tennis', 'Tennis'],
  BADMINTON: ['Badminton', 'Badminton', 'Sulkapallo'],
  CLIMBING_INDOOR: ['Indoor climbing', 'Klettern drinnen', 'Sisäkiipeily'],
  GOLF: ['Golf', 'Golf', 'Golf'],
  DANCING: ['Dancing', 'Tanzen', 'Tanssi'],
  TRIATHLON: ['Triathlon', 'Triathlon', 'Triathlon'],
  OTHER_OUTDOOR: ['Outdoors', 'Draußen', 'Ulkoliikunta'],
  OTHER_INDOOR: ['Indoors', 'Drinnen', 'Sisäliikunta'],
  OTHER: ['Other', 'Anderes', 'Muu'],
};
const PLACE: Readonly<Record<Language, number>> = { en: 0, de: 1, fi: 2 };

/** A sport's name for people: ours, else Polar's word in lower case. */
export function sportTitle(word: string | null | undefined, language: Language): string {
  const name = word || 'OTHER';
  const spelled = name.toLowerCase().replaceAll('_', ' ');
  return SPORTS[name]?.[PLACE[language]] ?? spelled.charAt(0).toUpperCase() + spelled.slice(1);
}

/** What a session is called: the fine word, where there is one that says something. */
export function sessionTitle(
  of: { sportName: string | null; detailedSport: string | null },
  language: Language,
): string {
  const fine = of.detailedSport && of.detailedSport !== 'OTHER' ? of.detailedSport : of.sportName;
  return sportTitle(fine, language);
}

/** What was typed, in Polar's words where it is a sport's name in the reader's language. */
export function polarText(typed: string, language: Language): string {
  const text = typed.trim().toLowerCase();
  if (language === 'en' || text.length < 3) return typed;
  const found = Object.entries(SPORTS).filter(([, titles]) => titles[PLACE[language]]?.toLowerCase().includes(text));
  const [word] = found.map(([name]) => name).sort((a, b) => a.length - b.length);
  return word?.toLowerCase().replaceAll('_', ' ') ?? typed;
}

const ON_FOOT = /RUN|JOG|WALK|HIK|TREADMILL|SKI/;

/** Whether people speak of pace in it, and not of speed. */
export function hasPace(sportName: string | null): boolean {
  return ON_FOOT.test(sportName ?? '');
}

export const effortWords = words(
  {
    UNKNOWN: 'not given',
    RPE_NONE: 'none',
    RPE_EASY: 'easy',
    RPE_LIGHT: 'light',
    RPE_FAIRLY_BRISK: 'fairly brisk',
    RPE_BRISK: 'brisk',
    RPE_MODERATE: 'moderate',
    RPE_FAIRLY_HARD: 'fairly hard',
    RPE_HARD: 'hard',
    RPE_EXHAUSTING: 'exhausting',
    RPE_EXTREME: 'extreme',
    OTHER: 'another word',
  },
  {
    UNKNOWN: 'nicht angegeben',
    RPE_NONE: 'keine',
    RPE_EASY: 'sehr leicht',
    RPE_LIGHT: 'leicht',
    RPE_FAIRLY_BRISK: 'recht zügig',
    RPE_BRISK: 'zügig',
    RPE_MODERATE: 'mäßig',
    RPE_FAIRLY_HARD: 'recht hart',
    RPE_HARD: 'hart',
    RPE_EXHAUSTING: 'erschöpfend',
    RPE_EXTREME: 'äußerst hart',
    OTHER: 'ein anderes Wort',
  },
  {
    UNKNOWN: 'ei annettu',
    RPE_NONE: 'ei mitään',
    RPE_EASY: 'hyvin kevyt',
    RPE_LIGHT: 'kevyt',
    RPE_FAIRLY_BRISK: 'melko reipas',
    RPE_BRISK: 'reipas',
    RPE_MODERATE: 'kohtalainen',
    RPE_FAIRLY_HARD: 'melko raskas',
    RPE_HARD: 'raskas',
    RPE_EXHAUSTING: 'uuvuttava',
    RPE_EXTREME: 'äärimmäinen',
    OTHER: 'toinen sana',
  },
);
