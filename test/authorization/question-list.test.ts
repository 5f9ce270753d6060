/** What is asked before an authorization is signed. */
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import QuestionList from '#lib/authorization/QuestionList.svelte';
import { m } from '#lib/i18n/messages.ts';
import { anImportAuthorization } from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));

test('a second authorization of the same day is asked about with the number of the earlier one and a link to it', () => {
  const { _id: act, body } = anImportAuthorization();
  const twice = { code: 'authorization.twice', path: 'lines', values: { number: body.number, act } };
  const shown = render(QuestionList, { props: { questions: [], others: [twice], answers: {} } }).body;
  expect(shown).toContain(body.number);
  expect(shown).toContain(`href="/authorizations/${encodeURIComponent(act)}"`);
  expect(shown).toContain(m.authorization_question_twice());
});

test('an address in another country is asked about with both countries, and has no link', () => {
  const values = { country: 'BE', exporting: 'CH' };
  const address = { code: 'exporter.addressCountry', path: 'exporterAddress', values };
  const shown = render(QuestionList, { props: { questions: [], others: [address], answers: {} } }).body;
  expect(shown).toContain('Belgium');
  expect(shown).toContain('Switzerland');
  expect(shown).toContain(m.authorization_question_exporter());
  expect(shown).not.toContain('href');
});

test('an export in spite of one’s own open objection is asked about with the number of the import authorization', () => {
  const values = { number: 'AU-I-2026-000001-98' };
  const objected = { code: 'export.importObjected', path: 'reference', values };
  const shown = render(QuestionList, { props: { questions: [], others: [objected], answers: {} } }).body;
  expect(shown).toContain(values.number);
  expect(shown).toContain(m.authorization_question_objected());
});
