/** What two devices of the secretariat chose apart comes together, the same on both, with nothing lost. */
import { describe, expect, test } from 'vitest';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  decideApart,
  isSameChoice,
  joinChoices,
  type OverviewSetting,
  parseOverviewSetting,
  reviseChoices
} from '#lib/domain/usage/overview-settings.ts';

const MORNING = '2026-11-27T08:00:00.000Z' as Instant;
const NOON = '2026-11-27T12:00:00.000Z' as Instant;

function chosen(over: Partial<OverviewSetting>): OverviewSetting {
  return { _id: 'setting:overview', schema: 1, ...over };
}
function group(name: string, ...countries: string[]) {
  return { name, countries: countries as CountryCode[] };
}
const BASE = chosen({ activeMonths: 12, groups: [group('East', 'KE', 'UG')], mapNote: { en: 'Borders.' } });

/** Both ways round, as two devices do it. */
function joined(
  one: OverviewSetting,
  other: OverviewSetting,
  base: OverviewSetting | null = BASE
): OverviewSetting {
  const [here, there] = [joinChoices(base, one, other), joinChoices(base, other, one)];
  expect(there).toEqual(here);
  expect(parseOverviewSetting(here).ok).toBe(true);
  return here;
}

describe('choices made apart', () => {
  test('are all in force where each device changed something else', () => {
    const one = chosen({ ...BASE, activeMonths: 6, at: MORNING });
    const other = chosen({ ...BASE, groups: [group('East', 'KE', 'UG'), group('South', 'ZA')], at: NOON });
    const both = joined(one, other);
    expect(both).toMatchObject({ activeMonths: 6, groups: other.groups, mapNote: BASE.mapNote });
    expect(both.apart).toBeUndefined();
  });

  test('leave the later in force and the earlier beside it where both changed the same', () => {
    const one = chosen({ ...BASE, activeMonths: 6, groups: [group('East', 'KE', 'TZ')], at: MORNING });
    const other = chosen({ ...BASE, activeMonths: 24, groups: [group('East', 'KE', 'UG', 'RW')], at: NOON });
    expect(joined(one, other)).toMatchObject({
      activeMonths: 24,
      groups: [group('East', 'KE', 'UG', 'RW')],
      apart: [
        { part: 'group.East', other: 'KE TZ' },
        { part: 'months', other: '6' }
      ]
    });
  });

  test('keep a group that one device took away and the other changed, and take away what nobody changed', () => {
    const without = chosen({ ...BASE, groups: [], at: NOON });
    expect(joined(without, chosen({ ...BASE, at: MORNING })).groups).toBeUndefined();
    const changed = chosen({ ...BASE, groups: [group('East', 'KE')], at: MORNING });
    expect(joined(without, changed)).toMatchObject({
      groups: [group('East', 'KE')],
      apart: [{ part: 'group.East', other: '' }]
    });
  });

  test('are the same on both devices also where nobody knows what they began with, or which is later', () => {
    const both = joined(
      chosen({ activeMonths: 6 }),
      chosen({ activeMonths: 24, mapNote: { fr: 'Frontières.' } }),
      null
    );
    expect(both.mapNote).toEqual({ fr: 'Frontières.' });
    expect([both.activeMonths, both.apart]).toContainEqual([
      { part: 'months', other: both.activeMonths === 6 ? '24' : '6' }
    ]);
  });
});

describe('what stands beside what is in force', () => {
  const apart = chosen({ ...BASE, activeMonths: 24, apart: [{ part: 'months', other: '6' }], at: NOON });

  test('is gone when a person has decided, either way', () => {
    const [choice] = apart.apart!;
    expect(decideApart(apart, choice!, 'in-force')).toEqual(chosen({ ...BASE, activeMonths: 24, at: NOON }));
    expect(decideApart(apart, choice!, 'other')).toMatchObject({ activeMonths: 6 });
  });

  test('stays through a change of something else, and is gone by a change of the same', () => {
    const shown = { ...apart };
    const other = reviseChoices(apart, shown, { ...BASE, activeMonths: 24, mapNote: { en: 'Names.' } });
    expect(other).toMatchObject({ mapNote: { en: 'Names.' }, apart: apart.apart });
    expect(reviseChoices(apart, shown, { ...BASE, activeMonths: 9 }).apart).toBeUndefined();
  });

  test('stays when two devices meet, until one of them has decided', () => {
    expect(joined(apart, chosen({ ...apart, mapNote: { en: 'Names.' } }), apart).apart).toEqual(apart.apart);
    const decided = chosen({ ...BASE, activeMonths: 24, at: NOON });
    expect(joined(decided, chosen({ ...apart, mapNote: { en: 'Names.' } }), apart).apart).toBeUndefined();
  });
});

test('what another device chose while the dialog was open is not lost by saving it', () => {
  const current = chosen({ ...BASE, groups: [group('East', 'KE', 'UG'), group('South', 'ZA')] });
  const saved = reviseChoices(current, BASE, { ...BASE, activeMonths: 6 });
  expect(saved).toMatchObject({ activeMonths: 6, groups: current.groups });
  expect(isSameChoice(saved, chosen({ ...current, activeMonths: 6 }))).toBe(true);
});
