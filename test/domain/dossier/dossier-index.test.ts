/** The index of dossiers follows decisions one by one; all documents together give the same. */
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { DossierKey } from '#lib/domain/ids.ts';
import {
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../../samples/acts.ts';
import { aPaperImport } from '../../samples/papers.ts';
import { Chance } from '../../score/random.ts';

const ORDERS = [101, 202, 303].map((serial) =>
  anImportAuthorization({ over: { number: `AU-I-2026-000${serial}-98`, consignments: 0 } })
);
const GRANTS = ORDERS.map((order, at) => anExportAuthorization(order, { over: { number: `CH-E-${at}` } }));

function someActs(chance: Chance): readonly DossierAct[] {
  const decisions = Array.from({ length: 6 }, (_, at): ActOf<'match-decision'> => {
    const decision = chance.of(['link', 'unlink'] as const);
    const over = { decision } as Record<string, unknown>;
    const day = `2026-10-1${at}T10:00:00.000Z`;
    return aMatchDecision(chance.of(GRANTS), chance.of(ORDERS).body.dossier, { at: day, over });
  });
  const about = GRANTS.flatMap((grant) => [aShipment(grant), anEndorsement(grant)]);
  const acts = [...ORDERS, ...GRANTS, ...about, aReply(ORDERS[0]!), ...decisions];
  return chance.shuffle(chance.is(0.3) ? [...acts, aPaperImport()] : acts);
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'a decision moves what is about its authorization, in any order of arrival (seed %i)',
  (seed) => {
    const chance = new Chance(seed);
    const index = new DossierIndex();
    const acts = someActs(chance);
    for (let at = 0; at < acts.length;) {
      const together = 1 + Math.floor(chance.next() * 3);
      index.add(acts.slice(at, at + together));
      at += together;
      if (chance.is(0.5)) void index.all;
      const expected = new Map<DossierKey, unknown>();
      for (const [key, own] of routeActs(acts.slice(0, at))) expected.set(key, foldDossier(key, own));
      expect(new Map([...index.keys()].map((key) => [key, index.get(key)]))).toEqual(expected);
      expect([...index.all].map(({ key }) => key).sort()).toEqual([...expected.keys()].sort());
    }
  }
);
