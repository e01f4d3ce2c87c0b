import { useState } from 'react';
import { useFormat } from '@/kit/format';
import { Button, CopyText, PageHead, Sheet } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { EndedKeys, KeyLine } from './key';
import { Keys, type KeysQuery } from './keys.document';
import { Make } from './make';
import type { Key, Shown } from './shown';
import { keysWords } from './words';

const SOON_MS = 7 * 86_400_000;

export default function KeysPage() {
  const asked = useAsk(Keys, {});
  const [shown, setShown] = useState<Shown | null>(null);
  return <PageOf asked={asked}>{(data) => <Page data={data} shown={shown} show={setShown} />}</PageOf>;
}

function Page({ data, shown, show }: { data: KeysQuery; shown: Shown | null; show: (key: Shown | null) => void }) {
  const words = useWords(keysWords);
  const people = data.people?.nodes ?? [];
  const keys = data.active?.nodes ?? [];
  const names = new Map(people.map(({ userId, displayName }) => [userId, displayName?.trim() || userId]));
  return (
    <>
      <Head keys={keys} />
      {shown && <JustMade shown={shown} at={data.server.publicUrl} first={people[0]?.userId} done={() => show(null)} />}
      <div className="cols keys">
        <Sheet title={words.active} aside={keys.length}>
          {keys.length === 0 && <p className="say">{words.lead.none}</p>}
          <ul className="list">
            {keys.map((key) => (
              <KeyLine key={key.keyId} of={key} opens={key.userId && (names.get(key.userId) ?? key.userId)} show={show} />
            ))}
          </ul>
          {data.active?.pageInfo.hasNextPage && <p className="hint">{words.more}</p>}
          <EndedKeys keys={data.ended?.nodes ?? []} />
        </Sheet>
        <Make people={people} show={show} />
      </div>
    </>
  );
}

function Head({ keys }: { keys: readonly Key[] }) {
  const words = useWords(keysWords);
  const format = useFormat();
  const end = (key: Key) => Date.parse(key.expiresAt ?? '');
  const [next] = keys.filter((key) => end(key) - Date.now() < SOON_MS).sort((a, b) => end(a) - end(b));
  const lead = () => {
    if (keys.length === 0) return words.lead.none;
    return next?.expiresAt ? words.lead.ends(next.label, format.ago(next.expiresAt)) : words.lead.fine;
  };
  return (
    <PageHead
      eyebrow={words.eyebrow}
      title={keys.length === 0 ? words.title.none : words.title.some(format.number(keys.length), keys.length)}
      lead={lead()}
    />
  );
}

/** The secret, and two lines that try it. */
function JustMade(given: { shown: Shown; at: string; first: string | undefined; done: () => void }) {
  const { shown, at } = given;
  const words = useWords(keysWords);
  const format = useFormat();
  const person = shown.userId ?? given.first ?? 'USER';
  const key = `-H "X-API-Key: ${shown.secret}"`;
  const rest = `curl ${key} "${at}/api/v1/users/${encodeURIComponent(person)}/sleep?days=1"`;
  const document = `{ person(id: "${person}") { sleep(days: 1) { date totalHours sleepScore } } }`;
  const body = JSON.stringify({ query: document });
  const graphql = `curl ${key} -H "Content-Type: application/json" -d '${body}' ${at}/graphql`;
  return (
    <Sheet title={<Name>{words.fresh(shown.label)}</Name>} aside={words.once} className="fresh">
      <div className="stack">
        <p className="say">{words.copyNow}</p>
        {shown.until && <p className="say notice">{words.overlap(format.moment(shown.until))}</p>}
        <CopyText label={words.secret}>{shown.secret}</CopyText>
        {shown.reads && (
          <>
            <Tried says={words.rest} line={rest} />
            <Tried says={words.graphql} line={graphql} />
          </>
        )}
        <div className="row">
          <Button kind="main" onClick={given.done}>
            {words.copied}
          </Button>
          <a className="button quiet" href="/graphql">
            {words.graphiql}
          </a>
        </div>
      </div>
    </Sheet>
  );
}

function Tried({ says, line }: { says: string; line: string }) {
  return (
    <div>
      <p className="hint">{says}</p>
      <CopyText label={says}>{line}</CopyText>
    </div>
  );
}
