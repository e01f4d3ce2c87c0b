import { useState } from 'react';
import { useFormat } from '@/kit/format';
import { Button, Sheet } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { Deeds, type DeedsQuery } from './system.document';
import { systemWords } from './words';

type Deed = NonNullable<DeedsQuery['auditLog']>['nodes'][number];

/** Who did what to whom, the newest first. */
export function Audit() {
  const words = useWords(systemWords);
  const kit = useWords(kitWords);
  const [kind, setKind] = useState('');
  const [after, setAfter] = useState<string | null>(null);
  const asked = useAsk(Deeds, { action: kind || null, after });
  const log = asked.data?.auditLog;
  return (
    <Sheet
      title={words.audit}
      aside={
        <label className="order">
          <span className="vh">{words.kind}</span>
          <select
            className="input"
            value={kind}
            onChange={(event) => {
              setAfter(null);
              setKind(event.target.value);
            }}
          >
            {Object.entries(words.kinds).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {asked.failed && <p className="wrong">{kit.failed[asked.failed.kind].join(' ')}</p>}
      {log?.nodes.length === 0 && <p className="say">{words.nothingDone}</p>}
      <ul className="list deedlist" aria-busy={asked.loading}>
        {log?.nodes.map((deed) => (
          <Line key={deed.auditId} deed={deed} />
        ))}
      </ul>
      <div className="row pager">
        {after && <Button onClick={() => setAfter(null)}>{words.newest}</Button>}
        {log?.pageInfo.hasNextPage && (
          <Button onClick={() => setAfter(log.pageInfo.endCursor)}>{words.older}</Button>
        )}
      </div>
    </Sheet>
  );
}

const UUID = /^[0-9a-f]{8}-/;

function Line({ deed }: { deed: Deed }) {
  const words = useWords(systemWords);
  const format = useFormat();
  const details = Object.entries((deed.details ?? {}) as Record<string, unknown>).filter(([, value]) => value !== null);
  const who = words.actor[deed.actor] ?? (UUID.test(deed.actor) ? words.aKey : words.aSession);
  return (
    <li>
      <p>
        <time className="hint" dateTime={deed.happenedAt}>
          {format.moment(deed.happenedAt)}
        </time>{' '}
        <b>{who}</b> {words.action[deed.action] ?? <code>{deed.action}</code>}
        {deed.userId && (
          <>
            {' · '}
            <Name>{deed.userId}</Name>
          </>
        )}
      </p>
      {details.length > 0 && (
        <details className="more">
          <summary>{words.more}</summary>
          <dl className="pairs">
            {details.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>
                  <Name>{typeof value === 'string' ? value : JSON.stringify(value)}</Name>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
