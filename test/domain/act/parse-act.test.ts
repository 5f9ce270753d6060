import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parseAct, parseActContent } from '#lib/domain/act/parse-act.ts';
import { MAX_PROBLEMS } from '#lib/domain/shape/shape.ts';
import { MAX_MICROGRAMS } from '#lib/domain/quantity.ts';
import {
  aLine,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

function codesOf(document: unknown): string[] {
  const parsed = parseAct(document);
  return parsed.ok ? [] : parsed.problems.map((one) => one.code);
}

/** The same body with one member changed. The content is judged before the id, so the old id may stay. */
function withBody(over: Record<string, unknown>): unknown {
  const act = anImportAuthorization();
  return { ...act, body: { ...act.body, ...over } };
}

function withLine(over: Record<string, unknown>): unknown {
  return withBody({ lines: [{ ...aLine(), ...over }] });
}

describe('an act that is well formed', () => {
  test('is accepted in every kind that a dossier has', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    for (const act of [ia, ea, aReply(ia), aShipment(ea), anEndorsement(ea)])
      expect(codesOf(act)).toEqual([]);
  });

  test('may carry what a database adds to it, a first revision', () => {
    const ids = ['a'.repeat(32)];
    const stored = { ...anImportAuthorization(), _rev: `1-${ids[0]}`, _revisions: { start: 1, ids } };
    expect(codesOf(stored)).toEqual([]);
  });
});

describe('the country of a party', () => {
  const ia = anImportAuthorization();
  const ea = anExportAuthorization(ia);
  const told = (act: typeof ia | typeof ea, over: object): string[] =>
    codesOf({ ...act, body: { ...act.body, ...over } }).filter((code) => code !== 'act.id.differs');
  const withCountry = <P extends object>(party: P, country: string): P => ({ ...party, country });

  test.each([
    ['importer', 'importer.country.differs'],
    ['exporter', 'exporter.country.differs']
  ] as const)('%s must be that of the authorization, of an import as of an export', (role, code) => {
    for (const act of [ia, ea])
      expect(told(act, { [role]: withCountry(act.body[role], 'BE') })).toEqual([code]);
  });

  test('of a bonded warehouse must be the importing one', () => {
    const store = { name: 'Store', address: 'Dock 4' };
    for (const act of [ia, ea]) {
      expect(told(act, { bondedWarehouse: withCountry(store, 'CH') })).toEqual(['bonded.country.differs']);
      expect(told(act, { bondedWarehouse: withCountry(store, 'AU') })).toEqual([]);
    }
  });

  test('is one that is known, and an act from before it was asked for stays valid without it', () => {
    expect(told(ia, { exporter: withCountry(ia.body.exporter, 'ZX') })).toContain('country.unknown');
    const before = ({ name, address }: typeof ia.body.importer): object => ({ name, address });
    for (const act of [ia, ea]) {
      const { importer, exporter } = act.body;
      expect(told(act, { importer: before(importer), exporter: before(exporter) })).toEqual([]);
    }
  });
});

describe('an answer to what was asked about an unusual figure', () => {
  const answered = (confirmed: unknown): string[] =>
    codesOf(withBody({ confirmed })).filter((code) => code !== 'act.id.differs');
  const yes = { line: 1, question: 'quantity' };

  test('stays with the authorization, with its reason, and an authorization without any is as before', () => {
    expect(answered([yes, { line: 1, question: 'dose', reason: 'A stock for five years.' }])).toEqual([]);
    expect(codesOf(anImportAuthorization())).toEqual([]);
    expect('confirmed' in anImportAuthorization().body).toBe(false);
  });

  test.each([
    ['is about a line that is there', [{ ...yes, line: 9 }], 'act.confirmed.noLine'],
    ['is given once', [yes, yes], 'act.confirmed.twice'],
    ['is to a question that is known', [{ ...yes, question: 'price' }], 'act.value.notInList'],
    ['holds nothing else', [{ ...yes, against: '1' }], 'act.key.unknown'],
    ['is left out where nothing was asked', [], 'act.list.length']
  ])('%s', (_, confirmed, code) => expect(answered(confirmed)).toEqual([code]));
});

describe('the envelope (architecture, invariant 1)', () => {
  const act = anImportAuthorization();
  test.each([
    ['a tombstone', { ...act, _deleted: true }, 'act.deleted'],
    ['an attachment', { ...act, _attachments: {} }, 'act.attachment'],
    ['a further key', { ...act, note: 'x' }, 'act.key.unknown'],
    ['a second revision', { ...act, _rev: `2-${'a'.repeat(32)}` }, 'act.revision.notFirst'],
    ['a long history', { ...act, _revisions: { start: 2, ids: [] } }, 'act.revision.notFirst'],
    ['no signature', { _id: act._id, body: act.body }, 'act.signature.malformed'],
    [
      'another algorithm',
      { ...act, signature: { ...act.signature, alg: 'none' } },
      'act.signature.malformed'
    ],
    [
      'a signature with one more member',
      { ...act, signature: { ...act.signature, note: 1 } },
      'act.signature.malformed'
    ],
    [
      'another id',
      { ...act, _id: act._id.slice(0, -1) + (act._id.endsWith('A') ? 'B' : 'A') },
      'act.id.differs'
    ],
    ['a re-dated id', { ...act, _id: act._id.replace('act:2026', 'act:2025') }, 'act.id.differs']
  ])('is refused with %s', (_, document, code) => {
    expect(codesOf(document)).toContain(code);
  });

  test('is proved by the id: one changed letter anywhere in the body is seen', () => {
    const changed = { ...act, body: { ...act.body, remarks: 'one more word' } };
    expect(codesOf(changed)).toEqual(['act.id.differs']);
    expect(parseActContent(changed).ok).toBe(true);
  });
});

