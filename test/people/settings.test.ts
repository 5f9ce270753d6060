import { describe, expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { newNoticesOf, noteAll, noticesOf } from '#lib/people/notices.ts';
import { judgeParticulars, NO_PARTICULARS, readParticulars } from '#lib/people/particulars.ts';

const OFFICE = {
  name: 'Office of Drug Control',
  address: '1 Main Street\nCanberra',
  email: '',
  legalBasis: ''
};

describe('the authority’s own particulars', () => {
  test.each([' \n ', '-', '.'])(
    'name and address are needed and %j is none; legal basis is not',
    (nothing) => {
      expect(judgeParticulars(OFFICE).ok).toBe(true);
      const judged = judgeParticulars({ ...NO_PARTICULARS, name: nothing, address: nothing });
      expect(judged.ok ? [] : judged.problems.map(({ path }) => path)).toEqual(['name', 'address']);
    }
  );

  test('an e-mail address that is none is refused at its field', () => {
    const judged = judgeParticulars({ ...OFFICE, email: 'office of drug control' });
    expect(judged.ok ? [] : judged.problems.map(({ path }) => path)).toEqual(['email']);
  });

  test('what a keyboard leaves behind is taken off, the lines of an address stay', () => {
    const judged = judgeParticulars({ ...OFFICE, name: ' Office\u200b  of Drug Control ' });
    expect(judged.ok && judged.value).toEqual(OFFICE);
  });

  test('a setting that somebody else wrote badly reads as empty', () => {
    expect(readParticulars({ name: 7, address: null })).toEqual(NO_PARTICULARS);
    expect(readParticulars(null)).toEqual(NO_PARTICULARS);
  });
});

function aNotice(no: number, at: string): Record<string, unknown> {
  const person = { name: 'Ali Karim', function: 'Clerk', email: 'ali@post.example' };
  return { _id: `registration-notice:${no}`, schema: 1, kind: 'second-request', about: 'r', at, ...person };
}

describe('what INCB’s registry told the country', () => {
  const documents = [
    aNotice(1, '2026-11-01T10:00:00.000Z'),
    aNotice(2, '2026-11-20T10:00:00.000Z'),
    { _id: 'registration-notice:3', schema: 1 }
  ];

  function aStore(): Parameters<typeof noteAll>[0] {
    const settings = new Map<string, unknown>();
    return {
      documents: () => documents,
      setting: (name) => settings.get(name) ?? null,
      person: { id: 'au.admin' } as Parameters<typeof noteAll>[0]['person'],
      saveSetting: async (name, value) => {
        settings.set(name, value);
        return { ok: true, value: true };
      }
    };
  }

  test('the latest stands first, and what cannot be read is left out', () => {
    expect(noticesOf(aStore()).map(({ _id }) => _id)).toEqual([
      'registration-notice:2',
      'registration-notice:1'
    ]);
  });

  test('what one administrator has noted is news to nobody; a later notice is', () => {
    const store = aStore();
    expect(newNoticesOf(store)).toHaveLength(2);
    noteAll(store);
    expect(newNoticesOf(store)).toEqual([]);
    documents.push(aNotice(4, '2026-11-24T10:00:00.000Z' as Instant));
    expect(newNoticesOf(store).map(({ _id }) => _id)).toEqual(['registration-notice:4']);
  });
});
