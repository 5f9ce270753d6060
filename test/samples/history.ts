/** Random histories of one dossier, of which any order and repetition is a history as well. */
import fc from 'fast-check';
import type { DossierAct } from '#lib/domain/act/body.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from './acts.ts';

/** A random history of one dossier: several exports, some refused, shipped, endorsed, cancelled, with clocks askew. */
export function aHistory(seed: number[], mayReturn = true): DossierAct[] {
  const at = (index: number): string =>
    new Date(Date.UTC(2026, 9, 1) + (seed[index % seed.length]! % 5000) * 3_600_000).toISOString();
  const ia = anImportAuthorization({
    at: at(0),
    over: { consignments: seed[0]! % 4, issuedOn: '2026-10-01' }
  });
  const acts: DossierAct[] = [ia, aReply(ia, { at: at(1) })];
  for (let i = 0; i < (seed[1]! % 4) + 1; i++) {
    const stated = String((seed[(i + 2) % seed.length]! % 300) * 1_000_000 + 1);
    const ea = anExportAuthorization(ia, {
      at: at(i + 2),
      over: { number: `CH-E-${i}`, lines: [aLine({ stated, importLine: 1 })] }
    });
    acts.push(ea);
    if (seed[(i + 3) % seed.length]! % 3 > 0) acts.push(aShipment(ea, { at: at(i + 3), stated: [stated] }));
    if (seed[(i + 4) % seed.length]! % 3 > 1)
      acts.push(anEndorsement(ea, { at: at(i + 5), stated: [stated] }));
    else if (mayReturn && seed[(i + 4) % seed.length]! % 3 === 1)
      acts.push(anEndorsement(ea, { at: at(i + 5), stated: ['0'], over: { outcome: 'not-imported' } }));
    if (seed[(i + 5) % seed.length]! % 4 === 0) acts.push(aCancellation(ea, { at: at(i + 6) }));
  }
  if (seed[2]! % 5 === 0) acts.push(aCancellation(ia, { at: at(7) }));
  return acts;
}

export const seeds = fc.array(fc.nat(100_000), { minLength: 8, maxLength: 12 });