describe('what a body may say', () => {
  test.each([
    ['no importer’s address (1961 art. 31(4)(b))', withBody({ importer: { name: 'X' } }), 'act.key.missing'],
    ['an empty address', withBody({ importer: { name: 'X', address: '' } }), 'act.text.missing'],
    ['a kind that nobody knows', withBody({ kind: 'licence' }), 'act.kind.unknown'],
    ['a particular that nobody reads', withBody({ extra: 1 }), 'act.key.unknown'],
    ['another schema', withBody({ schema: 2 }), 'act.value.notInList'],
    ['no lines', withBody({ lines: [] }), 'act.list.length'],
    [
      '201 lines',
      withBody({ lines: Array.from({ length: 201 }, (_, i) => aLine({ no: i + 1 })) }),
      'act.list.length'
    ],
    ['an impossible date', withBody({ validUntil: '2026-02-30' }), 'date.malformed'],
    [
      'a period that ends before it begins',
      withBody({ validFrom: '2027-01-01' }),
      'authorization.validity.reversed'
    ],
    [
      'a dossier that its number does not give',
      withBody({ number: 'AU-I-2026-000999-00' }),
      'act.dossier.differs'
    ],
    [
      'a third country among the addressees',
      withBody({ to: [CH, 'FR'], seq: { AU: 1, CH: 1, FR: 1 } }),
      'act.audience.wrong'
    ],
    [
      'the Board among the addressees',
      withBody({ to: ['INCB'], seq: { AU: 1, INCB: 1 } }),
      'act.audience.wrong'
    ],
    ['everybody as addressee', withBody({ to: ['*'], seq: { AU: 1 } }), 'act.audience.wrong'],
    [
      'an issuer that is not of the dossier',
      withBody({ issuer: 'FR', seq: { FR: 1, CH: 1 } }),
      'act.issuer.wrong'
    ],
    ['a count towards somebody else', withBody({ seq: { AU: 1, CH: 1, FR: 9 } }), 'act.seq.wrong'],
    ['a count that is a fraction', withBody({ seq: { AU: 1.5, CH: 1 } }), 'act.value.notAnInteger'],
    [
      'a right-to-left override in a name',
      withBody({ importer: { name: 'X\u202Egpj', address: 'Y' } }),
      'act.text.invisible'
    ],
    ['a zero-width space', withBody({ importer: { name: 'X\u200BY', address: 'Y' } }), 'act.text.invisible'],
    ['half a character', withBody({ importer: { name: 'X\uD800', address: 'Y' } }), 'act.text.surrogate'],
    [
      'letters that are not normalized',
      withBody({ importer: { name: 'Ame\u0301lie', address: 'Y' } }),
      'act.text.notNormalized'
    ],
    ['a control character', withBody({ importer: { name: 'X\u0007', address: 'Y' } }), 'act.text.control'],
    ['a line break in a name', withBody({ importer: { name: 'X\nY', address: 'Y' } }), 'act.text.control'],
    ['blanks at the end', withBody({ importer: { name: 'X ', address: 'Y' } }), 'act.text.blankEnds'],
    ['a quantity that is a number', withLine({ stated: 500 }), 'quantity.malformed'],
    ['a quantity with a leading zero', withLine({ stated: '0500' }), 'quantity.malformed'],
    ['a negative quantity', withLine({ stated: '-5' }), 'quantity.malformed'],
    [
      'a quantity beyond a thousand tonnes',
      withLine({ stated: String(MAX_MICROGRAMS + 1) }),
      'quantity.malformed'
    ],
    ['nothing of a substance', withLine({ stated: '0', base: '0' }), 'authorization.line.quantity.missing'],
    ['a base that its factor does not give', withLine({ base: '376000001' }), 'line.base.differs'],
    [
      'a factor above one',
      withLine({ factor: { ...aLine().factor, value: '1.2' }, base: '600000000' }),
      'line.factor.notAShare'
    ],
    [
      'a factor of nothing',
      withLine({ factor: { ...aLine().factor, value: '0.0' }, base: '0' }),
      'line.factor.notAShare'
    ],
    ['lines that are not numbered 1, 2, 3', withLine({ no: 2 }), 'authorization.line.number'],
    [
      'a prototype as a member',
      withBody(JSON.parse('{"__proto__x": 1}') as Record<string, unknown>),
      'act.key.unknown'
    ]
  ])('is not: %s', (_, document, code) => {
    expect(codesOf(document)).toContain(code);
  });

  test('is not: import from one’s own country', () => {
    expect(codesOf(anImportAuthorization({ over: { exportingCountry: AU } }))).not.toEqual([]);
  });

  test('is not: a delivery receipt by anybody but the exchange, nor an opened receipt by it', () => {
    const receipt = {
      schema: 1,
      kind: 'receipt',
      at: '2026-10-01T08:00:00.000Z',
      by: { person: 'xx', name: 'X', function: '' },
      of: [anImportAuthorization()._id]
    };
    const delivered = anAct({
      ...receipt,
      stage: 'delivered',
      issuer: CH,
      to: [AU],
      seq: { AU: 1, CH: 1 },
      where: CH
    } as never);
    const opened = anAct({
      ...receipt,
      stage: 'opened',
      issuer: 'EXCHANGE',
      to: [AU],
      seq: { AU: 1, EXCHANGE: 1 },
      where: CH
    } as never);
    expect(codesOf(delivered)).toEqual(['act.issuer.wrong']);
    expect(codesOf(opened)).toEqual(['act.issuer.wrong']);
  });

  test.each([
    ['the exchange, to both countries of a trade', 'EXCHANGE', ['AU', 'CH'], []],
    ['the exchange, to the issuer alone', 'EXCHANGE', ['AU'], []],
    ['the exchange, to a country twice', 'EXCHANGE', ['AU', 'AU'], ['act.seq.wrong']],
    ['the exchange, to the Board', 'EXCHANGE', ['INCB'], ['act.audience.wrong']],
    ['the exchange, to everybody', 'EXCHANGE', ['*'], ['act.audience.wrong']],
    ['a country', 'CH', ['AU'], ['act.issuer.wrong']],
    ['the Board', 'INCB', ['AU'], ['act.issuer.wrong']]
  ])('what is altered or missing is stated by the exchange alone: %s', (_, issuer, to, codes) => {
    for (const stage of ['altered', 'missing']) {
      const counted = [issuer, ...to.filter((one) => one !== '*')];
      const finding = anAct({
        schema: 1,
        kind: 'receipt',
        at: '2026-10-01T08:00:00.000Z',
        by: { person: 'exchange', name: 'Exchange', function: '' },
        of: [anImportAuthorization()._id],
        stage,
        issuer,
        to,
        seq: Object.fromEntries(counted.map((one) => [one, 1])),
        where: CH
      } as never);
      expect(codesOf(finding)).toEqual(codes);
    }
  });

  test('what was found is taken back by naming the receipt that told of it, and nothing else takes back', () => {
    const receipt = (over: object): unknown =>
      anAct({
        schema: 1,
        kind: 'receipt',
        at: '2026-10-01T08:00:00.000Z',
        by: { person: 'exchange', name: 'Exchange', function: '' },
        of: [anImportAuthorization()._id],
        issuer: 'EXCHANGE',
        to: ['AU', 'CH'],
        seq: { EXCHANGE: 1, AU: 1, CH: 1 },
        where: CH,
        ...over
      } as never);
    const takesBack = [`act:20261001:EXCHANGE:receipt:${'A'.repeat(43)}`];
    expect(codesOf(receipt({ stage: 'retracted', takesBack }))).toEqual([]);
    expect(codesOf(receipt({ stage: 'retracted' }))).toEqual(['act.key.missing']);
    expect(codesOf(receipt({ stage: 'missing', takesBack }))).toEqual(['act.key.unknown']);
    const byCountry = { issuer: CH, to: [AU], seq: { CH: 1, AU: 1 } };
    expect(codesOf(receipt({ stage: 'retracted', takesBack, ...byCountry }))).toEqual(['act.issuer.wrong']);
  });
});

