import { type FormEvent, useId, useState } from 'react';
import type { DataClass, Scope } from '@/enums';
import { useDeed, Wrong } from '@/kit/deed';
import { Button, Chips, Field, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import { type KeysQuery, MakeKey } from './keys.document';
import { type Shown, shownOf } from './shown';
import { keysWords } from './words';

type People = NonNullable<KeysQuery['people']>['nodes'];

const DAY_MS = 86_400_000;
const EXPIRY = { week: 7, month: 30, year: 365, never: null } as const;
type Expiry = keyof typeof EXPIRY;
const PER_MINUTE = 600;

/** Whose data, what it may, of which kinds, until when, and how much of it. */
export function Make({ people, show }: { people: People; show: (key: Shown) => void }) {
  const words = useWords(keysWords);
  const deed = useDeed(MakeKey);
  const id = useId();
  const [label, setLabel] = useState('');
  const [person, setPerson] = useState(people[0]?.userId ?? '');
  const [scopes, setScopes] = useState<readonly Scope[]>(['READ']);
  const [kinds, setKinds] = useState<readonly DataClass[]>([]);
  const [expiry, setExpiry] = useState<Expiry>('year');
  const [rate, setRate] = useState(String(PER_MINUTE));
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const days = EXPIRY[expiry];
    const answer = await deed.run({
      input: {
        label: label.trim(),
        userId: person || null,
        scopes,
        classes: kinds.length > 0 ? kinds : null,
        rateLimitPerMinute: Number(rate),
        expiresAt: days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
      },
    });
    if (!answer?.createApiKey) return;
    show(shownOf(answer.createApiKey));
    setLabel('');
    scrollTo({ top: 0 });
  };
  return (
    <Sheet title={words.make}>
      <form className="stack" onSubmit={(event) => void make(event)}>
        <Field
          label={words.what}
          hint={words.whatHint}
          value={label}
          maxLength={100}
          required
          autoComplete="off"
          onChange={(event) => setLabel(event.target.value)}
        />
        <div className="field">
          <label htmlFor={`${id}-person`}>{words.whose}</label>
          <select id={`${id}-person`} value={person} onChange={(event) => setPerson(event.target.value)}>
            {people.map(({ userId, displayName }) => (
              <option key={userId} value={userId}>
                {displayName?.trim() || userId}
              </option>
            ))}
            <option value="">{words.everybody}</option>
          </select>
        </div>
        <Scopes chosen={scopes} toggle={(scope) => setScopes(toggled(scopes, scope))} />
        <div className="stack tight">
          <p className="label">{words.classes}</p>
          <Chips
            label={words.classes}
            chosen={kinds}
            options={(Object.keys(words.dataClass) as DataClass[]).map((one) => [one, words.dataClass[one]] as const)}
            onToggle={(one) => setKinds(toggled(kinds, one))}
          />
          <p className="hint">{words.classesHint}</p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-ends`}>{words.ends}</label>
          <select id={`${id}-ends`} value={expiry} onChange={(event) => setExpiry(event.target.value as Expiry)}>
            {(Object.keys(EXPIRY) as Expiry[]).map((each) => (
              <option key={each} value={each}>
                {words.expiry[each]}
              </option>
            ))}
          </select>
        </div>
        <Field
          label={words.perMinute}
          type="number"
          inputMode="numeric"
          min={1}
          max={1_000_000}
          required
          value={rate}
          onChange={(event) => setRate(event.target.value)}
        />
        <Wrong problem={deed.problem} />
        <Button kind="main" type="submit" busy={deed.busy} disabled={scopes.length === 0}>
          {words.makeIt}
        </Button>
      </form>
    </Sheet>
  );
}

function Scopes({ chosen, toggle }: { chosen: readonly Scope[]; toggle: (scope: Scope) => void }) {
  const words = useWords(keysWords);
  return (
    <fieldset className="choices">
      <legend>{words.may}</legend>
      {(Object.keys(words.scope) as Scope[]).map((scope) => (
        <label className="check" key={scope}>
          <input type="checkbox" checked={chosen.includes(scope)} onChange={() => toggle(scope)} />
          <span>
            {words.scope[scope][0]}
            <small className="hint">{words.scope[scope][1]}</small>
          </span>
        </label>
      ))}
      {chosen.length === 0 && <p className="wrong">{words.noScope}</p>}
    </fieldset>
  );
}

function toggled<Value>(of: readonly Value[], value: Value): readonly Value[] {
  return of.includes(value) ? of.filter((each) => each !== value) : [...of, value];
}
