/** Licences that end soon or have just ended: Today names them before a consignment needs one. */
import { addDays } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { LICENCE_EXPIRING_DAYS } from '../own-choices.ts';
import { statusOf, type Company, type Licence } from './company.ts';

interface ExpiringLicence {
  readonly company: Company;
  readonly licence: Licence;
}

/** Of active companies: ended within the last days too, unless a later licence has the same operations. */
export function expiringLicences(
  companies: readonly Company[],
  today: CalendarDate
): readonly ExpiringLicence[] {
  const [first, last] = [addDays(today, -LICENCE_EXPIRING_DAYS), addDays(today, LICENCE_EXPIRING_DAYS)];
  return companies
    .filter((company) => statusOf(company) === 'active' && company.mergedInto === undefined)
    .flatMap((company) =>
      (company.licences ?? [])
        .filter(({ validUntil }) => first <= validUntil && validUntil <= last)
        .filter((licence) => !isRenewed(licence, company.licences ?? []))
        .map((licence) => ({ company, licence }))
    )
    .sort((a, b) => (a.licence.validUntil < b.licence.validUntil ? -1 : 1));
}

function isRenewed(
  { operations, validUntil, substances, schedules }: Licence,
  all: readonly Licence[]
): boolean {
  const has = <T>(many: readonly T[], some: readonly T[]): boolean =>
    some.every((one) => many.indexOf(one) >= 0);
  return all.some(
    (one) =>
      one.validUntil > validUntil &&
      one.validFrom <= addDays(validUntil, 1) &&
      has(one.operations, operations) &&
      has(one.substances, substances) &&
      has(one.schedules, schedules)
  );
}
