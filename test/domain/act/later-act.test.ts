import { describe, expect, test } from 'vitest';
import { isIntact, parseAct, parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { anImportAuthorization, aReply } from '../../samples/acts.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';

const ia = anImportAuthorization();

/** The same act with other members, under the id that it then has. */
function changed(over: object, of: { body: object; signature: object } = ia): object {
  const body = { ...of.body, ...over } as never;
  return { _id: actId(body, of.signature), body, signature: of.signature };
}

const codesOf = (document: object): string[] => {
  const parsed = parseCarriedAct(document);
  return parsed.ok ? [] : parsed.problems.map(({ code }) => code);
};

describe('an act that only a later version reads', () => {
  test.each([
    ['of another kind, in a dossier', { kind: 'paper-licence' }],
    ['of another kind and schema', { kind: 'paper-licence', schema: 7 }],
    ['of another kind, to one country', { kind: 'paper-licence', dossier: undefined }],
    ['of another kind, to everybody', { kind: 'practice', dossier: undefined, to: ['*'], seq: { AU: 1 } }],
    ['with another member', { haste: 'great' }]
  ])('%s is carried and not read', (_, over) => {
    const act = changed(JSON.parse(JSON.stringify({ ...ia.body, ...over })) as object, {
      body: {},
      signature: ia.signature
    });
    expect(codesOf(act)).toEqual([]);
    expect(parseAct(act).ok).toBe(false);
    expect(isIntact(act)).toBe(true);
  });

  test.each([
    ['to the Board', { kind: 'paper-licence', to: ['INCB'], seq: { AU: 1, INCB: 1 } }, 'act.audience.wrong'],
    ['in the name of the exchange', { kind: 'paper-licence', issuer: 'EXCHANGE' }, 'act.issuer.wrong'],
    ['with a count that is none', { kind: 'paper-licence', seq: { AU: 0, CH: 1 } }, 'act.value.notAnInteger'],
    ['without a count of its addressee', { kind: 'paper-licence', seq: { AU: 1 } }, 'act.seq.wrong'],
    ['with a wrong known member', { haste: 'great', validUntil: '2026-02-30' }, 'date.malformed'],
    [
      'with another member inside a known one',
      { importer: { ...ia.body.importer, haste: 1 } },
      'act.key.unknown'
    ],
    ['of a known kind and another schema', { schema: 2 }, 'act.value.notInList'],
    ['whose kind is no name', { kind: 'Paper' }, 'act.kind.malformed']
  ])('%s is refused', (_, over, code) => {
    expect(codesOf(changed(over))).toContain(code);
  });

  test('has one content: a changed member, or one without canonical form, is seen', () => {
    const act = changed({ kind: 'paper-licence', haste: 'great' }) as { body: object };
    expect(codesOf({ ...act, body: { ...act.body, haste: 'small' } })).toEqual(['act.id.differs']);
    expect(codesOf({ ...act, body: { ...act.body, haste: 0.5 } })).toEqual(['act.id.differs']);
  });

  test('is no key, and nothing for the Board: there an unknown member is refused', () => {
    const strict = ONE_OF_EACH_KIND.filter(
      ({ body: { kind, to } }) => ['certificate', 'withdrawal'].includes(kind) || to.includes('INCB' as never)
    );
    expect(strict.length).toBeGreaterThan(4);
    for (const act of ONE_OF_EACH_KIND)
      expect(codesOf(changed({ haste: 'great' }, act))).toEqual(
        strict.includes(act) ? ['act.key.unknown'] : []
      );
  });

  test('has no member that an engine would drop', () => {
    const named = (name: string) => JSON.parse(`{"haste":{"${name}":1}}`) as object;
    for (const name of ['__proto__', 'constructor', 'toString'])
      for (const kind of ['paper-licence', ia.body.kind])
        expect(codesOf(changed({ kind, ...named(name) }))).toEqual(['act.key.unknown']);
  });

  test('is judged by its known members, however many unknown ones it has', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a${i}`, 1]));
    expect(codesOf(changed({ ...many, text: '' }, aReply(ia)))).not.toEqual([]);
  });
});
