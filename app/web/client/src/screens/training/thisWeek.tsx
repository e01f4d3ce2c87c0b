import { sumOf, ZoneStrip, zoneTime } from '@/kit/charts/zones';
import { daysOf, mondayOf, plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { classes, Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { useWords } from '@/kit/words';
import type { SessionFragment } from './training.document';
import { trainingWords } from './words';

/** Monday to Sunday: what was done, and what is still to come. */
export function ThisWeek({ today, sessions }: { today: string; sessions: readonly SessionFragment[] }) {
  const { sessions: counted, week: words } = useWords(trainingWords);
  const format = useFormat();
  const monday = mondayOf(today);
  const these = sessions.filter(({ startLocal }) => startLocal.slice(0, 10) >= monday);
  const days = daysOf(monday, plusDays(monday, 6)).map((day) => ({
    day,
    time: sumOf(these.filter(({ startLocal }) => startLocal.startsWith(day)).map(zoneTime)),
  }));
  const all = sumOf(days.map(({ time }) => time));
  const longest = Math.max(...days.map(({ time }) => time.total));
  const hard = (all.zones[3] ?? 0) + (all.zones[4] ?? 0);
  const says = [words.says(counted(these.length), format.text(format.duration(all.total)))];
  if (hard >= 60) says.push(words.hard(format.text(format.duration(hard))));
  return (
    <Sheet title={words.title}>
      <Say>{these.length ? says.join(' ') : words.empty}</Say>
      <ul className="weekdays">
        {days.map(({ day, time }) => (
          <li key={day} className={classes(day === today && 'today', day > today && 'later')} aria-current={day === today ? 'date' : undefined}>
            <span className="day">{format.weekdayShort(day)}</span>
            <span className="strip">
              <ZoneStrip of={time} longest={longest} />
            </span>
            <span className="time">
              {time.total > 0 ? (
                <Amount of={format.duration(time.total)} />
              ) : day < today ? (
                words.rest
              ) : day === today ? (
                words.notYet
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
