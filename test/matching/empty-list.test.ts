/** A matching desk without a row says what is so and no more. */
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import EmptyList from '#lib/matching/EmptyList.svelte';

function shown(isOther: boolean, dossiers: number, exact: number): string {
  const { body } = render(EmptyList, { props: { isOther, dossiers, exact, onclear: () => undefined } });
  return body.replace(/<[^>]*>/g, ' ');
}

test('everything matches, with how many were compared and how many agree to the microgram', () => {
  const text = shown(false, 1234, 987);
  expect(text).toContain('Everything matches');
  expect(text).toContain('1,234');
  expect(text).toContain('987');
});

test('nothing was compared, so nothing is said to match', () => {
  expect(shown(false, 0, 0)).not.toContain('Everything matches');
});

test('what stands under other tabs or filters is not passed off as matched', () => {
  const text = shown(true, 1234, 987);
  expect(text).not.toContain('Everything matches');
  expect(text).toContain('Clear');
});
