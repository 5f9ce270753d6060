/** The table of what each role may do, written by hand; and that a role is asked about nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  fitsAuthority,
  isLower,
  keyRoleOf,
  may,
  PERSON_ROLES,
  RIGHTS,
  roleNamed,
  type PersonRole
} from '#lib/domain/registration/rights.ts';

const TABLE: Record<PersonRole, string> = {
  administrator: 'office records trade sign issue particulars watch manage report',
  officer: 'office records trade sign issue report',
  reader: 'office records trade report',
  customs: 'report inspect',
  company: 'apply',
  incb: 'office records sign particulars manage registry overview announce',
  observer: 'office records overview',
  trainer: 'office teach sessions',
  regional: 'office region sessions',
  service: 'records carry',
  system: 'records trade sign issue'
};

describe('what a role may', () => {
  test.each(PERSON_ROLES)('%s has the rights of its row and no other', (role) => {
    expect(RIGHTS.filter((right) => may({ role }, right)).join(' ')).toBe(TABLE[role]);
  });

  test.each(['', 'root', 'exchange', 'constructor', 'Administrator'])(
    'what is no role may nothing: %j',
    (role) => {
      expect(roleNamed(role)).toBeNull();
      expect(RIGHTS.filter((right) => may({ role }, right))).toEqual([]);
    }
  );

  test('nobody may nothing', () => {
    for (const nobody of [null, undefined]) expect(RIGHTS.some((right) => may(nobody, right))).toBe(false);
  });

  test('whoever signs has a key of some role, and nobody else has', () => {
    for (const role of PERSON_ROLES) expect(keyRoleOf(role) !== null).toBe(may({ role }, 'sign'));
  });

  test('only a country’s own people and systems read a trade, never the Board, a trainer or a server', () => {
    const readers = PERSON_ROLES.filter((role) => may({ role }, 'trade'));
    expect(readers).toEqual(['administrator', 'officer', 'reader', 'system']);
    expect(readers.some((role) => fitsAuthority(role, 'INCB'))).toBe(false);
  });

  test('an office is lower only where it may a part of what the other may', () => {
    const pairs = PERSON_ROLES.flatMap((one) =>
      PERSON_ROLES.filter((other) => isLower(one, other)).map((other) => `${one} < ${other}`)
    );
    expect(pairs).toEqual([
      'officer < administrator',
      'reader < administrator',
      'reader < officer',
      'observer < incb',
      'system < administrator',
      'system < officer'
    ]);
  });
});

/** A condition upon a role by its name: a further role would be forgotten there. */
const NAMED = `'(?:${PERSON_ROLES.join('|')})'`;
const ASKED = new RegExp(`\\brole\\b\\)?\\s*[!=]==\\s*${NAMED}|roles:\\s*\\[\\s*${NAMED}`);
/** The roles of keys, and words for each role; the demonstration casts its people. */
const MAY_ASK = [
  'src/lib/domain/registration/',
  'src/lib/people/people-words.ts',
  'src/lib/i18n/paraglide/',
  'couch/demonstration/',
  // What a device asks to be is a matter between it and whoever certifies it.
  'couch/gateway/routes/devices.ts'
];

describe('a right is asked for, never a role', () => {
  test('in all of the product', () => {
    const files = ['src', 'couch'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`)
    );
    const asking = files.filter(
      (name) =>
        /\.(ts|svelte)$/.test(name) &&
        !MAY_ASK.some((one) => name.startsWith(one)) &&
        ASKED.test(readFileSync(name, 'utf8'))
    );
    expect(files.length).toBeGreaterThan(500);
    expect(asking).toEqual([]);
  });

  test('and would be found', () => {
    for (const source of ["person.role === 'officer'", "if (role !== 'reader')", "roles: ['incb']"])
      expect(ASKED.test(source)).toBe(true);
  });
});
