/** Country groups that INCB named: first those of its current overview, then those of letters. */
import type { Letter } from '#lib/domain/outreach/letters.ts';
import type { OverviewSetting } from '#lib/domain/usage/overview-settings.ts';

/** Space-separated codes, as in drafts. For letters the latest with the name. */
export function namedGroups(
  letters: readonly Pick<Letter, 'act'>[],
  { groups = [] }: Pick<OverviewSetting, 'groups'>
): ReadonlyMap<string, string> {
  const ofLetters = letters.flatMap(({ act }) => act.body.audience.group ?? []);
  const named = new Map<string, string>();
  for (const { name, countries } of [...groups, ...ofLetters])
    if (!named.has(name)) named.set(name, countries.join(' '));
  return named;
}
