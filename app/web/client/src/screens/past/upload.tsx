import { type ChangeEvent, type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { announce } from '@/kit/announce';
import { renew } from '@/kit/ask';
import { bytesOf } from '@/kit/bytes';
import { useFormat } from '@/kit/format';
import { Button, classes, More, Sheet } from '@/kit/parts';
import { useOwner } from '@/kit/session';
import { useWords } from '@/kit/words';
import type { Person } from './past';
import { send, type Sending } from './send';
import { pastWords } from './words';

const POLAR = 'https://account.polar.com';
const TAKEN = 202;

/** The ZIP goes up before the reader's eyes; what comes after needs no open tab. */
export function Upload({ person, working }: { person: Person; working: boolean }) {
  const { upload: words } = useWords(pastWords);
  const [sending, setSending] = useState<Sending>();
  const [share, setShare] = useState(0);
  const [wrong, setWrong] = useState('');
  const [likes, setLikes] = useState({ ppi: false, foreign_owner: false });
  useStayingWhile(sending !== undefined);
  const begin = async (file: File) => {
    setWrong('');
    setShare(0);
    const query = new URLSearchParams(Object.entries(likes).map(([name, value]) => [name, String(value)]));
    const path = `/api/v1/users/${encodeURIComponent(person.userId)}/imports?${query}`;
    const begun = send(path, file, setShare);
    setSending(begun);
    const { status, detail } = await begun.sent;
    setSending(undefined);
    if (status === TAKEN) announce(words.taken);
    else setWrong(detail ?? words.broken);
    renew();
  };
  return (
    <Sheet title={words.title}>
      <div className="stack">
        <ol className="ways">
          <li>
            {words.ask}{' '}
            <a href={POLAR} target="_blank" rel="noreferrer">
              account.polar.com
            </a>
            {words.wait}
          </li>
          <li>{words.bring}</li>
          <li>{words.close}</li>
        </ol>
        {sending ? (
          <Going share={share} stop={sending.stop} />
        ) : (
          <Choose disabled={working} chosen={(file) => void begin(file)} />
        )}
        {working && <p className="hint">{words.working}</p>}
        <p className="wrong" role="alert">
          {wrong}
        </p>
        <Likes likes={likes} setLikes={setLikes} />
      </div>
    </Sheet>
  );
}

/** A browser asks before the tab is closed on a file that is half up. */
function useStayingWhile(sending: boolean): void {
  useEffect(() => {
    if (!sending) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [sending]);
}

function Choose({ disabled, chosen }: { disabled: boolean; chosen: (file: File) => void }) {
  const { upload: words } = useWords(pastWords);
  const format = useFormat();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [file, setFile] = useState<File>();
  const choose = (event: ChangeEvent<HTMLInputElement>) => setFile(event.target.files?.[0]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setFile(event.dataTransfer.files[0]);
  };
  return (
    <div
      className={classes('drop', over && 'over')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>{words.file}</label>
      <input ref={input} id={id} type="file" accept=".zip,application/zip" onChange={choose} />
      {file && <p className="hint">{`${file.name}, ${bytesOf(file.size, format.locale)}`}</p>}
      <div className="row">
        <Button kind="main" icon="file" disabled={disabled || !file} onClick={() => file && chosen(file)}>
          {words.go}
        </Button>
      </div>
    </div>
  );
}

function Going({ share, stop }: { share: number; stop: () => void }) {
  const { upload: words } = useWords(pastWords);
  const format = useFormat();
  return (
    <div className="stack">
      <p className="say" role="status">
        {share < 1 ? words.going : words.looked}
      </p>
      <Progress label={words.title} value={share} />
      <div className="row">
        <span className="hint">{format.percent(share)}</span>
        <Button onClick={stop}>{words.stop}</Button>
      </div>
    </div>
  );
}

/** How much of something is done, 0 to 1. */
export function Progress({ label, value }: { label: string; value: number }) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
    >
      <i style={{ width: `${100 * value}%` }} />
    </div>
  );
}

interface Liked {
  readonly ppi: boolean;
  readonly foreign_owner: boolean;
}

function Likes({ likes, setLikes }: { likes: Liked; setLikes: (likes: Liked) => void }) {
  const { upload: words } = useWords(pastWords);
  const owner = useOwner();
  const shown = owner ? (['ppi', 'foreign_owner'] as const) : (['ppi'] as const);
  return (
    <More summary={words.more}>
      {shown.map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={likes[name]}
            onChange={(event) => setLikes({ ...likes, [name]: event.target.checked })}
          />
          <span>{words[name]}</span>
        </label>
      ))}
    </More>
  );
}
