// The parts that every page is made of.

import {
  type ButtonHTMLAttributes,
  Children,
  type InputHTMLAttributes,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { announce } from './announce';
import { Icon, type IconName } from './icons';
import { useAddress } from './router';
import { useWords } from './words';
import { kitWords } from './words.kit';

export function classes(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** The head of a page: small words, the sentence, a paragraph, and at most one thing to do. */
export function PageHead(given: {
  eyebrow?: ReactNode;
  title: ReactNode;
  lead?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useAddress();
  const text = typeof given.title === 'string' ? given.title : null;
  useEffect(() => {
    document.title = text ? `${text.replace(/\.$/, '')} · Ursa` : 'Ursa';
  }, [text]);
  useEffect(() => focusAfterMove(pathname, heading.current), [pathname]);
  return (
    <header className="head">
      {(given.eyebrow || given.aside) && (
        <div className="above">
          <p className="eyebrow">{given.eyebrow}</p>
          {given.aside}
        </div>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {given.title}
      </h1>
      {given.lead && <p className="lead">{given.lead}</p>}
      {given.children}
    </header>
  );
}

let place: string | undefined;

/** After a link was followed the new page's heading is read; at the first page nothing moves. */
function focusAfterMove(path: string, heading: HTMLElement | null): void {
  const page = path.split('/')[1];
  if (place !== undefined && place !== page) {
    scrollTo(0, 0);
    heading?.focus({ preventScroll: true });
  }
  place = page;
}

/** The one container: a surface and a hairline. */
export function Sheet(given: {
  title?: ReactNode;
  aside?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes('sheet', given.className)} aria-labelledby={given.title ? id : undefined}>
      {given.title && (
        <header>
          <h2 id={id}>{given.title}</h2>
          {given.aside && <span className="aside">{given.aside}</span>}
        </header>
      )}
      {given.children}
    </section>
  );
}

/** A sentence beside a picture. */
export function Say({ children }: { children: ReactNode }) {
  return <p className="say">{children}</p>;
}

/** The one thing to do. */
export function ToDo({ icon, notice = false, children }: { icon: IconName; notice?: boolean; children: ReactNode }) {
  return (
    <p className={classes('todo', notice && 'notice')}>
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

type ButtonKind = 'main' | 'other' | 'quiet' | 'danger';
type Button = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: ButtonKind;
  icon?: IconName;
  busy?: boolean;
};

/** A verb to press; a page has one `main` at most. While `busy` it can not be pressed twice. */
export function Button({ kind = 'other', icon, busy, children, className, disabled, ...rest }: Button) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classes('button', kind, !children && 'square', className)}
    >
      {icon && <Icon name={icon} small />}
      {children}
    </button>
  );
}

/** A field with its label, a hint, and what is wrong with what stands in it. */
export function Field({
  label,
  hint,
  wrong,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode; hint?: ReactNode; wrong?: ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        {...rest}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong || hint ? `${id}-more` : undefined}
      />
      {(wrong || hint) && (
        <p id={`${id}-more`} className={wrong ? 'wrong' : 'hint'}>
          {wrong || hint}
        </p>
      )}
    </div>
  );
}

/** One of a few: a segment each. */
export function Segments<Value extends string>(given: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, ReactNode])[];
  onChoose: (value: Value) => void;
}) {
  return (
    <div className="segments" role="group" aria-label={given.label}>
      {given.options.map(([value, words]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === given.value}
          onClick={() => given.onChoose(value)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

/** Several of many; the row scrolls sideways where it is too long. */
export function Chips<Value extends string>(given: {
  label: string;
  chosen: readonly Value[];
  options: readonly (readonly [Value, ReactNode])[];
  onToggle: (value: Value) => void;
}) {
  return (
    <div className="chips" role="group" aria-label={given.label}>
      {given.options.map(([value, words]) => (
        <button
          key={value}
          type="button"
          className="chip"
          aria-pressed={given.chosen.includes(value)}
          onClick={() => given.onToggle(value)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

/** Text to take along, with a button that copies it. */
export function CopyText({ children, label }: { children: string; label: string }) {
  const words = useWords(kitWords);
  const copy = () =>
    navigator.clipboard.writeText(children).then(
      () => announce(words.copied),
      () => announce(words.notCopied),
    );
  return (
    <div className="code">
      <code>{children}</code>
      <button type="button" onClick={copy} aria-label={`${words.copy}: ${label}`}>
        <Icon name="copy" small />
      </button>
    </div>
  );
}

/** Facts in a strip of cells. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

export function Fact(given: {
  label: ReactNode;
  notice?: boolean | undefined;
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={given.notice ? 'notice' : undefined}>
      <dt>{given.label}</dt>
      <dd>
        {given.children}
        {given.more && <small>{given.more}</small>}
      </dd>
    </div>
  );
}

/** Names and values under each other. */
export function Pairs({ rows }: { rows: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className="pairs">
      {rows.map(([name, value], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Steps of a way: done, current, to come. */
export function Steps({ current, children }: { current: number; children: ReactNode }) {
  const words = useWords(kitWords);
  return (
    <ol className="steps">
      {Children.toArray(children).map((child, index) => {
        const state = index < current ? 'done' : index === current ? 'current' : 'later';
        return (
          <li key={index} className={state} aria-current={state === 'current' ? 'step' : undefined}>
            <span className="number" aria-hidden="true">
              {state === 'done' ? <Icon name="check" small /> : index + 1}
            </span>
            <div>
              {state === 'done' && <span className="vh">{words.done}</span>}
              {child}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** A question over the page: from below on phones, in the middle of a desk. Escape keeps. */
export function Dialog(given: {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (given.open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [given.open]);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={given.onClose} className="dialog">
      {given.open && (
        <>
          <h2 id={id}>{given.title}</h2>
          {given.children}
        </>
      )}
    </dialog>
  );
}

/** Opens and closes what is too long to stand open. */
export function More({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && children}
    </details>
  );
}

/** Whether a part of the page is to be seen. */
export function useSeen(target: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!target.current) return;
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false));
    observer.observe(target.current);
    return () => observer.disconnect();
  }, [target]);
  return seen;
}
