// Changing something: once at a time, and with the password again where the last one is too old.

import { createContext, type FormEvent, type ReactNode, use, useCallback, useRef, useState } from 'react';
import { ask, AskFailed, type Problem, renew } from './ask';
import type { Document } from './document';
import { deedWords } from './deed.words';
import { Button, Dialog, Field } from './parts';
import { goToPolar, post, type Posted } from './post';
import { leaveToSignIn, useOwner } from './session';
import { useWords } from './words';

const PASSWORD_NEEDED = 'password_needed';
type Freshen = () => Promise<boolean>;
const Current = createContext<Freshen>(() => Promise.resolve(false));

/** A deed: how to do it, whether it is being done, and what was wrong with the last try. */
export interface Deed<Result, Variables> {
  /** The answer, or null when it failed; then `problem` says why. */
  readonly run: (variables: Variables) => Promise<Result | null>;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

/** `last`: nothing is asked anew afterwards, because who looks may be gone. */
export function useDeed<Result, Variables>(
  document: Document<Result, Variables>,
  { last = false } = {},
): Deed<Result, Variables> {
  const freshen = use(Current);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback(
    async (variables: Variables) => {
      setBusy(true);
      setProblem(null);
      const outcome = await tried(document, variables, freshen);
      setBusy(false);
      if ('problem' in outcome) setProblem(outcome.problem);
      else if (!last) renew();
      return 'problem' in outcome ? null : outcome.data;
    },
    [document, freshen, last],
  );
  return { run, busy, problem };
}

type Outcome<Result> = { data: Result } | { problem: Problem | null };

async function tried<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  freshen: Freshen,
): Promise<Outcome<Result>> {
  const first = await once(document, variables);
  if (!('problem' in first) || first.problem?.extensions?.code !== PASSWORD_NEEDED) return first;
  return (await freshen()) ? once(document, variables) : { problem: null };
}

async function once<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
): Promise<Outcome<Result>> {
  try {
    const { data, problems } = await ask(document, variables);
    return problems[0] ? { problem: problems[0] } : { data };
  } catch (error) {
    const [problem] = error instanceof AskFailed ? error.problems : [];
    if (error instanceof AskFailed && error.kind === 'signed-out') leaveToSignIn();
    return { problem: problem ?? { message: error instanceof Error ? error.message : String(error) } };
  }
}

/** What was wrong, where the deed was begun. */
export function Wrong({ problem }: { problem: Problem | null }) {
  return (
    <p className="wrong" role="alert">
      {problem?.message}
    </p>
  );
}

/** Stands around all pages, and asks who looks whether it is them. */
export function FreshScope({ children }: { children: ReactNode }) {
  const words = useWords(deedWords);
  const owner = useOwner();
  const [open, setOpen] = useState(false);
  const waiting = useRef<((done: boolean) => void)[]>([]);
  const freshen = useCallback(() => {
    setOpen(true);
    return new Promise<boolean>((resolve) => {
      waiting.current.push(resolve);
    });
  }, []);
  const settle = (done: boolean) => {
    setOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(done);
  };
  return (
    <Current value={freshen}>
      {children}
      <Dialog open={open} title={words.title} onClose={() => settle(false)}>
        <p className="say">{owner ? words.owner : words.person}</p>
        {owner ? <PasswordForm done={() => settle(true)} /> : <ConsentButton />}
        <div className="row">
          <Button kind="quiet" onClick={() => settle(false)}>
            {words.cancel}
          </Button>
        </div>
      </Dialog>
    </Current>
  );
}

function PasswordForm({ done }: { done: () => void }) {
  const words = useWords(deedWords);
  const [wrong, setWrong] = useState('');
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    const answer = await post('/session/fresh', { password });
    setBusy(false);
    if (answer.ok) done();
    else setWrong(saidOf(answer, words));
  };
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <Field label={words.password} name="password" type="password" autoComplete="current-password" required autoFocus wrong={wrong} />
      <div className="row">
        <Button kind="main" type="submit" busy={busy}>
          {words.goOn}
        </Button>
      </div>
    </form>
  );
}

function ConsentButton() {
  const words = useWords(deedWords);
  const [wrong, setWrong] = useState('');
  const go = async () => setWrong(saidOf(await goToPolar(), words));
  return (
    <div className="row">
      <Button kind="main" icon="link" onClick={() => void go()}>
        {words.consent}
      </Button>
      {wrong && <p className="wrong">{wrong}</p>}
    </div>
  );
}

interface Said {
  readonly wrongPassword: string;
  readonly wait: (seconds: number) => string;
  readonly offline: string;
}

/** Why a password was not taken, in the reader's language. */
export function saidOf(answer: Posted<unknown>, words: Said): string {
  if (answer.ok) return '';
  if (answer.status === 0) return words.offline;
  if (answer.status === 429) return words.wait(answer.waitSeconds);
  if (answer.status === 401) return words.wrongPassword;
  return answer.body.detail ?? words.offline;
}
