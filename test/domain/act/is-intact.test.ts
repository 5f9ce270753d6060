import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actId } from '#lib/domain/act/content-id.ts';
import { isIntact, parseAct } from '#lib/domain/act/parse-act.ts';
import { aClosedTrade, anImportAuthorization } from '../../samples/acts.ts';

const act = anImportAuthorization();

describe('a stored act is what was stated', () => {
  test.each(aClosedTrade().map((one) => [one.body.kind, one] as const))(
    '%s, as it was signed',
    (_kind, one) => {
      expect(isIntact(one)).toBe(true);
      expect(isIntact({ ...one, _rev: `1-${'a'.repeat(32)}` })).toBe(true);
    }
  );

  test('of a kind and with particulars that this version does not know', () => {
    const body = { ...act.body, kind: 'transit-notice', via: 'FR' };
    const later = { _id: actId(body as never, act.signature), body, signature: act.signature };
    expect(isIntact(later)).toBe(true);
    expect(parseAct(later).ok).toBe(false);
  });
});

test.each([
  ['deleted', { _id: act._id, _deleted: true }],
  ['deleted, its content kept', { ...act, _deleted: true }],
  ['revised, its content kept', { ...act, _rev: `2-${'a'.repeat(32)}` }],
  ['with an attachment', { ...act, _attachments: {} }],
  ['with another quantity', { ...act, body: { ...act.body, lines: [] } }],
  ['with another signature', { ...act, signature: { ...act.signature, value: 'T'.repeat(86) } }],
  ['under another date', { ...act, _id: act._id.replace('20261001', '20261002') }],
  ['without a body', { _id: act._id, signature: act.signature }],
  ['with a body that has no canonical form', { ...act, body: { ...act.body, number: 0.5 } }],
  ['nothing', null]
])('an act is not intact: %s', (_what, document) => {
  expect(isIntact(document)).toBe(false);
});

test('whatever is parsed is intact, and nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (body, signature) => {
      const document = { _id: act._id, body, signature };
      if (parseAct(document).ok) expect(isIntact(document)).toBe(true);
      else expect(isIntact(document)).toBe(false);
    })
  );
});
