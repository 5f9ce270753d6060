import { describe, expect, it } from 'vitest';
import type { KeyRole } from '#lib/domain/act/body.ts';
import { ACT_KINDS, kindNamed, type ActKind } from '#lib/domain/act/kinds.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { mayCertify, mayState } from '#lib/domain/registration/certify.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;

type Key = readonly [KeyRole, AuthorityCode];

const ROOT: Key = ['root', 'INCB'];
const DESK: Key = ['administrator', 'INCB'];
const ADMINISTRATOR: Key = ['administrator', AU];
const OFFICER: Key = ['officer', AU];
const EXCHANGE: Key = ['exchange', 'EXCHANGE'];

/** Certifier, holder, whether they may: the table of `mayCertify`, row by row. */
const TABLE: readonly (readonly [Key, Key, boolean])[] = [
  [ROOT, DESK, true],
  [ROOT, ADMINISTRATOR, true],
  [ROOT, OFFICER, false],
  [ROOT, EXCHANGE, true],
  [ROOT, ROOT, false],

  [DESK, DESK, true],
  [DESK, ADMINISTRATOR, true],
  [DESK, ['administrator', CH], true],
  [DESK, OFFICER, false],
  [DESK, EXCHANGE, true],
  [DESK, ROOT, false],

  [ADMINISTRATOR, DESK, false],
  [ADMINISTRATOR, ADMINISTRATOR, true],
  [ADMINISTRATOR, ['administrator', CH], false],
  [ADMINISTRATOR, OFFICER, true],
  [ADMINISTRATOR, ['officer', CH], false],
  [ADMINISTRATOR, EXCHANGE, false],
  [ADMINISTRATOR, ['root', AU], false],

  [OFFICER, DESK, false],
  [OFFICER, ADMINISTRATOR, false],
  [OFFICER, OFFICER, false],
  [OFFICER, EXCHANGE, false],
  [OFFICER, ROOT, false],

  [EXCHANGE, DESK, false],
  [EXCHANGE, ADMINISTRATOR, false],
  [EXCHANGE, OFFICER, false],
  [EXCHANGE, EXCHANGE, false],
  [EXCHANGE, ROOT, false]
];

/** Holders that contradict themselves: nobody certifies them. */
const IMPOSSIBLE: readonly Key[] = [
  ['exchange', AU],
  ['exchange', 'INCB'],
  ['administrator', 'EXCHANGE'],
  ['officer', 'INCB']
];

describe('who may certify whom', () => {
  it.each(TABLE)('%s certifies %s: %s', ([role, authority], [held, by], may) => {
    expect(mayCertify({ role, authority }, { role: held, authority: by })).toBe(may);
  });

  it.each(IMPOSSIBLE)('nobody certifies %s of %s', (role, authority) => {
    for (const [by, of] of [ROOT, DESK, ADMINISTRATOR, OFFICER, EXCHANGE])
      expect(mayCertify({ role: by, authority: of }, { role, authority })).toBe(false);
  });
});

const KEYS: readonly ActKind[] = ['certificate', 'withdrawal'];
/** What the Board tells everybody: lists, and letters. */
const LISTS: readonly ActKind[] = [
  'authority',
  'announcement',
  'survey',
  'survey-closing',
  'suggestion-answer',
  'user-group-record'
];
/** In the country's name, and by nobody but its administrator. */
const ANSWERS: readonly ActKind[] = [
  'survey-answer',
  'national-practice',
  'suggestion-vote',
  'action-report'
];
const RECEIPT: readonly ActKind[] = ['receipt'];
/** Two people of INCB answer for such a list. */
const OF_TWO_PEOPLE = ACT_KINDS.filter((kind) => kindNamed(kind)?.signers.includes('secretariat'));
const TRADE = ACT_KINDS.filter(
  (kind) => ![...KEYS, ...LISTS, ...RECEIPT, ...ANSWERS, ...OF_TWO_PEOPLE].includes(kind)
);

/** Signer, and whether they state keys, lists, receipts, acts of a trade, answers: the table of `mayState`. */
const STATED: readonly (readonly [Key, boolean, boolean, boolean, boolean, boolean])[] = [
  [ROOT, true, true, false, false, false],
  [DESK, true, true, false, false, false],
  [ADMINISTRATOR, true, false, true, true, true],
  [OFFICER, false, false, true, true, false],
  [EXCHANGE, false, false, true, false, false]
];

describe('who may state what', () => {
  it.each(STATED)(
    '%s: keys %s, lists %s, receipts %s, of a trade %s, answers %s',
    ([role, authority], keys, lists, receipts, trade, answers) => {
      const columns = [KEYS, LISTS, RECEIPT, TRADE, ANSWERS] as const;
      [keys, lists, receipts, trade, answers].forEach((may, column) => {
        for (const kind of columns[column] ?? []) expect(mayState({ role, authority }, kind)).toBe(may);
      });
    }
  );

  it('a list of INCB is signed by its people, never by the root key, which no person answers for', () => {
    expect(OF_TWO_PEOPLE).toHaveLength(7);
    const signers = [ROOT, DESK, ADMINISTRATOR, OFFICER, EXCHANGE];
    const may = signers.filter(([role, authority]) =>
      OF_TWO_PEOPLE.some((kind) => mayState({ role, authority }, kind))
    );
    expect(may).toEqual([DESK]);
  });

  it('a trade has no kind of act that the Board could state', () => {
    expect(TRADE.length).toBeGreaterThan(6);
    expect(ACT_KINDS.filter((kind) => mayState({ role: 'officer', authority: 'INCB' }, kind))).toEqual([]);
  });
});
