import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { type Answer, AskFailed, asked, fresh, known, named, onRenewal } from './ask';
import type { Document } from './document';
import { leaveToSignIn } from './session';

/** A question's state: what is known stays while it is asked again. */
export interface Asked<Result> {
  readonly data: Result | undefined;
  readonly problems: Answer<Result>['problems'];
  readonly failed: AskFailed | undefined;
  readonly loading: boolean;
  /** Whether a part that failed is asked for once more by itself. */
  readonly retrying: boolean;
  readonly again: () => void;
}

const RETRY_MS = 4000;

/** Asks while the component stands; `null` as variables asks nothing yet. */
export function useAsk<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables | null,
): Asked<Result> {
  const name = named(document, variables);
  const [state, setState] = useState<{ name: string; failed?: AskFailed; loading: boolean }>();
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);

  const answer = variables === null ? undefined : known<Result>(name);
  const [retried, setRetried] = useState<string>();
  const retrying = retried !== name && (answer?.problems.length ?? 0) > 0;
  const answered = useRef(0);

  useEffect(() => onRenewal(again), [again]);
  useEffect(() => {
    if (!retrying) return;
    const timer = setTimeout(() => {
      setRetried(name);
      again();
    }, RETRY_MS);
    return () => clearTimeout(timer);
  }, [retrying, name, again]);
  useEffect(() => {
    if (variables === null) return;
    if (turn === answered.current && fresh(known(name))) {
      // Asked for ahead, it may have come after this was drawn and before this effect.
      if (known(name) !== answer) setState({ name, loading: false });
      return;
    }
    answered.current = turn;
    let gone = false;
    setState({ name, loading: true });
    // A whole page may hang on it: drawn in slices, between which fingers are heard.
    const settle = (found: { failed?: AskFailed }) =>
      startTransition(() => {
        if (!gone) setState({ name, loading: false, ...found });
      });
    asked(document, variables).then(
      () => settle({}),
      (error: unknown) => settle({ failed: understood(error) }),
    );
    return () => {
      gone = true;
    };
    // The name stands for the document and its variables.
  }, [name, turn]);

  const mine = state?.name === name ? state : undefined;
  return {
    data: answer?.data,
    problems: answer?.problems ?? [],
    failed: mine?.failed,
    loading: mine?.loading ?? answer === undefined,
    retrying,
    again,
  };
}

function understood(error: unknown): AskFailed {
  const failed = error instanceof AskFailed ? error : new AskFailed('broken', String(error));
  if (failed.kind === 'signed-out') leaveToSignIn();
  return failed;
}
