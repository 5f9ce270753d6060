/** What the matching desk lists: the same on both sides, kept fresh as acts come in. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import { MatchingIndex, type MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aMatchDecision,
  aReply,
  aShipment
} from '../../samples/acts.ts';
import { aHistory, seeds } from '../../samples/history.ts';
import { generatePairs, type Truth } from '../../score/generate-pairs.ts';

const TODAY = '2026-11-27' as CalendarDate;

/** A desk that holds these acts. */
function aDesk(today = TODAY) {
  const acts = new Map<ActId, DossierAct>();
  const dossiers = new DossierIndex();
  const index = new MatchingIndex((id) => acts.get(id) ?? null);
  const all = (): Dossier[] => {
    const list: Dossier[] = [];
    dossiers.forEach((one) => list.push(one));
    return list;
  };
  return {
    add(more: readonly DossierAct[]): MatchingBoard {
      for (const act of more) acts.set(act._id, act);
      dossiers.add(more);
      return index.read(all(), today);
    },
    remove(id: ActId): MatchingBoard {
      acts.delete(id);
      dossiers.remove(new Set([id]));
      return index.read(all(), today);
    },
    read: () => index.read(all(), today)
  };
}

function boardOf(acts: readonly DossierAct[], today = TODAY): MatchingBoard {
  return aDesk(today).add(acts);
}

const classesOf = ({ findings }: MatchingBoard): string[] => findings.map((one) => one.class);
const aNumber = (n: number): string => `AU-I-2026-${String(n).padStart(6, '0')}-98`;
const anImport = (n: number, over: Record<string, unknown> = {}) =>
  anImportAuthorization({ over: { number: aNumber(n), ...over } });
const anExportOn = (ia: ActOf<'import-authorization'>, n: number, over: Record<string, unknown> = {}) =>
  anExportAuthorization(ia, { over: { number: `CH-E-${n}`, ...over } });
const GRAM = 1_000_000;
const grams = (amount: number): string => String(amount * GRAM);
const morphine = (amount: number) => [aLine({ stated: grams(amount), importLine: 1 })];

