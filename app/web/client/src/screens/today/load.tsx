import { Figure, Plot } from '@/kit/charts/figure';
import { scale, scaleOf, ticks } from '@/kit/charts/scale';
import { daysOf, mondayOf, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { Link } from '@/kit/router';
import { useWords } from '@/kit/words';
import { codeWords } from '@/words/codes';
import type { Person } from './person';
import { todayWords } from './words';

const MOST = 0.5;

/** Cardio load of the week, Monday to Sunday; today is marked, and nothing stands after it. */
export function LoadSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).load;
  const statuses = useWords(codeWords).load;
  const format = useFormat();
  const loads = new Map(person.cardioLoad?.map((day) => [day.date, day]));
  const monday = mondayOf(person.today);
  const days = daysOf(monday, plusDays(monday, 6));
  const values = days.map((day) => loads.get(day)?.cardioLoad ?? null);
  const known = values.filter((value) => value !== null);
  const total = known.reduce((sum, value) => sum + value, 0);
  const highest = Math.max(...known, 0);
  const most = total > 0 && highest / total >= MOST && known.filter((value) => value > 0).length > 1;
  const newest = person.cardioLoad?.find(({ strain }) => strain !== null);
  const sum = format.number(total);
  const says = [
    total === 0
      ? words.none
      : most
        ? words.most(sum, format.weekday(days[values.indexOf(highest)] ?? monday))
        : words.sofar(sum),
    newest ? words.mean(format.number(newest.strain), format.number(newest.tolerance)) : null,
    newest?.cardioLoadStatus && newest.cardioLoadStatus !== 'NOT_AVAILABLE'
      ? words.ratio(format.number(newest.cardioLoadRatio, 2), statuses[newest.cardioLoadStatus])
      : null,
  ];
  const x = scale(0, 7);
  const y = scaleOf([...values, newest?.tolerance], { zero: true, air: 0.16, least: 20 });
  const now = days.indexOf(person.today);
  return (
    <Sheet title={words.title} aside={<Link href="/training">{words.link}</Link>}>
      <Figure
        says={newest || known.length ? says.filter(Boolean).join(' ') : words.nothing}
        numbers={{
          head: [words.day, words.value],
          count: now + 1,
          row: (index) => [format.dayLong(days[index] ?? ''), format.number(values[index])],
        }}
      >
        <Plot
          height={170}
          gutter={30}
          left={ticks(y, 3).map((tick) => ({ at: y.percent(tick), text: format.number(tick) }))}
          below={days.map((day, index) => ({
            at: x.percent(index + 0.5),
            text: format.weekdayShort(day),
            strong: day === person.today,
          }))}
          over={values.map((value, index) =>
            value ? (
              <span
                key={index}
                className="note"
                style={{ left: x.percent(index + 0.5), top: `calc(${y.percent(value)} - 4px)` }}
              >
                {format.number(value)}
              </span>
            ) : null,
          )}
        >
          {ticks(y, 3).map((tick) => (
            <line key={tick} className="gridline" x1="0" x2="1000" y1={y.at(tick)} y2={y.at(tick)} />
          ))}
          {values.map((value, index) =>
            value ? (
              <rect
                key={index}
                className="barfill"
                x={x.at(index + 0.2)}
                width={x.at(0.6)}
                y={y.at(value)}
                height={y.at(0) - y.at(value)}
              />
            ) : null,
          )}
          <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
          {now < 6 && <line className="nowline" x1={x.at(now + 1)} x2={x.at(now + 1)} y1="0" y2="1000" />}
        </Plot>
      </Figure>
    </Sheet>
  );
}
