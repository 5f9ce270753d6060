import { expect, test } from 'vitest';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
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
