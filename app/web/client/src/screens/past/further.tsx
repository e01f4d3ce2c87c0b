import type { FormEvent } from 'react';
import { daysBetween, plusDays } from '@/kit/days';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, Field, Sheet } from '@/kit/parts';
import { SyncState } from '@/kit/rows';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { useFeedName } from '@/words/feedName';
import type { Person } from './past';
import { GoBack, StayHere } from './past.document';
import { Progress } from './upload';
import { pastWords } from './words';

type Backfill = NonNullable<Person['backfill']>;

const A_YEAR = 365;

/** As far back as Polar still answers, beside the timetable. */
export function Further({ person }: { person: Person }) {
  const { further: words } = useWords(pastWords);
  const begin = useDeed(GoBack);
  const stop = useDeed(StayHere);
  const { backfill } = person;
  const running = backfill?.state === 'RUNNING';
  const go = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const until = String(new FormData(event.currentTarget).get('until'));
    void begin.run({ person: person.userId, until });
  };
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <p className="say">{words.say}</p>
        {backfill && <Reached backfill={backfill} today={person.today} />}
        {running ? (
          <div className="row">
            <Button busy={stop.busy} onClick={() => void stop.run({ person: person.userId })}>
              {words.stop}
            </Button>
          </div>
        ) : person.polarConnection && !person.polarConnection.refusedAt ? (
          <form className="stack slim" onSubmit={go}>
            <Field
              label={words.until}
              name="until"
              type="date"
              required
              max={plusDays(person.today, -1)}
              defaultValue={plusDays(person.today, -A_YEAR)}
            />
            <div className="row">
              <Button icon="sync" type="submit" busy={begin.busy}>
                {words.go}
              </Button>
            </div>
          </form>
        ) : (
          <p className="hint">{words.connectFirst}</p>
        )}
        <Wrong problem={begin.problem ?? stop.problem} />
      </div>
    </Sheet>
  );
}

const KINDS = { RUNNING: 'running', DONE: 'fine', STOPPED: 'none' } as const;

function Reached({ backfill, today }: { backfill: Backfill; today: string }) {
  const { further: words } = useWords(pastWords);
  const kit = useWords(kitWords);
  const feedName = useFeedName();
  const format = useFormat();
  const shares = backfill.feeds.map(({ goal, reached, done }) =>
    done ? 1 : daysBetween(reached, today) / Math.max(1, daysBetween(goal, today)),
  );
  const share = shares.reduce((sum, each) => sum + Math.min(1, Math.max(0, each)), 0) / Math.max(1, shares.length);
  return (
    <div className="stack">
      <div className="row apart">
        <h3>{words.back(format.dayYear(backfill.until))}</h3>
        <SyncState kind={KINDS[backfill.state]}>{words.state[backfill.state]}</SyncState>
      </div>
      {backfill.state === 'RUNNING' && <Progress label={words.title} value={share} />}
      {backfill.error && (
        <p className="say notice" lang="en">
          {backfill.error}
        </p>
      )}
      <div className="scroll" tabIndex={0} role="region" aria-label={`${words.title}: ${kit.numbers}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.feed}</th>
              <th scope="col">{words.reached}</th>
              <th scope="col" className="end">
                {words.came}
              </th>
            </tr>
          </thead>
          <tbody>
            {backfill.feeds.map(({ feed, reached, rowsReceived, done, note }) => (
              <tr key={feed}>
                <th scope="row">
                  {feedName(feed)}
                  {note && (
                    <p className="hint" lang="en">
                      {note}
                    </p>
                  )}
                </th>
                <td>
                  {format.dayYear(reached)}
                  {done && <span className="hint"> {words.done}</span>}
                </td>
                <td className="end">{format.number(rowsReceived)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
