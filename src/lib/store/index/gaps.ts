/** Missing acts, by each device's own counting; counted again only after changes. */
import { findGaps, type Gap } from '#lib/domain/exchange/gaps.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Records } from './records.ts';

const counted = new WeakMap<Records, { readonly version: number; readonly gaps: readonly Gap[] }>();

export function gapsIn(records: Records, authority: AuthorityCode): readonly Gap[] {
  const known = counted.get(records);
  if (known?.version === records.version) return known.gaps;
  const gaps = findGaps(records.shelf.acts.values(), authority, (id) => records.counts(id));
  counted.set(records, { version: records.version, gaps });
  return gaps;
}
