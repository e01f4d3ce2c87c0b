import type { ReactNode } from 'react';
import { Stars } from '@/kit/icons';

/** The frame of pages outside of the shell. */
export function Door({ where, children }: { where: string; children: ReactNode }) {
  return (
    <div className="door">
      <div className="row apart">
        <a className="brand" href="/">
          <Stars />
          Ursa
        </a>
        <span className="hint">{where}</span>
      </div>
      {children}
    </div>
  );
}
