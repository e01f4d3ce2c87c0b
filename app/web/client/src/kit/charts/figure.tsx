// A chart: the sentence that says what it shows, the picture, its key, and the numbers as a table.

import { type CSSProperties, type ReactNode, useState } from 'react';
import { useWords } from '../words';
import { kitWords } from '../words.kit';

/** The table behind a picture: it has every row, and is made when it is opened. */
export interface Numbers {
  readonly head: readonly string[];
  readonly count: number;
  readonly row: (index: number) => readonly ReactNode[];
}

export function Figure(given: {
  says?: ReactNode;
  children: ReactNode;
  keys?: ReactNode;
  numbers?: Numbers | undefined;
}) {
  return (
    <figure className="figure">
      {given.says && <figcaption>{given.says}</figcaption>}
      {given.children}
      {given.keys}
      {given.numbers && given.numbers.count > 0 && <NumbersTable of={given.numbers} />}
    </figure>
  );
}

function NumbersTable({ of }: { of: Numbers }) {
  const words = useWords(kitWords);
  const [open, setOpen] = useState(false);
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.showNumbers(of.count)}</summary>
      {open && (
        <div className="scroll" tabIndex={0} role="region" aria-label={words.numbers}>
          <table>
            <thead>
              <tr>
                {of.head.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: of.count }, (_, index) => {
                const [first, ...rest] = of.row(index);
                return (
                  <tr key={index}>
                    <th scope="row">{first}</th>
                    {rest.map((cell, place) => (
                      <td key={place}>{cell}</td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** A text on an axis. */
export interface Label {
  /** Place in per cent of the plot, from the left or from the top. */
  readonly at: string;
  readonly text: ReactNode;
  readonly strong?: boolean;
  readonly align?: 'start' | 'end' | undefined;
}

/** The picture: SVG stretches to its box, text and marks are HTML over it, so type never scales. */
export function Plot(given: {
  height: number;
  gutter?: number;
  left?: readonly Label[];
  below?: readonly Label[];
  /** What stands in the SVG, on 0 to 1000 both ways. */
  children: ReactNode;
  /** Marks and notes in HTML, placed in per cent. */
  over?: ReactNode;
}) {
  const { height, gutter = 34, left = [], below = [] } = given;
  const style = { '--height': `${height}px`, '--gutter': `${gutter}px` } as CSSProperties;
  return (
    <div className="plot" style={style} aria-hidden="true">
      <div className="left">
        {left.map(({ at, text, strong }, index) => (
          <span key={index} style={{ top: at }} className={strong ? 'strong' : undefined}>
            {text}
          </span>
        ))}
      </div>
      <div className="area">
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none">
          {given.children}
        </svg>
        {given.over}
      </div>
      {below.length > 0 && (
        <div className="below">
          {below.map(({ at, text, strong, align }, index) => (
            <span
              key={index}
              style={{ left: at }}
              className={[strong && 'strong', align].filter(Boolean).join(' ') || undefined}
            >
              {text}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

/** The key under a picture, in its order. */
export function Key({ entries }: { entries: readonly (readonly [mark: string, text: ReactNode])[] }) {
  return (
    <p className="key" aria-hidden="true">
      {entries.map(([mark, text], index) => (
        <span key={index}>
          <i className={`mark ${mark}`} />
          {text}
        </span>
      ))}
    </p>
  );
}
