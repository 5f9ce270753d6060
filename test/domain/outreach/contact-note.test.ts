import { describe, expect, test } from 'vitest';
import { checkBoardDocument } from '#lib/domain/exchange/system-structure.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { parseNote, writeNote, readContactRule } from '#lib/domain/outreach/contact-note.ts';
import { aNote } from '../../samples/contact.ts';

const KE = 'KE' as CountryCode;
const next = { step: 'Call again', due: '2026-12-01' as CalendarDate };

function codesOf(document: unknown, previous: unknown = null): readonly string[] {
  const checked = checkBoardDocument(document, previous);
  return checked.ok ? [] : checked.problems.map(({ code }) => code);
}

describe('a note on a country', () => {
  test('is read as it is written, whatever the order of its words', () => {
    const { _id, ...words } = aNote(KE, '2026-11-27', { text: 'Asks for a webinar.\nIn Swahili.', next });
    const turned = Object.fromEntries(Object.entries(words).reverse());
    expect(parseNote({ _id, ...turned }).ok).toBe(true);
    expect(parseNote({ _id, ...words, _rev: '1-a' }).ok).toBe(true);
  });

  test('said twice is one, and said otherwise another', () => {
    const content = { text: 'Asks for a webinar.' };
    expect(aNote(KE, '2026-11-27', content)._id).toBe(aNote(KE, '2026-11-27', content)._id);
    expect(aNote(KE, '2026-11-27', { text: 'Asks for nothing.' })._id).not.toBe(
      aNote(KE, '2026-11-27', content)._id
    );
  });

  test.each<[string, object]>([
    ['says other words than its id is of', { text: 'Something else.' }],
    ['is of another country than its id', { country: 'UG' }],
    ['bears a key that nobody reads', { secret: 'x' }],
    ['was spoken in a way that is none', { way: 'carrier pigeon' }],
    ['plans a step on no day', { next: { step: 'Call', due: '2026-02-31' } }],
    ['plans a day without a step', { next: { step: '', due: '2026-12-01' } }],
    ['is longer than anybody writes', { text: 'x'.repeat(4001) }],
    ['writes to two at once', { person: { name: 'A', email: 'a@b.example,c@d.example' } }],
    ['hides its direction', { text: 'abc\u202ecba' }],
    ['settles what is no note', { settles: ['act:1'] }]
  ])('is none where it %s', (_name, over) => {
    expect(parseNote({ ...aNote(KE, '2026-11-27'), ...over }).ok).toBe(false);
    expect(codesOf({ ...aNote(KE, '2026-11-27'), ...over })).toEqual(['document.malformed']);
  });

  test('that says nothing is none', () => {
    expect(parseNote(aNote(KE, '2026-11-27', { way: 'none' })).ok).toBe(false);
    expect(parseNote(aNote(KE, '2026-11-27', { way: 'none', next })).ok).toBe(true);
  });

  test('is taken by the Board’s database once, and neither changed nor removed, whatever history is claimed', () => {
    const note = aNote(KE, '2026-11-27');
    expect(codesOf(note)).toEqual([]);
    expect(codesOf(note, note)).toEqual(['contact.immutable']);
    expect(codesOf({ _id: note._id, _deleted: true })).toEqual(['contact.immutable']);
    expect(codesOf({ ...note, _deleted: true })).toEqual(['contact.immutable']);
    expect(codesOf({ ...note, _rev: `2-${'a'.repeat(32)}` })).toEqual(['contact.immutable']);
    expect(codesOf({ ...note, _revisions: { start: 2, ids: ['a', 'b'] } })).toEqual(['contact.immutable']);
  });

  test('is no country’s document', () => {
    expect(checkCountryDocument(aNote(KE, '2026-11-27'), null).ok).toBe(false);
  });

  test('keeps every word under its hash', () => {
    const { _id, schema: _schema, ...content } = aNote(KE, '2026-11-27', { text: 'Asks.', next });
    for (const key of Object.keys(content)) {
      const { [key as 'text']: _left, ...rest } = content;
      expect(writeNote(rest as typeof content)._id).not.toBe(_id);
    }
  });
});

describe('the rule for quiet countries', () => {
  test('is six months until INCB says otherwise, and the Board’s database takes no other nonsense', () => {
    const setting = { _id: 'setting:contacts', schema: 1 };
    expect(readContactRule(undefined)).toEqual({ quietMonths: 6, joiningDays: 14 });
    expect(readContactRule({ ...setting, quietMonths: 9 })).toEqual({ quietMonths: 9, joiningDays: 14 });
    expect(readContactRule({ ...setting, quietMonths: 'many' })).toEqual({ quietMonths: 6, joiningDays: 14 });
    expect(codesOf({ ...setting, quietMonths: 9 })).toEqual([]);
    expect(codesOf({ ...setting, quietMonths: 0 })).toEqual(['document.malformed']);
  });
});
