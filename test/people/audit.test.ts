import { describe, expect, test } from 'vitest';
import { AUDIT_VERBS } from '#couch/accounts/audit.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { accept, refuse } from '#lib/domain/result.ts';
import { AuditTrail, aboutWords, deedWord, doerWord } from '#lib/people/audit-trail.svelte.ts';
import type { AuditEntry } from '#lib/store/server/office-people.ts';

const NAMES = new Map([['au.admin', 'Margaret Hale']]);
const MARKS = /[\u2066-\u2069]/g;
const plain = (text: string): string => text.replace(MARKS, '');

function anEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'e',
    at: '2026-11-24T12:00:00.000Z' as Instant,
    by: 'au.admin',
    what: 'person.role',
    ...changes
  };
}

const aboutOf = (changes: Partial<AuditEntry>): string[] => aboutWords(anEntry(changes), NAMES).map(plain);

describe('the audit in words', () => {
  test('every deed that the server writes has words of its own', () => {
    const words = AUDIT_VERBS.map(deedWord);
    expect(words.filter((word) => word === '' || /[a-z]\.[a-z]/.test(word))).toEqual([]);
    expect(new Set(words).size).toBe(AUDIT_VERBS.length);
  });

  test('a deed of a later version of the server is shown by its code', () => {
    expect(deedWord('person.cloned')).toContain('person.cloned');
  });

  test('who did it is named by name and account, and by the account alone once it is removed', () => {
    expect(plain(doerWord('au.admin', NAMES))).toBe('Margaret Hale (au.admin)');
    expect(plain(doerWord('au.gone', NAMES))).toBe('au.gone');
    expect(doerWord('server', NAMES)).toBe('Server operator');
  });

  test('what was changed is told in words: roles, policy, device, country', () => {
    expect(aboutOf({ about: 'au.gone', values: { from: 'officer', to: 'reader' } })).toEqual([
      'au.gone',
      'from Officer to Viewer'
    ]);
    expect(
      aboutOf({ what: 'policy.changed', values: { secondFactor: 'everybody', idleMinutes: '60' } })
    ).toEqual(['two-step verification: All users; time without use: 60 min']);
    expect(aboutOf({ what: 'device.asked', about: 'A'.repeat(43) })).toEqual([
      'fingerprint 0000-0000-0000-0000'
    ]);
    expect(
      aboutOf({ what: 'country.suspended', about: 'BD', values: { country: 'BD', reason: 'Asked' } })
    ).toEqual(['Bangladesh', 'Asked']);
  });

  test('of a key its fingerprint, its holder and the device are told, and of a company its name', () => {
    const key = { about: 'A'.repeat(43), values: { holder: 'au.admin', device: 'Laptop' } };
    const told = ['fingerprint 0000-0000-0000-0000', 'Margaret Hale (au.admin)', 'Laptop'];
    for (const what of ['key.certified', 'key.renewed', 'key.withdrawn'])
      expect(aboutOf({ ...key, what })).toEqual(told);
    expect(aboutOf({ what: 'setting.changed', about: 'setting:country' })).toEqual([]);
    const company = { what: 'company.changed', about: 'company:7' } as const;
    expect(aboutWords(anEntry(company), new Map([['company:7', 'Alpine Pharma']])).map(plain)).toEqual([
      'Alpine Pharma'
    ]);
    expect(aboutOf(company)).toEqual(['company:7']);
  });

  test('of a restore it is told to what moment everything went back', () => {
    const restored = { by: 'server', what: 'installation.restored' } as const;
    expect(deedWord(restored.what)).toMatch(/compare users and keys/);
    expect(aboutOf({ ...restored, values: { of: '2026-11-20T03:00:00.000Z' } })[0]).toMatch(
      /^to the data of .*2026/
    );
  });

  test('of an invitation the name and the role are told, never the hash of its link', () => {
    const values = { name: 'Edith Cowan', role: 'officer' };
    expect(aboutOf({ what: 'person.invited', about: 'f0'.repeat(20), values })).toEqual([
      'Edith Cowan',
      'Officer'
    ]);
  });

  test('of sign-ins it is told on which device, and how many there have been within the hour', () => {
    const opened = { what: 'session.opened', about: 'au.admin' } as const;
    expect(aboutOf(opened)).toEqual([]);
    expect(aboutOf({ ...opened, values: { times: '8' } })).toEqual(['8 within an hour so far']);
    expect(aboutOf({ ...opened, what: 'session.device', values: { device: 'Laptop' } })).toEqual(['Laptop']);
  });

  test('of a refusal it is told whose account it was, and whether somebody knew the password', () => {
    const refused = { by: 'anybody', what: 'session.refused', about: 'au.admin' } as const;
    expect(aboutOf(refused)).toEqual(['Margaret Hale (au.admin)']);
    expect(aboutOf({ ...refused, values: { after: 'password' } })[1]).toMatch(/password was correct/);
  });

  test('a name cannot turn the line around it', () => {
    expect(aboutWords(anEntry({ values: { name: 'علي' } }), NAMES)).toContain('\u2068علي\u2069');
  });
});

/** Two hundred and fifty entries, one in twenty of them about au.officer, told in pages. */
function aLongAudit(): AuditEntry[] {
  return Array.from({ length: 250 }, (_, no) =>
    anEntry({ id: `e${no}`, about: no % 20 === 0 ? 'au.officer' : 'au.reader' })
  );
}

function readerOf(
  all: readonly AuditEntry[]
): (limit: number, before?: string) => Promise<ReturnType<typeof accept<readonly AuditEntry[]>>> {
  return async (limit, before) => {
    const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
    return accept(all.slice(from, from + limit));
  };
}

describe('the audit, read backwards', () => {
  test('of everybody one page is read, and the next one when it is asked for, to the beginning', async () => {
    const trail = new AuditTrail(readerOf(aLongAudit()));
    await trail.begin('');
    expect(trail.entriesOf('')).toHaveLength(100);
    expect(trail.isWhole).toBe(false);
    await trail.readOn('');
    await trail.readOn('');
    expect(trail.entriesOf('')).toHaveLength(250);
    expect(trail.isWhole).toBe(true);
  });

  test('of one person it is read on until there is enough or nothing more', async () => {
    const trail = new AuditTrail(readerOf(aLongAudit()));
    await trail.begin('au.officer');
    expect(trail.entriesOf('au.officer')).toHaveLength(13);
    expect(trail.isWhole).toBe(true);
  });

  test('without a line what was read stays, and the problem is told', async () => {
    const read = readerOf(aLongAudit());
    let hasLine = true;
    const trail = new AuditTrail(async (limit, before) =>
      hasLine ? read(limit, before) : refuse({ code: 'line.offline' })
    );
    await trail.begin('');
    hasLine = false;
    await trail.readOn('');
    expect(trail.entriesOf('')).toHaveLength(100);
    expect(trail.problems).toEqual([{ code: 'line.offline' }]);
    expect(trail.isWhole).toBe(false);
  });
});
