import { describe, expect, it } from 'vitest';
import type { KeyRole } from '#lib/domain/act/body.ts';
import { ACT_KINDS } from '#lib/domain/act/kind.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { mayCertify, mayState } from '#lib/domain/registration/certify.ts';

const AU = 'AU' as AuthorityCode;
const CH = 'CH' as AuthorityCode;

type Key = readonly [KeyRole, AuthorityCode];

const ROOT: Key = ['root', 'INCB'];
const EXCHANGE: Key = ['exchange', 'EXCHANGE'];

/** Certifier, holder, whether he may: the table of `mayCertify`. */
const TABLE: readonly (readonly [Key, Key, boolean])[] = [
  [ROOT, ['administrator', AU], true],
  [ROOT, ['administrator', 'INCB'], true],
  [ROOT, ['officer', AU], false],
  [ROOT, EXCHANGE, true],
  [ROOT, ROOT, false],
  [['administrator', AU], ['administrator', AU], true],
  [['administrator', AU], ['officer', AU], true],
  [['administrator', AU], ['administrator', CH], false],
  [['administrator', AU], ['officer', CH], false],
  [['administrator', AU], EXCHANGE, false],
  [['administrator', AU], ['root', AU], false],
  [['administrator', 'INCB'], ['administrator', AU], false],
  [['administrator', 'INCB'], ['officer', 'INCB'], true],
  [['officer', AU], ['officer', AU], false],
  [EXCHANGE, EXCHANGE, false],
  [EXCHANGE, ['officer', AU], false],
  [ROOT, ['exchange', AU], false],
  [ROOT, ['administrator', 'EXCHANGE'], false]
];

describe('who may certify whom', () => {
  it.each(TABLE)('%s certifies %s: %s', ([role, authority], [held, by], may) => {
    expect(mayCertify({ role, authority }, { role: held, authority: by })).toBe(may);
  });
});

describe('who may state what', () => {
  it('keys are the business of administrators and of INCB', () => {
    for (const kind of ['certificate', 'withdrawal'] as const) {
      const may = (['root', 'administrator', 'officer', 'exchange'] as const).filter((role) =>
        mayState(role, kind)
      );
      expect(may).toEqual(['root', 'administrator']);
    }
  });

  it('the exchange states receipts only', () => {
    expect(ACT_KINDS.filter((kind) => mayState('exchange', kind))).toEqual(['receipt']);
  });

  it('the key that certifies administrators states nothing of a trade', () => {
    expect(ACT_KINDS.filter((kind) => mayState('root', kind))).toEqual([
      'certificate',
      'withdrawal',
      'authority',
      'substance-edition'
    ]);
  });
});
