import type { DayCounts } from '#lib/domain/usage/usage-record.ts';
import { formatInteger, formatList } from '#lib/i18n/format.ts';

/** Most first; a dash if empty. */
export function namesWord(counts: DayCounts, nameOf: (name: string) => string = (name) => name): string {
  const names = Object.entries(counts).sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  if (names.length === 0) return '–';
  return formatList(names.map(([name, devices]) => `${nameOf(name)} ${formatInteger(devices)}`));
}