test('what is wrong is told with its way from the body, and no more of it than somebody reads', () => {
  const pathsOf = (document: unknown): unknown[] => {
    const parsed = parseAct(document);
    return parsed.ok ? [] : parsed.problems.map(({ path }) => path);
  };
  const { factor } = aLine();
  expect(pathsOf(withLine({ factor: { ...factor, date: '2026-02-30' }, stated: 5 }))).toEqual([
    'body.lines.0.stated',
    'body.lines.0.factor.date'
  ]);
  expect(pathsOf(withBody({ importer: 5, '': 1 }))).toEqual(['body.importer', 'body.']);
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, 0]));
  expect(pathsOf(withBody({ seq: many }))).toHaveLength(MAX_PROBLEMS);
});

describe('anything at all', () => {
  test('is parsed without throwing, and never accepted unless its id proves it', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(parseAct(value).ok).toBe(false);
      }),
      { numRuns: 500 }
    );
  });

  test('in place of any member of a good act is refused, or is that member', () => {
    const act = anExportAuthorization();
    const paths = [
      'to',
      'seq',
      'by',
      'authority',
      'importer',
      'exporter',
      'lines',
      'importAuthorization',
      'issuer',
      'at',
      'dossier'
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const noFloats = JSON.parse(
          JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? 1 : one))
        ) as unknown;
        const changed = { ...act, body: { ...act.body, [path]: noFloats } };
        expect(parseActContent(changed).ok).toBe(false);
      }),
      { numRuns: 400 }
    );
  });
});
