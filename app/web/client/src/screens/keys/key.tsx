import { useState } from 'react';
import { Figure, Plot } from '@/kit/charts/figure';
import { scaleOf } from '@/kit/charts/scale';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, Dialog, More } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { KeyRow } from '@/kit/rows';
import { useWords } from '@/kit/words';
import { RenewKey, RevokeKey } from './keys.document';
import { type Ended, type Key, type Shown, shownOf } from './shown';
import { keysWords } from './words';

const DAY_MS = 86_400_000;
const DAYS = 30;
const SOON_MS = 7 * DAY_MS;
const IDLE_MS = 30 * DAY_MS;
const OVERLAP_HOURS = 24;

/** One key that works: what it may, how it is used, and its end. */
export function KeyLine({ of, opens, show }: { of: Key; opens: string | null; show: (key: Shown) => void }) {
  const words = useWords(keysWords);
  const format = useFormat();
  const [asking, setAsking] = useState<'renew' | 'revoke' | null>(null);
  const may = of.scopes.map((scope) => words.scope[scope]?.[0] ?? scope);
  const close = () => setAsking(null);
  return (
    <>
      <KeyRow
        name={<Name>{of.label}</Name>}
        prefix={of.prefix}
        state={format.list(may)}
        facts={<Facts of={of} opens={opens} />}
        deeds={
          <>
            <Button kind="quiet" onClick={() => setAsking('renew')}>
              {words.renew}…
            </Button>
            <Button kind="quiet" onClick={() => setAsking('revoke')}>
              {words.revoke}…
            </Button>
          </>
        }
      >
        <Use of={of} />
      </KeyRow>
      <Dialog open={asking === 'renew'} title={<Name>{words.renewTitle(of.label)}</Name>} onClose={close}>
        <Renew of={of} show={show} done={close} />
      </Dialog>
      <Dialog open={asking === 'revoke'} title={<Name>{words.revokeTitle(of.label)}</Name>} onClose={close}>
        <Revoke of={of} done={close} />
      </Dialog>
    </>
  );
}

function Facts({ of, opens }: { of: Key; opens: string | null }) {
  const words = useWords(keysWords);
  const format = useFormat();
  const soon = of.expiresAt !== null && Date.parse(of.expiresAt) - Date.now() < SOON_MS;
  const end = of.expiresAt && (soon ? format.ago(of.expiresAt) : format.dayYear(Date.parse(of.expiresAt)));
  return (
    <span className="keyfacts">
        <span>
          <i>{words.opens}</i> {opens ? <Name>{opens}</Name> : words.everybody}
        </span>
        <span>
          <i>{words.lastUsed}</i> {of.lastUsedAt ? format.ago(of.lastUsedAt) : words.never}
        </span>
        <span className={soon ? 'notice' : undefined}>
          <i>{words.ends}</i> {end ?? words.never}
        </span>
        {of.classes && (
          <span>{words.onlyOf(format.list(of.classes.map((one) => words.dataClass[one] ?? one)))}</span>
        )}
    </span>
  );
}

/** Requests of each of the last days as bars, or that there were none. */
function Use({ of }: { of: Key }) {
  const words = useWords(keysWords);
  const format = useFormat();
  const today = Math.floor(Date.now() / DAY_MS);
  const byDay = new Map(of.requestsByDay.map(({ day, requests }) => [Date.parse(day) / DAY_MS, requests]));
  const counts = Array.from({ length: DAYS }, (_, index) => byDay.get(today - DAYS + 1 + index) ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const both = of.previousUntil && Date.parse(of.previousUntil) > Date.now() && of.previousUntil;
  const idle = of.lastUsedAt && Date.now() - Date.parse(of.lastUsedAt) > IDLE_MS && of.lastUsedAt;
  return (
    <>
      {both && <p className="say notice">{words.both(format.moment(both))}</p>}
      {!of.lastUsedAt && <p className="say">{words.unused}</p>}
      {idle && <p className="say">{words.idle(format.dayYear(Date.parse(idle)))}</p>}
      {total > 0 && (
        <Figure
          says={words.aDay(format.number(Math.max(1, total / DAYS)))}
          numbers={{
            head: [words.day, words.requests],
            count: of.requestsByDay.length,
            row: (index) => {
              const { day = '', requests = 0 } = of.requestsByDay[index] ?? {};
              return [format.dayYear(day), format.number(requests)];
            },
          }}
        >
          <Bars counts={counts} />
        </Figure>
      )}
    </>
  );
}

function Bars({ counts }: { counts: readonly number[] }) {
  const y = scaleOf(counts, { zero: true });
  const width = 1000 / counts.length;
  return (
    <Plot height={28} gutter={0}>
      {counts.map((count, index) => (
        <rect
          key={index}
          className={index === counts.length - 1 ? 'barfill' : 'barfill quiet'}
          x={index * width + width * 0.15}
          width={width * 0.7}
          y={y.at(count)}
          height={1000 - y.at(count)}
        />
      ))}
    </Plot>
  );
}

function Renew({ of, show, done }: { of: Key; show: (key: Shown) => void; done: () => void }) {
  const words = useWords(keysWords);
  const deed = useDeed(RenewKey);
  const [hours, setHours] = useState(OVERLAP_HOURS);
  const renew = async () => {
    const answer = (await deed.run({ key: of.keyId, hours }))?.regenerateApiKey;
    if (!answer) return;
    show(shownOf(answer));
    done();
    scrollTo({ top: 0 });
  };
  return (
    <div className="stack">
      <p className="say">{words.renewSay}</p>
      <fieldset className="choices">
        <legend className="vh">{words.renew}</legend>
        {[OVERLAP_HOURS, 0].map((each) => (
          <label className="check" key={each}>
            <input type="radio" name="overlap" checked={hours === each} onChange={() => setHours(each)} />
            <span>{each ? words.overlapDay : words.overlapNone}</span>
          </label>
        ))}
      </fieldset>
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={done}>{words.keep}</Button>
        <Button kind="main" busy={deed.busy} onClick={() => void renew()}>
          {words.renew}
        </Button>
      </div>
    </div>
  );
}

function Revoke({ of, done }: { of: Key; done: () => void }) {
  const words = useWords(keysWords);
  const deed = useDeed(RevokeKey);
  const revoke = async () => {
    if (await deed.run({ key: of.keyId })) done();
  };
  return (
    <div className="stack">
      <p className="say">{words.revokeSay}</p>
      <Wrong problem={deed.problem} />
      <div className="row ends">
        <Button onClick={done}>{words.keep}</Button>
        <Button kind="danger" busy={deed.busy} onClick={() => void revoke()}>
          {words.revoke}
        </Button>
      </div>
    </div>
  );
}

export function EndedKeys({ keys }: { keys: readonly Ended[] }) {
  const words = useWords(keysWords);
  const format = useFormat();
  if (keys.length === 0) return null;
  const day = (moment: string | null) => format.dayYear(Date.parse(moment ?? ''));
  return (
    <More summary={words.endedCount(keys.length)}>
      <ul className="list">
        {keys.map((key) => (
          <KeyRow
            key={key.keyId}
            ended
            name={<Name>{key.label}</Name>}
            prefix={key.prefix}
            facts={key.revokedAt ? words.revoked(day(key.revokedAt)) : words.expired(day(key.expiresAt))}
          />
        ))}
      </ul>
    </More>
  );
}
