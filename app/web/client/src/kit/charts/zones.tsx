// Time in heart-rate zones, and what lies below them, as bars.

/** Seconds below the zones, and in each of the five; null where the zones are not known. */
export interface ZoneTime {
  readonly total: number;
  readonly below: number;
  readonly zones: readonly number[];
}

/** Of a session: its zones, and the rest of its time. */
export function zoneTime(of: {
  durationSeconds: number | null;
  zones: readonly { inZoneSeconds: number | null }[];
}): ZoneTime {
  const total = of.durationSeconds ?? 0;
  const zones = of.zones.slice(0, 5).map(({ inZoneSeconds }) => inZoneSeconds ?? 0);
  const known = zones.reduce((sum, each) => sum + each, 0);
  const below = zones.length ? Math.max(0, total - known) : 0;
  return { total: Math.max(total, known), below, zones };
}

export function sumOf(times: readonly ZoneTime[]): ZoneTime {
  const zones = [0, 1, 2, 3, 4].map((place) => times.reduce((sum, each) => sum + (each.zones[place] ?? 0), 0));
  const of = (part: 'total' | 'below') => times.reduce((sum, each) => sum + each[part], 0);
  return { total: of('total'), below: of('below'), zones };
}

/** Time of sessions whose zones are not known. */
export function unknownOf({ total, below, zones }: ZoneTime): number {
  return Math.max(0, total - below - zones.reduce((sum, each) => sum + each, 0));
}

/** A bar as long as its time, against the longest one beside it. */
export function ZoneStrip({ of, longest }: { of: ZoneTime; longest: number }) {
  const parts = [['unzoned', unknownOf(of)] as const, ['zone-0', of.below] as const, ...of.zones.map((each, place) => [`zone-${place + 1}`, each] as const)];
  return (
    <span className="zonestrip" aria-hidden="true" style={{ width: `${(100 * of.total) / (longest || 1)}%` }}>
      {parts.map(([name, seconds]) => seconds > 0 && <i key={name} className={name} style={{ flexGrow: seconds }} />)}
    </span>
  );
}
