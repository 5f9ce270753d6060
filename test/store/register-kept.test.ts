import { expect, test } from 'vitest';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { ACT_KINDS } from '#lib/domain/act/kinds.ts';
import { KeptHistory } from '#lib/domain/authorization/authorized-history.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { withPapers } from '#lib/domain/matching/paper-findings.ts';
import { PartnerTable } from '#lib/domain/partners/partner-rows.ts';
import { companyFigures } from '#lib/domain/returns/company-figures.ts';
import { computeReturn, KeptGoods } from '#lib/domain/returns/compute-return.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
import { gapsIn } from '#lib/store/index/tampered.ts';
import { undeliveredActs, unsentActs } from '#lib/store/index/unsent-count.ts';
import {
  aCancellation,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../samples/acts.ts';
import { aPaperImport } from '../samples/papers.ts';
import { Chance } from '../score/random.ts';

const DAYS = ['2026-10-06', '2026-11-30', '2027-06-01'] as CalendarDate[];

/** Five orders; two of them, and two of their exports, have one number; one export was linked to another order. */
function someActs(): readonly DossierAct[] {
  const orders = [101, 202, 303, 404, 101].map((serial, index) =>
    anImportAuthorization({
      at: `2026-10-0${index + 1}T08:00:00.000Z`,
      over: { number: `AU-I-2026-000${serial}-98`, consignments: 0 }
    })
  );
  const grants = orders.map((order, index) =>
    anExportAuthorization(order, {
      at: `2026-10-05T0${index}:00:00.000Z`,
      over: { number: `CH-E-${Math.min(index, 3)}` }
    })
  );
  const [first, second, third] = grants as [(typeof grants)[0], (typeof grants)[0], (typeof grants)[0]];
  return [
    ...[...orders, ...grants, aPaperImport(), aReply(orders[3]!), aCancellation(grants[3]!)],
    ...[aShipment(first), aShipment(second), anEndorsement(first), aSuspension(second)],
    aMatchDecision(third, orders[1]!.body.dossier)
  ];
}

const ACTS = someActs();

/** What the server has taken or refused is as the test says. */
class Device {
  readonly refused = new Set<ActId>();
  readonly delivered = new Set<ActId>();
  readonly book = {
    device: { ...EMPTY_DEVICE, keysKnownAt: '2026-10-01T00:00:00.000Z' },
    answersVersion: 0,
    deliveriesForgotten: 0,
    isSigned: () => true,
    keepSigned: async () => undefined,
    isRefused: (id: ActId) => this.refused.has(id),
    isOnServer: (id: ActId) => this.delivered.has(id),
    serverHop: () => null,
    central: { take: () => false }
  };
}

function recordsOf(device: Device): Records {
  const records = new Records({ authority: AU, book: device.book, roots: [] } as never);
  // Any key counts: trust is tested elsewhere.
  Object.assign(records.verdicts, { verdictOf: () => 'good' });
  return records;
}

function take(records: Records, act: Act): void {
  records.shelf.take({ id: act._id, rev: '', deleted: false, document: act as never, conflicts: [] });
  records.takeSigned([act]);
}

/** Everything that pages keep while documents come. */
class Kept {
  readonly #history = new KeptHistory('import-authorization', AU);
  readonly #partners = new PartnerTable(AU);
  readonly #goods = new KeptGoods();
  readonly #board: MatchingIndex;
  readonly #records: Records;
  readonly #device: Device;

  constructor(records: Records, device: Device) {
    this.#records = records;
    this.#device = device;
    this.#board = new MatchingIndex((id) => records.shelf.acts.get(id) ?? null);
  }

  read(today: CalendarDate) {
    const { dossiers, shelf } = this.#records;
    const store = {
      records: this.#records,
      book: this.#device.book as never,
      person: { authority: AU } as never
    };
    for (const kind of ['import-authorization', 'export-authorization'] as const)
      for (const act of shelf.ofKind(kind)) this.#history.add(act);
    for (const { body } of shelf.ofKind('cancellation')) this.#history.remove(body.of);
    const { bySubstance, median } = this.#history.read();
    const actOf = (id: ActId) => shelf.acts.get(id) ?? null;
    const board = this.#board.read(dossiers.all, today);
    const source = { authority: AU, dossiers: dossiers.all, actOf, entered: [], kept: this.#goods };
    const goods = (['2026-q3', '2026-q4'] as const).map((period) => computeReturn('a', period, source));
    const days = { from: '2026-01-01' as CalendarDate, to: today, today };
    return {
      unsent: [...unsentActs(store)].sort(),
      undelivered: [...undeliveredActs(store)].sort(),
      gaps: gapsIn(this.#records, AU),
      counted: ACT_KINDS.flatMap((kind) => this.#records.countedOf(kind).map(({ _id }) => _id)).sort(),
      board: withPapers(board, () => false),
      partners: this.#partners.rows(dossiers.all, days),
      history: { median, ...Object.fromEntries(bySubstance) },
      goods,
      companies: goods.map(({ figures }) => companyFigures(figures, { companyOf: () => null }))
    };
  }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'what pages keep while documents come is what all documents together give (seed %i)',
  (seed) => {
    const chance = new Chance(seed);
    const device = new Device();
    const records = recordsOf(device);
    const kept = new Kept(records, device);
    const here: DossierAct[] = [];
    const shuffled = chance.shuffle(ACTS);
    const seq = new Map(shuffled.map((act) => [act, 1 + Math.floor(chance.next() * 20)]));
    for (const act of shuffled) {
      const numbered = { ...act, body: { ...act.body, seq: { AU: seq.get(act)! } } } as DossierAct;
      take(records, numbered);
      here.push(numbered);
      const other = chance.of(here)._id;
      if (chance.is(0.3)) device.delivered.add(other);
      if (chance.is(0.1)) {
        device.delivered.clear();
        device.book.deliveriesForgotten++;
      }
      if (chance.is(0.1)) device.refused.add(other);
      if (chance.is(0.1)) device.refused.clear();
      device.book.answersVersion++;
      records.recount();
      const today = chance.of(DAYS);
      const anew = recordsOf(device);
      for (const one of here) take(anew, one);
      anew.recount();
      expect(kept.read(today)).toEqual(new Kept(anew, device).read(today));
    }
  }
);

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  'rows that are kept while documents come are those that all documents together give (seed %i)',
  (seed) => {
    const chance = new Chance(seed);
    const device = new Device();
    const records = recordsOf(device);
    const register = new Register(records, device.book as never, seed % 2 === 0 ? AU : CH);
    const here: DossierAct[] = [];
    for (const act of chance.shuffle(ACTS)) {
      take(records, act);
      here.push(act);
      const other = chance.of(here)._id;
      if (chance.is(0.2)) device.delivered.add(other);
      if (chance.is(0.1)) device.refused.add(other);
      if (chance.is(0.1)) device.refused.clear();
      device.book.answersVersion++;
      records.recount();
      const today = chance.of(DAYS);
      const kept = register.rows(today);
      const anew = recordsOf(device);
      for (const one of here) take(anew, one);
      expect(kept).toEqual(new Register(anew, device.book as never, seed % 2 === 0 ? AU : CH).rows(today));
    }
  }
);
