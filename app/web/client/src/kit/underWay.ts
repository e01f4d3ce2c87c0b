import { useEffect } from 'react';
import { renew } from './ask';

const LOOK_MS = 2500;

/**
 * Looks again while something goes on: what changed before the server began to watch is not told, and
 * of a file that is uploaded or an archive that is read nothing is told at all.
 */
export function useUnderWay(underWay: boolean): void {
  useEffect(() => {
    if (!underWay) return;
    const looking = setInterval(renew, LOOK_MS);
    return () => clearInterval(looking);
  }, [underWay]);
}
