import type { ActionOwner, RecordPart } from '#lib/domain/act/kinds/user-group.ts';
import type { AskedOf } from '#lib/domain/act/kinds/suggestion.ts';
import type { RecordAct } from '#lib/domain/suggestion/user-group.ts';
import { countryName, formatList } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

export const ASKED: Readonly<Record<AskedOf, () => string>> = {
  incb: m.user_group_incb,
  its: m.user_group_its
};

export const OWNERS: Readonly<Record<ActionOwner, () => string>> = {
  ...ASKED,
  users: m.user_group_users,
  nonUsers: m.user_group_non_users,
  countries: m.user_group_countries
};

export const PART_WORDS: Readonly<Record<RecordPart, () => string>> = {
  meeting: m.user_group_meeting,
  minutes: m.user_group_minutes,
  decision: m.user_group_decision,
  action: m.regional_action
};

export function ownerWords({ body: { owner, countries } }: RecordAct): string {
  if (countries) return formatList(countries.map((one) => countryName(one)));
  return owner ? OWNERS[owner]() : '';
}
