/** Acts that arrive while the device verifies others (architecture §7). */
import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { Records } from '#lib/store/index/records.ts';
import { Verdicts } from '#lib/store/index/verdicts.ts';
import { aCancellation, anImportAuthorization } from '../samples/acts.ts';

function openRecords(): Records {
  const book = { isSigned: () => false, isRefused: () => false, central: { take: () => false } };
  return new Records({ authority: 'AU', country: {}, reference: null, book, roots: [] } as never);
}

function arrive(records: Records, act: Act): void {
  records.shelf.take({ id: act._id, rev: '1-a', deleted: false, document: act as never, conflicts: [] });
  records.recount();
}

test('an act that arrives while another is verified is verified too, also if the other is counted anew meanwhile', async () => {
  const records = openRecords();
  const first = anImportAuthorization();
  const second = aCancellation(first);
  arrive(records, first);
  const verified = records.verifyPending();
  arrive(records, second);
  await verified;
  expect([first, second].map((act) => records.verdictOf(act._id))).toEqual(['unknown-key', 'unknown-key']);
});

test('an act that another tab verifies before this one counts here too', async () => {
  const act = anImportAuthorization();
  let isSigned = false;
  const keyring = { trust: { judge: () => ({ verdict: 'good' }) } };
  const verdicts = new Verdicts(keyring as never, {
    isSigned: () => isSigned,
    keepSigned: async () => undefined
  });
  expect(verdicts.verdictOf(act)).toBe('pending');
  isSigned = true;
  const settled: Act[] = [];
  await verdicts.check(
    [act],
    (portion) => void settled.push(...(portion as Act[])),
    () => false
  );
  expect(settled).toEqual([act]);
});
