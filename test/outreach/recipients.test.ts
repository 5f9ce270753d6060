/** The recipients of a draft: a region that is not chosen, and countries of which none can receive it. */
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Typed } from '#lib/domain/draft/draft.ts';
import { m } from '#lib/i18n/messages.ts';
import AudienceFields from '#lib/outreach/AudienceFields.svelte';

/** On a device without a registered country. */
function recipients(fields: Typed): string {
  const form = {
    fields,
    read: (name: string) => fields[name] ?? '',
    write: () => undefined,
    toggle: () => undefined
  };
  const problemAt = () => undefined;
  return render(AudienceFields, { props: { form, problemAt, notSecret: m.survey_no_secret() } }).body;
}

test.each(['', 'atlantis'])('a draft for the region “%s” opens, and no country can receive it', (region) => {
  expect(recipients({ whom: 'region', region })).toContain('Countries that can receive it: 0.');
});

test('recipients none of whom can receive a draft are named as the problem', () => {
  const problem = 'None of the chosen countries and territories can receive it yet.';
  expect(recipients({ whom: 'region', region: '061' })).toContain(problem);
  expect(recipients({ whom: 'region', region: '' })).not.toContain(problem);
});

test('a survey is called a survey where it is said not to be secret', () => {
  expect(recipients({})).toContain('The survey is not secret');
});
