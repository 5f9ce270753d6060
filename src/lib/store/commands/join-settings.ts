/**
 * Settings that two devices changed offline are never deleted: the revision in force records that it includes the
 * other.
 */
import {
  isSameChoice,
  joinChoices,
  OVERVIEW_SETTING_ID,
  type OverviewSetting,
  parseOverviewSetting
} from '#lib/domain/usage/overview-settings.ts';
import { isConflict } from '../disk/pouch.ts';
import { type SealedDatabase, historyOf } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';

interface Open {
  readonly country: SealedDatabase;
  readonly records: Records;
}

export async function joinSettings(open: Open): Promise<void> {
  const { country, records } = open;
  const split = records.shelf.splits.get(OVERVIEW_SETTING_ID);
  const inForce = split && (await read(country, split.rev));
  if (!split || !inForce) return;
  let joined = inForce;
  for (const rev of [...split.conflicts].sort()) {
    const other = joined.joined?.includes(rev as never) ? null : await read(country, rev);
    if (!other || isSameChoice(other, joined)) continue;
    const base = await baseOf(country, { winning: split.rev, other: rev }, joined, other);
    const both = joinChoices(base, joined, other);
    joined = { ...both, joined: [...(both.joined ?? []), rev] as never };
  }
  if (joined === inForce) return;
  try {
    await country.put({ ...joined, _rev: split.rev });
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
  await records.catchUp();
}

async function read(country: SealedDatabase, rev: string): Promise<OverviewSetting | null> {
  const parsed = parseOverviewSetting(await country.get(OVERVIEW_SETTING_ID, rev));
  return parsed.ok ? parsed.value : null;
}

/**
 * The other side's newest revision that the one in force follows or includes, joined with all that both have joined.
 * Without those, a value that a person decided for would look unchanged.
 */
async function baseOf(
  country: SealedDatabase,
  revisions: { readonly winning: string; readonly other: string },
  { joined: held = [] }: OverviewSetting,
  { joined = [] }: OverviewSetting
): Promise<OverviewSetting | null> {
  const known = new Set<string>([
    ...(await historyOf(country, OVERVIEW_SETTING_ID, revisions.winning)),
    ...held
  ]);
  const common = (await historyOf(country, OVERVIEW_SETTING_ID, revisions.other)).find((rev) =>
    known.has(rev)
  );
  let base = common === undefined ? null : await read(country, common);
  for (const rev of joined.filter((one) => known.has(one) && one !== common)) {
    const also = await read(country, rev);
    if (base && also) base = joinChoices(null, base, also);
  }
  return base;
}
