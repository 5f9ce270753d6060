import { m } from '#lib/i18n/messages.ts';
import type { GroupKey } from './desk-groups.ts';

const TITLES: Readonly<Record<GroupKey, () => string>> = {
  decide: m.today_decide,
  answer: m.today_answer,
  endorse: m.today_endorse,
  match: m.today_match,
  compare: m.today_compare,
  expiring: m.today_expiring,
  ship: m.today_ship
};

export function groupTitle(key: GroupKey): string {
  return TITLES[key]();
}
