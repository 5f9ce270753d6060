/** Number of languages and app versions of a country's devices that connected in a month, by device. */
import { pattern, readStored, stored, type Checked } from '../shape/shape.ts';
import type { Result } from '../result.ts';
import { nameCounts } from './usage-record.ts';
import type { Month } from './usage-rows.ts';

const counts = stored({
  required: {
    month: pattern<Month>(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'document.malformed'),
    languages: nameCounts,
    versions: nameCounts
  }
});
export type AppCounts = Checked<typeof counts>;

export function parseAppCounts(value: unknown): Result<AppCounts> {
  const read = readStored(counts, value);
  if (!read.ok) return read;
  const { month, languages, versions } = read.value;
  return { ok: true, value: { month, languages, versions } };
}
