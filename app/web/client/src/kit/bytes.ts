const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size on disk: 1.4 GB. */
export function bytesOf(size: number | null, locale: string): string {
  if (size === null) return '—';
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
  const amount = size / 1000 ** power;
  const digits = amount < 10 && power > 0 ? 1 : 0;
  const options = { style: 'unit', unit: UNITS[power], maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions).format(amount);
}
