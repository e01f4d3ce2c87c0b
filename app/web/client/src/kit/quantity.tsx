import type { ReactNode } from 'react';
import type { Metric } from '@/enums';
import { type Quantity, useFormat } from './format';

/** A number with its unit, which is smaller and lighter. */
export function Amount({ of }: { of: Quantity }) {
  return (
    <span className="amount">
      {of.pairs.map(([number, unit], index) => (
        <span key={index}>
          {index > 0 && ' '}
          {number}
          {unit && (
            <>
              {/^[/%°]/.test(unit) ? null : <span className="vh"> </span>}
              <span className="unit">{unit}</span>
            </>
          )}
        </span>
      ))}
    </span>
  );
}

/** A metric's value. */
export function MetricAmount({ metric, value }: { metric: Metric; value: number | null | undefined }) {
  return <Amount of={useFormat().value(metric, value)} />;
}

/** A name that somebody gave: whatever is in it stays text, and its direction is its own. */
export function Name({ children }: { children: ReactNode }) {
  return <bdi>{children}</bdi>;
}
