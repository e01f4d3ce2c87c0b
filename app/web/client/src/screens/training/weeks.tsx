import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { SIZE, type Scale, scale } from '@/kit/charts/scale';
import { sumOf, unknownOf, type ZoneTime } from '@/kit/charts/zones';
import { type Day, mondayOf, plusDays } from '@/kit/days';
import { type Format, useFormat } from '@/kit/format';
import { Say, Segments, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { useQuery } from '@/kit/router';
import { useWords } from '@/kit/words';
import type { TrainingQuery } from './training.document';
import { trainingWords } from './words';

type Row = NonNullable<NonNullable<TrainingQuery['person']>['trainingWeeks']>[number];

export interface Week {
  readonly monday: Day;
  readonly sessions: number;
  readonly time: ZoneTime;
  readonly distance: number | null;
  readonly load: number | null;
}

/** Each week of a year up to this one, those without sessions too; of one sport, or of all. */
export function weeksOf(rows: readonly Row[], today: Day, sport: string | null): Week[] {
  const last = mondayOf(today);
  return Array.from({ length: 52 }, (_, index) => {
    const monday = plusDays(last, 7 * (index - 51));
    const these = rows.filter((row) => row.week === monday && (!sport || row.sportName === sport));
    const known = (values: readonly (number | null)[]) =>
      values.some((each) => each !== null) ? values.reduce<number>((sum, each) => sum + (each ?? 0), 0) : null;
    return {
      monday,
      sessions: these.reduce((sum, each) => sum + each.sessions, 0),
      time: sumOf(these.map(timeOf)),
      distance: known(these.map(({ distanceMetres }) => distanceMetres)),
      load: known(these.map(({ cardioLoad }) => cardioLoad)),
    };
  });
}

function timeOf(row: Row): ZoneTime {
  const zones = row.zoneMinutes.map((minutes) => 60 * minutes);
  return { total: row.durationSeconds ?? 0, below: 60 * (row.belowZonesMinutes ?? 0), zones };
}

const MEASURES = ['time', 'distance', 'load'] as const;
type Measure = (typeof MEASURES)[number];

function amountOf(week: Week, measure: Measure): number {
  return measure === 'time' ? week.time.total : ((measure === 'load' ? week.load : week.distance) ?? 0);
}

function quantity(format: Format, value: number | null, measure: Measure) {
  if (measure === 'time') return format.duration(value);
  return measure === 'load' ? { pairs: [[format.number(value), '']] as const } : format.distance(value);
}

export function Weeks({ weeks: all }: { weeks: readonly Week[] }) {
  const words = useWords(trainingWords).weeks;
  const format = useFormat();
  const [asked, setMeasure] = useQuery('by');
  const [span, setSpan] = useQuery('weeks');
  const measure = MEASURES.find((each) => each === asked) ?? 'time';
  const weeks = span === '52' ? all : all.slice(-10);
  const biggest = weeks.reduce((best, each) => (amountOf(each, measure) > amountOf(best, measure) ? each : best));
  const numbers = {
    head: Object.values(words.head),
    count: weeks.length,
    row: (index: number) => {
      const week = weeks[weeks.length - 1 - index] as Week;
      const cells = (['time', 'distance', 'load'] as const).map((each) => (
        <Amount key={each} of={quantity(format, each === 'time' ? week.time.total : week[each], each)} />
      ));
      return [format.dayYear(week.monday), week.sessions, ...cells];
    },
  };
  const nothing = amountOf(biggest, measure) === 0;
  return (
    <Sheet
      title={words.title(weeks.length)}
      aside={
        <span className="chosen">
          <Segments
            label={words.span}
            value={span === '52' ? '52' : '10'}
            options={[
              ['10', words.ten],
              ['52', words.year],
            ]}
            onChoose={(value) => setSpan(value === '10' ? null : value)}
          />
          <Segments
            label={words.measure}
            value={measure}
            options={MEASURES.map((each) => [each, words[each]] as const)}
            onChoose={(value) => setMeasure(value === 'time' ? null : value)}
          />
        </span>
      }
    >
      {nothing ? (
        <Say>{weeks.some(({ sessions }) => sessions > 0) ? words.unmeasured : words.none}</Say>
      ) : (
        <Figure
          says={<Says biggest={biggest} weeks={weeks} measure={measure} />}
          numbers={numbers}
          keys={measure === 'time' && <ZoneKey weeks={weeks} />}
        >
          <Columns weeks={weeks} measure={measure} />
        </Figure>
      )}
    </Sheet>
  );
}

function Says({ biggest, weeks, measure }: { biggest: Week; weeks: readonly Week[]; measure: Measure }) {
  const words = useWords(trainingWords).weeks;
  const format = useFormat();
  const value = format.text(quantity(format, amountOf(biggest, measure), measure));
  const { below, zones } = sumOf(weeks.map(({ time }) => time));
  const all = below + zones.reduce((sum, each) => sum + each, 0);
  const most = Math.max(below, ...zones);
  const share = format.percent(most / all);
  const inZones = most === below ? words.mostBelow(share) : words.mostZone(zones.indexOf(most) + 1, share);
  const parts = [words.biggest(format.day(biggest.monday), value)];
  if (measure === 'time' && all > 0) parts.push(inZones);
  if (measure === 'time' && weeks.length <= 12 && weeks.some(({ load }) => load)) parts.push(words.onColumn);
  return <>{parts.join(' ')}</>;
}

export function ZoneKey({ weeks }: { weeks?: readonly Week[] }) {
  const words = useWords(trainingWords).weeks;
  const unzoned = weeks?.some(({ time }) => unknownOf(time) > 60);
  return (
    <p className="key" aria-hidden="true">
      <span>
        <i className="mark zone-0" />
        {words.below}
      </span>
      {[1, 2, 3, 4, 5].map((zone) => (
        <span key={zone}>
          <i className={`mark zone-${zone}`} />
          {words.zone(zone)}
        </span>
      ))}
      {unzoned && (
        <span>
          <i className="mark unzoned" />
          {words.unzoned}
        </span>
      )}
    </p>
  );
}

function Columns({ weeks, measure }: { weeks: readonly Week[]; measure: Measure }) {
  const words = useWords(trainingWords).weeks;
  const format = useFormat();
  const highest = Math.max(...weeks.map((week) => amountOf(week, measure)));
  const unit = measure === 'time' ? 3600 : measure === 'distance' ? (format.imperial ? 1609.344 : 1000) : 1;
  const y = scale(0, 1.06 * highest, true);
  const steps = rounds((1.06 * highest) / unit).map((each) => each * unit);
  const left: Label[] = steps.map((value) => ({ at: y.percent(value), text: axis(format, value / unit, measure) }));
  const x = scale(-0.5, weeks.length - 0.5);
  const few = weeks.length <= 12;
  const every = innerWidth < NARROW ? 3 : 1;
  const shown = weeks.map((week, index) => ({ week, index })).filter(({ week, index }) =>
    few ? (weeks.length - 1 - index) % 2 === 0 : week.monday.slice(8) <= '07' && Number(week.monday.slice(5, 7)) % every === 0,
  );
  const below: Label[] = shown.map(({ week, index }) => {
    const now = index === weeks.length - 1;
    const text = now && few ? words.now : few ? format.dayShort(week.monday) : format.month(week.monday);
    return { at: x.percent(index), text, strong: now && few };
  });
  const crowded = !few;
  const over = few && measure === 'time' && weeks.map((week, index) => week.load !== null && (
    <span
      key={week.monday}
      className="note onbar"
      style={{ left: x.percent(index), top: y.percent(amountOf(week, measure)) }}
    >
      {format.number(week.load)}
    </span>
  ));
  return (
    <div className={crowded ? 'crowded' : undefined}>
      <Plot height={220} gutter={measure === 'distance' ? 46 : 38} left={left} below={below} over={over}>
        {steps.map((value) => (
          <path key={value} className={value === 0 ? 'axis' : 'gridline'} d={`M0 ${y.at(value)}H${SIZE}`} />
        ))}
        {weeks.map((week, index) => (
          <Column key={week.monday} week={week} measure={measure} x={x.at(index)} width={(0.64 * SIZE) / weeks.length} y={y} />
        ))}
      </Plot>
    </div>
  );
}

/** Zero and at most five round numbers above it. */
function rounds(highest: number): number[] {
  const step = ROUND.find((each) => highest / each <= 5) ?? 10_000;
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step);
}

