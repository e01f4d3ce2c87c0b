import { useEffect, useMemo, useState } from 'react';
import { announce } from '@/kit/announce';
import { asked as askedFor } from '@/kit/ask';
import { ZoneStrip, zoneTime } from '@/kit/charts/zones';
import { plusDays } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Icon } from '@/kit/icons';
import { Button, Say, Sheet } from '@/kit/parts';
import { Amount } from '@/kit/quantity';
import { useAddress, useQuery } from '@/kit/router';
import { SessionRow } from '@/kit/rows';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { sessionTitle } from '@/words/sports';
import { type Filters, filtersOf } from './filters';
import { type SessionFragment, Sessions, type SessionsQuery } from './training.document';
import { trainingWords } from './words';

type Page = NonNullable<NonNullable<SessionsQuery['person']>['exercises']>;
const TYPING_MS = 250;
const PAGE = 20;

/** Sessions, the newest first, by what the address asks for. */
export function List(given: { person: string; first: Filters; known: Page | null; today: string }) {
  const words = useWords(trainingWords).list;
  const { searchParams } = useAddress();
  const query = searchParams.toString();
  const { language } = useFormat();
  const filters = useMemo(() => filtersOf(new URLSearchParams(query), language), [query, language]);
  const name = JSON.stringify(filters);
  const isFirst = name === JSON.stringify(given.first);
  const asked = useAsk(Sessions, isFirst ? null : { person: given.person, ...filters });
  const came = isFirst ? given.known : asked.data?.person?.exercises;
  const [kept, setKept] = useState(given.known);
  useEffect(() => {
    if (came) setKept(came);
  }, [came]);
  const page = came ?? kept;
  return (
    <Sheet title={words.title} aside={page && <Counted count={page.totalCount} />}>
      <Narrow today={given.today} />
      {asked.failed && !isFirst && <Failed again={asked.again} />}
      {page && <Rows key={name} person={given.person} filters={filters} first={page} stale={!came} />}
    </Sheet>
  );
}

function Failed({ again }: { again: () => void }) {
  const words = useWords(trainingWords).list;
  return (
    <p className="say">
      <Button kind="quiet" icon="sync" onClick={again}>
        {words.title}
      </Button>
    </p>
  );
}

function Counted({ count }: { count: number }) {
  const words = useWords(trainingWords);
  return <span role="status">{words.sessions(count)}</span>;
}

/** What narrows the list: text and days; the sport is chosen at the top of the page. */
function Narrow({ today }: { today: string }) {
  const words = useWords(trainingWords).list;
  const [text, setText] = useQuery('q');
  const [typed, setTyped] = useState(text ?? '');
  const [from, setFrom] = useQuery('from');
  const [to, setTo] = useQuery('to');
  const spans = { '30': words.days30, '90': words.days90, '365': words.year };
  const span = Object.keys(spans).find((days) => !to && from === plusDays(today, -Number(days)));
  const [own, setOwn] = useState(Boolean((from || to) && !span));
  useEffect(() => {
    const timer = setTimeout(() => (typed.trim() || null) !== text && setText(typed.trim() || null), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const choose = (value: string) => {
    setOwn(value === 'own');
    if (value === 'own') return;
    setFrom(value ? plusDays(today, -Number(value)) : null);
    setTo(null);
  };
  return (
    <form className="narrow" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="search">
        <span className="vh">{words.search}</span>
        <Icon name="search" small />
        <input className="input" type="search" maxLength={100} placeholder={words.search} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <label>
        <span className="vh">{words.when}</span>
        <select className="input" value={own ? 'own' : (span ?? '')} onChange={(event) => choose(event.target.value)}>
          <option value="">{words.any}</option>
          {Object.entries(spans).map(([days, name]) => (
            <option key={days} value={days}>
              {name}
            </option>
          ))}
          <option value="own">{words.own}</option>
        </select>
      </label>
      {own && (
        <span className="dates">
          <label>
            {words.from} <input className="input" type="date" max={to ?? today} value={from ?? ''} onChange={(event) => setFrom(event.target.value || null)} />
          </label>
          <label>
            {words.to} <input className="input" type="date" min={from ?? undefined} max={today} value={to ?? ''} onChange={(event) => setTo(event.target.value || null)} />
          </label>
        </span>
      )}
    </form>
  );
}

function Rows(given: { person: string; filters: Filters; first: Page; stale: boolean }) {
  const words = useWords(trainingWords).list;
  const failed = useWords(kitWords).failed.offline;
  const [more, setMore] = useState<readonly Page[]>([]);
  const [busy, setBusy] = useState(false);
  const pages = [given.first, ...more];
  const sessions = pages.flatMap(({ nodes }) => nodes);
  const last = pages.at(-1)?.pageInfo;
  const left = given.first.totalCount - sessions.length;
  const longest = Math.max(...sessions.map((each) => zoneTime(each).total));
  if (!sessions.length) return <Nothing />;
  const show = async () => {
    setBusy(true);
    const { data } = await askedFor(Sessions, { person: given.person, ...given.filters, after: last?.endCursor ?? null })
      .catch(() => ({ data: null }))
      .finally(() => setBusy(false));
    const next = data?.person?.exercises;
    if (!next) return announce(failed.join(' '));
    setMore((before) => [...before, next]);
    announce(words.shown(sessions.length + next.nodes.length, given.first.totalCount));
  };
  return (
    <>
      <ul className="sessions" aria-busy={given.stale}>
        {sessions.map((each) => (
          <Session key={each.id} of={each} longest={longest} />
        ))}
      </ul>
      {last?.hasNextPage && left > 0 && (
        <p className="after">
          <Button onClick={() => void show()} busy={busy}>
            {words.more(Math.min(PAGE, left))}
          </Button>
        </p>
      )}
    </>
  );
}

function Nothing() {
  const words = useWords(trainingWords).list;
  const [, setText] = useQuery('q');
  const [, setFrom] = useQuery('from');
  const [, setTo] = useQuery('to');
  const [, setSport] = useQuery('sport');
  const clear = () => [setText, setFrom, setTo, setSport].forEach((set) => set(null));
  return (
    <>
      <Say>{words.nothing}</Say>
      <p className="after">
        <Button onClick={clear}>{words.clear}</Button>
      </p>
    </>
  );
}

function Session({ of, longest }: { of: SessionFragment; longest: number }) {
  const words = useWords(trainingWords).list;
  const format = useFormat();
  const when = `${format.date(Date.parse(`${of.startLocal.slice(0, 19)}Z`), WHEN)}, ${format.clock(of.startLocal)}`;
  const heart = of.heartRateAvg === null ? '–' : <Amount of={{ pairs: [[format.number(of.heartRateAvg), 'bpm']] }} />;
  return (
    <SessionRow
      href={`/exercise/${of.exerciseId}`}
      name={sessionTitle(of, format.language)}
      when={when}
      time={<Amount of={format.duration(of.durationSeconds)} />}
      distance={of.distanceMetres === null ? '–' : <Amount of={format.distance(of.distanceMetres)} />}
      heartRate={heart}
      load={
        <>
          <small>{words.loadShort}</small> {of.cardioLoad === null ? '–' : format.number(of.cardioLoad)}
        </>
      }
      zones={<ZoneStrip of={zoneTime(of)} longest={longest} />}
    />
  );
}

const WHEN: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short', year: undefined };
