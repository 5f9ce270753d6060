import { describe, expect, test } from 'vitest';
import { emptyNote, judgeTyped, typedToNote, type TypedNote } from '#lib/contacts/note-form.ts';
import { parseNote } from '#lib/domain/outreach/contact-note.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';

const TODAY = '2026-11-27' as CalendarDate;
const WRITTEN = { at: '2026-11-27T09:00:00.000Z' as Instant, by: 'incb.secretary' };

const typed = (over: Partial<TypedNote> = {}): TypedNote => ({ ...emptyNote('KE', TODAY), ...over });

describe('a note as it is typed', () => {
  test.each<[string, Partial<TypedNote>, object]>([
    ['of no country', { country: '' }, { country: 'missing' }],
    ['on no day', { on: '2026-13-01' }, { on: 'date' }],
    ['on a day to come', { on: '2026-11-28' }, { on: 'future' }],
    ['with a step on no day', { step: 'Call' }, { due: 'missing' }],
    ['with a step on a day that is over', { step: 'Call', due: '2026-11-26' }, { due: 'past' }],
    ['with a day and no step', { due: '2026-12-01' }, { step: 'missing' }],
    ['with a telephone of nobody', { telephone: '+254 20' }, { name: 'missing' }],
    [
      'with an address that is none',
      { name: 'Joyce Mutua', email: 'joyce at ministry' },
      { email: { code: 'registration.email.malformed', path: 'email' } }
    ],
    ['that says nothing', { way: 'none', text: '  ' }, { text: 'nothing' }]
  ])('%s is told in its box, and is not written', (_name, over, problems) => {
    expect(judgeTyped(typed(over), TODAY)).toEqual(problems);
    expect(typedToNote(typed(over), TODAY, WRITTEN)).toBeNull();
  });

  test('too long a text is told in its box', () => {
    const problems = judgeTyped(typed({ text: 'x'.repeat(4001), step: 'x'.repeat(201), due: TODAY }), TODAY);
    expect(problems).toMatchObject({ text: { code: 'text.tooLong' }, step: { code: 'text.tooLong' } });
  });

  test('what a paste leaves behind is taken off, and what was typed is a note that is taken', () => {
    const note = typedToNote(
      typed({
        name: ' Joyce\u200b Mutua ',
        text: 'Asks for\r\na webinar. ',
        step: ' Call again',
        due: '2026-12-01'
      }),
      TODAY,
      WRITTEN
    );
    expect(note).toMatchObject({
      person: { name: 'Joyce Mutua' },
      text: 'Asks for\na webinar.',
      next: { step: 'Call again', due: '2026-12-01' }
    });
    expect(parseNote(note).ok).toBe(true);
  });
});
