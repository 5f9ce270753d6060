import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import NewWishes from '#lib/suggestion/NewWishes.svelte';

test('where no country has sent a suggestion, none is said to be answered', () => {
  const { body } = render(NewWishes, { props: { onanswer: () => undefined } });
  expect(body).toContain('No country has sent a suggestion yet.');
  expect(body).not.toContain('You have answered every suggestion');
});
