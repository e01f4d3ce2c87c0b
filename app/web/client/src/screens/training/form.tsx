import { Figure, type Label, Plot } from '@/kit/charts/figure';
import { SIZE, area, line, scale, ticks } from '@/kit/charts/scale';
import { wall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Say, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import type { TrainingQuery } from './training.document';
import { trainingWords } from './words';

type Told = NonNullable<TrainingQuery['person']>['trainingForm'];

/** What was asked lately against what the body is used to. */
export function Form({ of }: { of: Told }) {
  const words = useWords(trainingWords).form;
  const format = useFormat();
  const acute = of?.acuteLoad.at(-1) ?? null;
  const chronic = of?.chronicLoad.at(-1) ?? null;
  if (!of || acute === null || chronic === null) {
    return (
      <Sheet title={words.title}>
        <Say>{words.few}</Say>
      </Sheet>
    );
  }
  const [late, habit] = [format.number(acute), format.number(chronic)];
  const even = Math.abs(acute - chronic) < 0.05 * chronic;
  const says = even ? words.even(late) : acute < chronic ? words.fresher(late, habit) : words.carrying(late, habit);
  const numbers = {
    head: Object.values(words.head),
    count: of.dates.length,
    row: (index: number) => {
      const place = of.dates.length - 1 - index;
      return [
        format.dayYear(of.dates[place] as string),
        format.number(of.acuteLoad[place], 1),
        format.number(of.chronicLoad[place], 1),
      ];
    },
  };
  const keys = (
    <p className="key" aria-hidden="true">
      <span>
        <i className="mark line-mark" />
        {words.keys.acute}
      </span>
      <span>
        <i className="mark dashed" />
        {words.keys.chronic}
      </span>
      <span>
        <i className="mark fan-mark" />
        {words.keys.more}
      </span>
      <span>
        <i className="mark core" />
        {words.keys.less}
      </span>
    </p>
  );
  return (
    <Sheet title={words.title}>
      <Figure says={`${says} ${words.polar}`} numbers={numbers} keys={keys}>
        <Course dates={of.dates} acute={of.acuteLoad} chronic={of.chronicLoad} />
      </Figure>
    </Sheet>
  );
}

type Column = readonly (number | null)[];

function Course({ dates, acute, chronic }: { dates: readonly string[]; acute: Column; chronic: Column }) {
  const words = useWords(trainingWords).form;
  const format = useFormat();
  const days = dates.map(wall);
  const [from, to] = [days[0] ?? 0, days.at(-1) ?? 1];
  const x = scale(from, to + 0.1 * (to - from));
  const highest = Math.max(...[...acute, ...chronic].map((each) => each ?? 0), 1);
  const y = scale(0, 1.1 * highest, true);
  const steps = ticks(y, 3);
  const both = days.map((day, index) => [day, acute[index] ?? null, chronic[index] ?? null] as const);
  const side = (above: boolean) =>
    both.map(([day, late, habit]) => {
      if (late === null || habit === null) return [day, null, null] as const;
      const edge = above ? Math.max(late, habit) : Math.min(late, habit);
      return [day, Math.min(habit, edge), Math.max(habit, edge)] as const;
    });
  const firsts = dates.filter((day) => day.endsWith('-01'));
  const below: Label[] = firsts.map((day) => ({ at: x.percent(wall(day)), text: format.month(day), align: 'start' }));
  const left: Label[] = steps.map((value) => ({ at: y.percent(value), text: format.number(value) }));
  const ends = [[words.days42, chronic.at(-1) ?? 0] as const, [words.days7, acute.at(-1) ?? 0] as const];
  const places = apart(ends.map(([, value]) => y.at(value) / 10), 9);
  const over = ends.map(([text], index) => (
    <span key={text} className="note at" style={{ left: x.percent(to + 0.015 * (to - from)), top: `${places[index]}%` }}>
      {text}
    </span>
  ));
  return (
    <Plot height={170} gutter={34} left={left} below={below} over={over}>
      {steps.map((value) => (
        <path key={value} className={value === 0 ? 'axis' : 'gridline'} d={`M0 ${y.at(value)}H${SIZE}`} />
      ))}
      {firsts.map((day) => (
        <path key={day} className="gridline" d={`M${x.at(wall(day))} 0V${SIZE}`} />
      ))}
      <path className="fan core" d={area(side(true), x, y)} />
      <path className="corefill" d={area(side(false), x, y)} />
      <path className="line other" d={line(both.map(([day, , habit]) => [day, habit]), x, y)} />
      <path className="line" d={line(both.map(([day, late]) => [day, late]), x, y)} />
    </Plot>
  );
}

/** Two labels that would touch are moved apart, in per cent of the height. */
function apart([first, second]: readonly number[], least: number): [number, number] {
  const [a, b] = [first ?? 0, second ?? 0];
  if (Math.abs(a - b) >= least) return [a, b];
  const middle = (a + b) / 2;
  const up = a <= b ? -1 : 1;
  return [middle + (up * least) / 2, middle - (up * least) / 2];
}
