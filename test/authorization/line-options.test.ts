import { describe, expect, test } from 'vitest';
import { goodsOptionNames, substanceOptions } from '#lib/authorization/line-options.ts';

describe('the list of substances', () => {
  test.each([
    ['64-31-3', 'morphine|sulfate-2-1-anhydrous'],
    ['52-26-6', 'morphine|hydrochloride-anhydrous'],
    ['53-21-4', 'cocaine|hydrochloride']
  ])('a typed %s leaves one choice, which shows that number and is named by it', (typed, value) => {
    const [option, ...others] = substanceOptions(typed);
    expect(others).toEqual([]);
    expect(option).toMatchObject({ value });
    expect(option?.detail).toContain(`CAS ${typed}`);
    expect(option && goodsOptionNames(option)).toContain(typed);
  });

  test('a salt without a number of its own shows none', () => {
    const salts = substanceOptions('oxycodone').filter(({ value }) => value !== 'oxycodone|base');
    expect(salts.length).toBeGreaterThan(0);
    for (const { detail } of salts) expect(detail).not.toContain('CAS');
  });
});
