/** The list of dossiers in a reminder, as the partner reads it and as an officer chooses from it. */
import { render } from 'svelte/server';
import { expect, test, vi } from 'vitest';
import { cleanText, findTextProblem } from '#lib/domain/act/typed-text.ts';
import { MAX_MESSAGE_LENGTH, MAX_REMINDED } from '#lib/domain/act/kinds/message.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { reminderLines } from '#lib/partners/partner-words.ts';
import ReminderPanel from '#lib/partners/ReminderPanel.svelte';
import { anImportAuthorization, AU, CH } from '../samples/acts.ts';

const ia = anImportAuthorization();
const { issuedOn, number, dossier } = ia.body;
const wait = {
  dossier: foldDossier(dossier, [ia]),
  silentSince: issuedOn,
  endorseBy: issuedOn,
  isOverdue: true,
  partner: CH,
  reminder: null,
  isFresh: false,
  isDue: true
};
vi.mock('$app/paths', () => ({ base: '' }));

test.each(locales)('names each dossier by number and day in %s, in a text that can be signed', (locale) => {
  const lines = reminderLines([wait], locale);
  expect(lines.split('\n')).toHaveLength(2);
  for (const line of lines.split('\n')) {
    expect(line).toContain(number);
    expect(line).toContain(formatDate(issuedOn, locale));
  }
  const text = [m.reminder_text({}, { locale }), ...Array<string>(MAX_REMINDED).fill(lines)].join('\n');
  expect(findTextProblem(cleanText(text, true), MAX_MESSAGE_LENGTH, true)).toBeNull();
});

test('an overdue dossier is selected, a reminded one is not and shows the day', () => {
  vi.stubGlobal('location', { origin: 'http://localhost' });
  vi.stubGlobal('navigator', {});
  const reminder = { _id: 'r', body: { at: '2026-11-20T10:00:00.000Z' } } as never;
  const shown = (isDue: boolean, over: object = {}, areChosen = false) =>
    render(ReminderPanel, {
      props: { own: AU, partner: CH, waits: [{ ...wait, isDue, ...over }], isOff: true, areChosen }
    }).body;
  expect(shown(true)).toMatch(/<input[^>]*checked/);
  const reminded = shown(false, { reminder, isFresh: true });
  expect(reminded).not.toMatch(/<input[^>]*checked/);
  expect(reminded).toContain(formatDate('2026-11-20' as typeof issuedOn));
  expect(reminded).toContain(m.reminder_none_chosen());
  // The officer selected it in a list.
  expect(shown(false)).not.toMatch(/<input[^>]*checked/);
  expect(shown(false, {}, true)).toMatch(/<input[^>]*checked/);
  expect(shown(false, { reminder, isFresh: true }, true)).not.toMatch(/<input[^>]*checked/);
});
