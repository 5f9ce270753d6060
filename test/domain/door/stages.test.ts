import { expect, test } from 'vitest';
import { stagesOf } from '#lib/domain/door/blocks.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aGivenFile } from '../../samples/file-replies.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';

const draft = { _id: 'draft:1' };
const block = { _id: 'block:import-authorization:2026:000001' };
const trade = anImportAuthorization();

test('certificates and withdrawals come before the blocks of their devices, and blocks before the acts numbered from them', () => {
  const keys = ONE_OF_EACH_KIND.filter(({ body }) => ['certificate', 'withdrawal'].includes(body.kind));
  expect(keys).toHaveLength(2);
  expect(stagesOf([trade, draft, block, ...keys])).toEqual([keys, [block], [trade, draft]]);
});

test('without a block everything is one stage, in the order in which it was pushed', () => {
  expect(stagesOf([trade, draft])).toEqual([[trade, draft]]);
});

test('a file for a partner goes before the acts, whose replies it judges', () => {
  const file = aGivenFile(trade, { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) });
  expect(stagesOf([trade, file])).toEqual([[], [file], [trade]]);
});

test('the register of companies and the country’s choice go before the acts that they judge', () => {
  const register = [{ _id: 'company:1' }, { _id: 'setting:country' }];
  expect(stagesOf([trade, ...register])).toEqual([[], register, [trade]]);
});
