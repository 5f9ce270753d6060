import { expect, test } from 'vitest';
import { sortActs } from '#lib/domain/exchange/sort-acts.ts';
import type { ActVerdict } from '#lib/domain/registration/judge-signer.ts';
import { anExportAuthorization, anImportAuthorization, AU, CH } from '../../samples/acts.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';

const good: ActVerdict = { verdict: 'good' };
const bad: ActVerdict = { verdict: 'bad', problem: { code: 'signature.value.wrong' } };
const unknown: ActVerdict = { verdict: 'unknown-key', problem: { code: 'signature.key.unknown' } };
const imported = { ...anImportAuthorization(), _rev: '1-a' };

test('a good act goes to its addressees and not back to where it was stated', () => {
  const { byTarget, skipped, unknownKey } = sortActs([imported], [good], AU);
  expect([...byTarget]).toEqual([['country-ch', [imported]]]);
  expect([skipped, unknownKey]).toEqual([[], []]);
});

test('of what is meant for everybody there is one copy, for all', () => {
  const certificate = ONE_OF_EACH_KIND.find(({ body }) => body.kind === 'certificate')!;
  const { byTarget } = sortActs([certificate], [good], certificate.body.issuer);
  expect([...byTarget.keys()]).toContain('reference');
});

test('one bad act is set aside with its reason and stops no other; an unknown signer’s waits', () => {
  const waiting = anImportAuthorization({ over: { number: 'AU-I-2026-000102-39' } });
  const { byTarget, skipped, unknownKey } = sortActs(
    [null, { _id: 'x'.repeat(200) }, waiting, imported],
    [bad, bad, unknown, good],
    AU
  );
  expect(skipped.map(({ id, problem }) => [id.length, problem.code])).toEqual([
    ['unreadable'.length, 'signature.value.wrong'],
    [120, 'signature.value.wrong']
  ]);
  expect(unknownKey).toEqual([waiting._id]);
  expect(byTarget.get('country-ch')).toEqual([imported]);
});

test('from a database only what its own authority issued is carried, however genuine the rest is', () => {
  const swiss = anExportAuthorization(imported);
  const { byTarget, skipped } = sortActs([swiss], [good], AU);
  expect([...byTarget]).toEqual([]);
  expect(skipped.map(({ problem }) => problem.code)).toEqual(['act.issuer.wrong']);
  expect([...sortActs([swiss], [good], CH).byTarget.keys()]).toEqual(['country-au']);
});

test('what nobody has verified is carried nowhere', () => {
  expect([...sortActs([imported], [], AU).byTarget]).toEqual([]);
});
