import { useEffect, useId, useState } from 'react';
import { Button, PageHead, Segments, Sheet } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { leaveToSignIn } from '@/kit/session';
import { PageSkeleton } from '@/kit/states';
import { useWords } from '@/kit/words';
import { Door } from '../signin/door';
import { type DataClass, decide, type Request, shown, type Shown } from './asked';
import { consentWords } from './words';

const CLASSES: readonly DataClass[] = ['sleep', 'heart', 'training', 'profile', 'location'];
const DAYS = 90;

/** Somebody lets an application in, or does not: who asks, for whom, what, and how long. */
export default function ConsentPage() {
  const words = useWords(consentWords);
  const query = location.search.slice(1);
  const [found, setFound] = useState<Shown | null>(null);
  useEffect(() => {
    void shown(query).then((answer) => {
      if (answer && 'problem' in answer && answer.signedOut) leaveToSignIn();
      else setFound(answer);
    });
  }, [query]);
  if (!found) return <PageSkeleton />;
  return (
    <Door where={words.where}>
      {'problem' in found ? (
        <PageHead title={words.refused} lead={found.problem.message}>
          <p>
            <a className="button" href="/">
              {words.toPages}
            </a>
          </p>
        </PageHead>
      ) : (
        <Question query={query} of={found.request} />
      )}
    </Door>
  );
}

/** Who asks, as far as it is known. */
function useLead(of: Request): string {
  const words = useWords(consentWords);
  if (of.own_page) return words.ownPage;
  if (of.own_machine) return words.ownMachine;
  return of.verified ? words.verified(of.host) : words.host(of.host);
}

function Question({ query, of }: { query: string; of: Request }) {
  const words = useWords(consentWords);
  const lead = useLead(of);
  const id = useId();
  const [person, setPerson] = useState(of.people[0]?.user_id ?? '');
  const [chosen, setChosen] = useState<readonly string[]>([...of.classes, ...(of.sync ? ['sync'] : [])]);
  const [days, setDays] = useState(String(of.spans.includes(DAYS) ? DAYS : of.spans[0]));
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const toggle = (one: string) =>
    setChosen(chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one]);
  const say = async (allow: boolean) => {
    setBusy(true);
    const scopes = chosen.map((one) => (one === 'sync' ? one : `read:${one}`));
    setWrong(await decide(query, { allow, user_id: person || null, scopes, days: Number(days) }));
    setBusy(false);
  };
  return (
    <>
      <PageHead
        eyebrow={words.eyebrow}
        title={<Name>{words.title(of.name)}</Name>}
        lead={lead}
      />
      <Sheet title={words.may}>
        <div className="stack">
          {!of.verified && !of.own_machine && !of.own_page && <p className="say notice">{words.nameOnly}</p>}
          <fieldset className="choices">
            <legend>{of.audience === 'mcp' ? words.assistant : words.app}</legend>
            {CLASSES.filter((one) => of.classes.includes(one)).map((one) => (
              <Choice key={one} words={words.classes[one]} on={chosen.includes(one)} toggle={() => toggle(one)} />
            ))}
            {of.sync && <Choice words={words.sync} on={chosen.includes('sync')} toggle={() => toggle('sync')} />}
          </fieldset>
          <p className="hint">{of.classes.includes('location') ? words.never : words.neverNorLocation}</p>
        </div>
      </Sheet>
      <Sheet title={words.forWhom}>
        <div className="stack">
          {of.people.length > 1 || of.everybody ? (
            <div className="field">
              <label htmlFor={`${id}-person`}>{words.whose}</label>
              <select id={`${id}-person`} value={person} onChange={(event) => setPerson(event.target.value)}>
                {of.people.map((each) => (
                  <option key={each.user_id} value={each.user_id}>
                    {each.name?.trim() || each.user_id}
                  </option>
                ))}
                {of.everybody && <option value="">{words.everybody}</option>}
              </select>
            </div>
          ) : (
            <p className="say">
              <Name>{words.ofYou(of.people[0]?.name?.trim() || person)}</Name>
            </p>
          )}
          <div className="field">
            <span className="label">{words.howLong}</span>
            <Segments
              label={words.howLong}
              value={days}
              options={of.spans.map((each) => [String(each), words.span(each)] as const)}
              onChoose={setDays}
            />
          </div>
          <p className="hint">{words.takeBack}</p>
          <p className="wrong" role="alert">
            {wrong}
          </p>
          <div className="row">
            <Button kind="main" busy={busy} disabled={chosen.length === 0} onClick={() => void say(true)}>
              {words.allow}
            </Button>
            <Button kind="quiet" busy={busy} onClick={() => void say(false)}>
              {words.deny}
            </Button>
          </div>
          <p className="hint">{words.backTo(of.own_page ? words.thatPage : of.own_machine ? words.thisMachine : of.back_to)}</p>
        </div>
      </Sheet>
    </>
  );
}

function Choice(given: { words: readonly string[]; on: boolean; toggle: () => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={given.on} onChange={given.toggle} />
      <span>
        {given.words[0]}
        <small className="hint">{given.words[1]}</small>
      </span>
    </label>
  );
}