describe('the classes', () => {
  const ia = anImport(1, { consignments: 0, lines: [aLine()] });
  const ea = anExportOn(ia, 1);

  test('an export authorization upon nothing that is here is the most serious', () => {
    const board = boardOf([anExportOn(anImport(7), 1)]);
    expect(board.findings).toMatchObject([
      {
        class: 'export-without-import',
        cited: aNumber(7),
        says: { kind: 'reference', number: aNumber(7) },
        goods: [
          { substance: 'morphine', stated: 500 * GRAM },
          { substance: 'codeine', stated: 200 * GRAM }
        ]
      }
    ]);
    expect(board.proposals).toEqual([]);
  });

  test('where an import authorization is here that may be meant, it is the number that nobody knows', () => {
    const board = boardOf([anImport(101), anExportOn(anImport(110), 1)]);
    expect(classesOf(board)).toEqual(['number-unknown']);
    expect(board.proposals).toMatchObject([{ candidates: [{ likeness: expect.arrayContaining(['slip']) }] }]);
  });

  test('where goods and parties alone are alike it stays as serious, and the order that is open is proposed', () => {
    const order = anImport(101);
    const cites = { importAuthorization: { number: 'P 4711', issuedOn: '2026-09-12', authority: 'Office' } };
    const paper = anImportAuthorization({ over: { number: 'P 4711', issuedOn: '2026-09-12' } });
    const board = boardOf([order, anExportOn(paper, 1, cites)]);
    expect(board.findings).toMatchObject([{ class: 'export-without-import', says: { isAlike: true } }]);
    const likeness = ['quantity', 'importer', 'exporter'];
    expect(board.proposals).toMatchObject([{ candidates: [{ act: { _id: order._id }, likeness }] }]);
  });

  test.each([
    ['more is granted than authorized', [anExportOn(ia, 2, { lines: morphine(501) })], 'more-shipped'],
    ['more is shipped than authorized', [ea, aShipment(ea, { stated: [grams(501)] })], 'more-shipped'],
    [
      'more arrives than authorized',
      [ea, aShipment(ea, { stated: [grams(500)] }), anEndorsement(ea, { stated: [grams(520)] })],
      'more-shipped'
    ],
    [
      'an export authorization upon a cancelled one',
      [aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' }), ea],
      'contradicts'
    ],
    [
      'a second import authorization under one number',
      [anImport(1, { lines: [aLine({ stated: grams(1) })] })],
      'duplicate-number'
    ],
    [
      'less arrives than was shipped',
      [ea, aShipment(ea, { stated: [grams(500)] }), anEndorsement(ea, { stated: [grams(495)] })],
      'arrived-less'
    ],
    [
      'more arrives than was shipped',
      [ea, aShipment(ea, { stated: [grams(300)] }), anEndorsement(ea, { stated: [grams(400)] })],
      'figures-differ'
    ],
    ['the unit slips', [anExportOn(ia, 2, { lines: [aLine({ stated: '500000' })] })], 'figures-differ'],
    [
      'another importer is named',
      [anExportOn(ia, 2, { importer: { name: 'Other Ltd', address: 'Perth' } })],
      'particulars-differ'
    ],
    ['goods left and nothing is stated of them', [ea, aShipment(ea)], 'endorsement-overdue'],
    [
      'the validity ended and nothing was returned',
      [anExportOn(ia, 2, { validUntil: '2026-10-31' })],
      'expired-unused'
    ],
    [
      'a question is not answered',
      [aReply(ia, { over: { answer: 'query', text: 'Is it yours?' } })],
      'answer-outstanding'
    ]
  ])('%s: it is told as that, and as nothing else', (_what, acts, expected) => {
    const told = [...new Set(classesOf(boardOf([ia, ...(acts as DossierAct[])])))];
    expect(told).toEqual([expected]);
  });

  test('a partner who gave one number to two is told of both, each with its own amount and under its own key', () => {
    const open = anImport(5, { consignments: 0, lines: [aLine()] });
    const two = ['300', '200'].map((amount, n) =>
      anExportAuthorization(open, {
        at: `2026-10-05T09:00:0${n}.000Z`,
        over: { number: 'CH-E-5', lines: morphine(Number(amount)) }
      })
    );
    const lost = two.flatMap((one, n) => [
      aShipment(one, { stated: [grams(200)] }),
      anEndorsement(one, { stated: [grams(199 - n)] })
    ]);
    const { findings } = boardOf([open, ...two, ...lost]);
    const short = findings.filter((one) => one.class === 'arrived-less');
    expect(short.map(({ on, goods }) => [on, goods[0]?.stated]).sort()).toEqual(
      two.map(({ _id }, n) => [_id, (n + 1) * GRAM]).sort()
    );
    const twice = findings.filter((one) => one.class === 'duplicate-number');
    expect(twice.map(({ on }) => on)).toEqual([two[1]?._id]);
    expect(new Set(findings.map(({ key }) => key)).size).toBe(3);
  });

  test('two shipments that are refused alike are two findings, each under a key of its own', () => {
    const acts = ['2026-10-10', '2026-10-12'].map((shippedOn) =>
      aShipment(ea, { stated: [grams(501)], over: { shippedOn } })
    );
    const keys = boardOf([ia, ea, ...acts]).findings.map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('what agrees, and what is lawfully less, is not listed', () => {
    const shipped = aShipment(ea, { stated: [grams(480)] });
    const board = boardOf([ia, aReply(ia), ea, shipped, anEndorsement(ea, { stated: [grams(480)] })]);
    expect(board.findings).toEqual([]);
    expect(board.exact).toMatchObject([{ number: 'CH-E-1', on: '2026-10-20', confirmedBy: [] }]);
  });

  test('the amount is what is apart, with the line that it is of', () => {
    const short = anEndorsement(ea, { stated: [grams(495)] });
    const [found] = boardOf([ia, ea, aShipment(ea, { stated: [grams(500)] }), short]).findings;
    expect(found?.goods).toEqual([
      {
        line: 1,
        substance: 'morphine',
        designation: 'morphine sulfate (2:1) pentahydrate',
        stated: 5 * GRAM,
        base: 3_760_000
      }
    ]);
  });
});

describe('decisions', () => {
  const ia = anImport(101);
  const stray = anExportOn(anImport(110), 1);
  const decide = (decision: string, day: string) =>
    aMatchDecision(stray, ia.body.dossier, { at: `2026-10-${day}T10:00:00.000Z`, over: { decision } });

  test('a link settles it, and taking the link back proposes it again', () => {
    expect(classesOf(boardOf([ia, stray, decide('link', '07')]))).toEqual([]);
    const reopened = boardOf([ia, stray, decide('link', '07'), decide('reopen', '08')]);
    expect(classesOf(reopened)).toEqual(['number-unknown']);
    expect(reopened.proposals).toHaveLength(1);
  });

  test('what an officer said no to is not proposed again, until that is taken back', () => {
    const denied = boardOf([ia, stray, decide('unlink', '07')]);
    expect(classesOf(denied)).toEqual(['export-without-import']);
    expect(denied.proposals).toEqual([]);
    expect(boardOf([ia, stray, decide('unlink', '07'), decide('reopen', '08')]).proposals).toHaveLength(1);
  });

  test('what five were said no to gives way to the sixth', () => {
    const orders = Array.from({ length: 6 }, (_, n) => anImport(200 + n));
    const no = (order: Pick<(typeof orders)[number], '_id'> & { body: { dossier: DossierKey } }, n: number) =>
      aMatchDecision(stray, order.body.dossier, {
        at: `2026-10-0${n + 1}T10:00:00.000Z`,
        over: { decision: 'unlink' }
      });
    const [{ candidates } = { candidates: [] }] = boardOf([...orders, stray]).proposals;
    expect(candidates).toHaveLength(5);
    const denied = candidates.map(({ act }, n) => no(act, n));
    const [proposal] = boardOf([...orders, stray, ...denied]).proposals;
    const last = orders.find(({ _id }) => candidates.every(({ act }) => act._id !== _id));
    expect(proposal?.candidates.map(({ act }) => act._id)).toEqual([last?._id]);
  });

  test('a decision upon what matches exactly confirms it', () => {
    const ea = anExportOn(ia, 2);
    const shipped = [ea, aShipment(ea), anEndorsement(ea)];
    const confirm = aMatchDecision(ea, ia.body.dossier, { at: '2026-10-25T10:00:00.000Z' });
    expect(boardOf([ia, ...shipped]).exact).toMatchObject([{ confirmedBy: [] }]);
    expect(boardOf([ia, ...shipped, confirm]).exact).toMatchObject([{ confirmedBy: ['AU'] }]);
    const undone = aMatchDecision(ea, ia.body.dossier, {
      at: '2026-10-26T10:00:00.000Z',
      over: { decision: 'reopen' }
    });
    expect(boardOf([ia, ...shipped, confirm, undone]).exact).toMatchObject([{ confirmedBy: [] }]);
  });

  test('how a partner writes numbers, once decided, raises later ones and names what it was learnt from', () => {
    const cites = (number: string) => ({
      importAuthorization: { number, issuedOn: '2026-09-30', authority: 'Office of Drug Control' }
    });
    const shortened = (n: number, of: number) => {
      const paper = anImportAuthorization({ over: { number: `ODC ${of}/2026`, issuedOn: '2026-09-30' } });
      return anExportAuthorization(paper, {
        over: { number: `CH-E-${n}`, lines: [aLine({ stated: grams(n) })], ...cites(`ODC ${of}/2026`) }
      });
    };
    const [first, second] = [shortened(1, 101), shortened(2, 205)];
    const [meant, later] = [anImport(101), anImport(205)];
    expect(boardOf([meant, later, first, second]).proposals).toEqual([]);
    const link = aMatchDecision(first, meant.body.dossier);
    const [proposal] = boardOf([meant, later, first, second, link]).proposals;
    expect(proposal?.export).toBe(second._id);
    expect(proposal?.candidates).toMatchObject([
      {
        act: { _id: later._id },
        habit: { learntFrom: first._id, cited: 'ODC 101/2026', meant: aNumber(101) }
      }
    ]);
    const desk = aDesk();
    desk.add([meant, later, first, second]);
    expect(desk.add([link]).proposals).toEqual([proposal]);
    const back = aMatchDecision(first, meant.body.dossier, {
      at: '2026-10-08T10:00:00.000Z',
      over: { decision: 'reopen', issuer: 'CH', to: ['AU'] }
    });
    expect(desk.add([back]).proposals).toEqual([]);
  });
});

describe('several that come to one', () => {
  const elsewhere = (n: number, amount: number, at = '2026-10-05T09:00:00.000Z') =>
    anExportAuthorization(
      anImportAuthorization({ at: '2026-09-01T08:00:00.000Z', over: { number: `X-${n * 1111}` } }),
      {
        at,
        over: { number: `CH-E-${n}`, lines: [aLine({ stated: grams(amount) })] }
      }
    );
  const whole = anImport(1, { consignments: 0, lines: [aLine({ stated: grams(500) })] });

  test('exports that are exactly one import authorization are proposed together', () => {
    const parts = [elsewhere(1, 300), elsewhere(2, 200)];
    const board = boardOf([whole, ...parts, elsewhere(3, 90)]);
    const sum = {
      kind: 'one-import',
      import: whole._id,
      exports: expect.arrayContaining(parts.map(({ _id }) => _id))
    };
    expect(board.proposals).toMatchObject([{ sum }, { sum }]);
    expect(classesOf(board)).toEqual(['export-without-import', 'number-unknown', 'number-unknown']);
  });

  test('a microgram less, and nothing is proposed; nor where two sums fit', () => {
    const short = anImport(1, { consignments: 0, lines: [aLine({ stated: '500000001' })] });
    expect(boardOf([short, elsewhere(1, 300), elsewhere(2, 200)]).proposals).toEqual([]);
    const twice = [elsewhere(1, 300), elsewhere(2, 200), elsewhere(3, 200)];
    expect(boardOf([whole, ...twice]).proposals).toEqual([]);
  });

  test('import authorizations that one export authorization comes to are shown together', () => {
    const imports = [
      anImport(1, { lines: [aLine({ stated: grams(300) })] }),
      anImport(2, { lines: [aLine({ stated: grams(150) })] })
    ];
    const [proposal] = boardOf([...imports, elsewhere(1, 450)]).proposals;
    expect(proposal).toMatchObject({ candidates: [], sum: { kind: 'one-export' } });
  });
});

/** Of some an officer of either side decides, takes it back, or the import authorization is cancelled. */
function decidedOf({ import: id, acts, importing, exporting }: Truth, nth: number): DossierAct[] {
  const ia = acts.find(({ _id }) => _id === id);
  const ea = acts.find(({ body }) => body.kind === 'export-authorization');
  if (!ia || !ea || nth % 2 === 0) return [];
  if (nth % 5 === 0) return [aCancellation(ia, { at: '2026-11-01T10:00:00.000Z' })];
  const decide = (issuer: string, decision: string, day: string) =>
    aMatchDecision(ea as ActOf<'export-authorization'>, ia.body.dossier, {
      at: `2026-11-${day}T10:00:00.000Z`,
      over: { decision, issuer, to: [issuer === importing ? exporting : importing] }
    });
  const word = decide(importing, nth % 3 === 0 ? 'unlink' : 'link', '02');
  return nth % 4 === 1 ? [word, decide(exporting, 'reopen', '03')] : [word];
}

describe('both desks', () => {
  const trades = fc.array(fc.tuple(seeds, fc.nat(3)), { minLength: 1, maxLength: 4 }).map((all) =>
    all.flatMap(([seed, kind], n) => {
      const history = aHistory(seed);
      const stray = anExportOn(anImport(500 + n), 900 + n);
      return kind === 0 ? [...history, stray, aMatchDecision(stray, history[0]!.body.dossier)] : history;
    })
  );

  test('list the same, byte for byte, in whatever order and portions the acts came', () => {
    fc.assert(
      fc.property(trades, fc.infiniteStream(fc.nat()), (acts, stream) => {
        const shuffled = acts.slice();
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = (stream.next().value as number) % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
        }
        const [one, other] = [aDesk(), aDesk()];
        one.add(acts);
        for (const act of shuffled) other.add([act]);
        expect(canonicalJson(other.read() as never)).toBe(canonicalJson(one.read() as never));
      }),
      { numRuns: 60 }
    );
  });

  test('propose what a desk would that reads it all for the first time, whatever came, went and came again', () => {
    const truths = generatePairs(300, 3, 'AU').filter(({ link }) => link !== 'hard');
    const acts = truths.flatMap((truth, nth) => [...truth.acts, ...decidedOf(truth, nth)]);
    const proposed = ({ proposals }: MatchingBoard): string => canonicalJson(proposals as never);
    expect(boardOf(acts).proposals.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.array(fc.nat(acts.length - 1), { minLength: 1, maxLength: 40 }), (places) => {
        const desk = aDesk();
        const here = new Set<DossierAct>();
        for (const place of places) {
          const portion = acts.slice(place, place + 12);
          desk.add(portion);
          for (const act of portion) here.add(act);
          const [gone] = portion;
          if (place % 3 === 0 && gone && here.delete(gone)) desk.remove(gone._id);
        }
        expect(proposed(desk.read())).toBe(proposed(boardOf([...here])));
      }),
      { numRuns: 30 }
    );
  });

  test('read again only what has changed', () => {
    const desk = aDesk();
    const [ia, stray] = [anImport(101), anExportOn(anImport(110), 1)];
    const before = desk.add([ia, stray]);
    expect(desk.read()).toBe(before);
    const after = desk.add([anImport(300, { lines: [aLine({ stated: grams(9) })] })]);
    expect(after).not.toBe(before);
    expect(classesOf(desk.remove(ia._id))).toEqual(['export-without-import']);
  });
});