const NARROW = 700;
const ROUND = [0.5, 1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 400, 500, 1000, 2000, 5000];

function axis(format: Format, value: number, measure: Measure): string {
  const unit = measure === 'time' ? 'h' : measure === 'distance' ? (format.imperial ? 'mi' : 'km') : '';
  return unit && value > 0 ? `${format.number(value, value % 1 ? 1 : 0)} ${unit}` : format.number(value);
}

function Column({ week, measure, x, width, y }: { week: Week; measure: Measure; x: number; width: number; y: Scale }) {
  const whole = amountOf(week, measure);
  const parts: (readonly [string, number])[] =
    measure === 'time'
      ? [['unzoned', unknownOf(week.time)], ['zone-0', week.time.below], ...week.time.zones.map((each, place) => [`zone-${place + 1}`, each] as const)]
      : [['barfill', whole]];
  let from = 0;
  return (
    <>
      {parts.map(([name, amount]) => {
        const [low, high] = [from, Math.min(whole, from + amount)];
        from = high;
        if (high - low <= 0) return null;
        const top = y.at(high);
        return (
          <rect key={name} className={`column ${name}`} x={x - width / 2} width={width} y={top} height={Math.max(0, y.at(low) - top - 1.5)} />
        );
      })}
    </>
  );
}
