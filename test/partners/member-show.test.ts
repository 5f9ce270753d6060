/** Whether a partner is on the system, and since when, is read by eyes as by a screen reader. */
import { render } from 'svelte/server';
import { afterEach, expect, test } from 'vitest';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { isOnPaper, type Membership } from '#lib/domain/partners/membership.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { baseLocale, overwriteGetLocale, type Locale } from '#lib/i18n/paraglide/runtime.js';
import { m } from '#lib/i18n/messages.ts';
import MemberShow from '#lib/partners/MemberShow.svelte';
import { readMembers } from '#lib/partners/read-partners.ts';
import { Receipts } from '#lib/store/index/receipts.ts';

const day = '2026-03-01' as CalendarDate;
const MEMBERS: readonly Membership[] = [
  { state: 'on', since: day },
  { state: 'off', asAt: day }
];

afterEach(() => overwriteGetLocale(() => baseLocale));

test.each<Locale>(['en', 'fr', 'es', 'ru', 'zh', 'ar'])('the day stands in sight, in %s', (locale) => {
  overwriteGetLocale(() => locale);
  for (const member of MEMBERS) {
    const { body } = render(MemberShow, { props: { member } });
    expect(body).toContain(formatDate(day));
    expect(body).not.toMatch(/visually-hidden/);
    // It is no hint under the pointer alone: of the words between the marks it is one.
    expect(body.replace(/<[^>]*>/g, ' ')).toContain(formatDate(day));
  }
});

test('where the lists have not come no day is made up', () => {
  const { body } = render(MemberShow, { props: { member: { state: 'unknown' } } });
  expect(body.replace(/<[^>]*>/g, '')).not.toMatch(/[0-9]{4}/);
});

test('a partner whose database has a document of ours is registered on every page, and answers on paper', () => {
  const receipts = new Receipts();
  for (const [issuer, stage, where] of [
    ['EXCHANGE', 'delivered', 'KE'],
    ['DZ', 'opened', 'DZ']
  ])
    receipts.add({ _id: where, body: { kind: 'receipt', issuer, stage, where, of: [], by: {} } } as never);
  const memberOf = readMembers({
    actsOf: () => [],
    counts: () => true,
    hasReached: (country: CountryCode) => receipts.hasReached(country),
    trustAge: { knownAt: `${day}T08:00:00.000Z` }
  } as never);
  const [kenya, algeria] = [memberOf('KE' as CountryCode), memberOf('DZ' as CountryCode)];
  expect([kenya, algeria]).toEqual([{ state: 'reached' }, { state: 'off', asAt: day }]);
  expect([kenya, algeria, MEMBERS[0]!].map(isOnPaper)).toEqual([true, true, false]);
  const { body } = render(MemberShow, { props: { member: kenya } });
  expect(body).toContain(m.partners_member_reached());
  expect(body).not.toContain(m.partners_member_off());
});
