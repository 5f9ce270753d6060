/** Groups of countries that INCB has named already, by name: those of its overview as they are now, then those of letters. */
import type { Letter } from '#lib/domain/outreach/letters.ts';
import type { OverviewSetting } from '#lib/domain/usage/overview-settings.ts';

/** Codes with blanks between them, as a draft keeps them. Of letters the latest that has the name. */
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
