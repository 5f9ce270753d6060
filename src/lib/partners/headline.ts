/** Sentence above the table: the major partners by number, and how many are outside I2ES. */
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Membership } from '#lib/domain/partners/membership.ts';
import type { PartnerRow } from '#lib/domain/partners/partner-rows.ts';
import { m } from '#lib/i18n/messages.ts';

const MAX_MAJOR = 5;

export function majorPartners(rows: readonly PartnerRow[]): readonly PartnerRow[] {
  return rows.filter(({ number }) => number > 0).slice(0, MAX_MAJOR);
}

export function partnersHeadline(
  rows: readonly PartnerRow[],
  memberOf: (country: CountryCode) => Membership
): string | null {
  const major = majorPartners(rows);
  if (major.length === 0) return null;
  return m.partners_headline({
    major: m.partners_headline_major({ count: major.length }),
    members: membersText(major.map(({ partner }) => memberOf(partner).state))
  });
}

function membersText(states: readonly Membership['state'][]): string {
  if (states.includes('unknown')) return m.partners_headline_unknown();
  const off = states.filter((state) => state === 'off').length;
  return off === 0 ? m.partners_headline_all_on() : m.partners_headline_off({ count: off });
}
