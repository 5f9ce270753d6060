/** A dossier tells that a number was given twice, in it or in another one, while acts come in. */
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { givenTwiceIn } from '#lib/dossier/dossier-acts.ts';
import { aCancellation, aLine, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';

const anOrder = (number: string): ActOf<'import-authorization'> =>
  anImportAuthorization({ over: { number, consignments: 0, lines: [aLine()] } });
const granted = (ia: ActOf<'import-authorization'>, hour: string): ActOf<'export-authorization'> =>
  anExportAuthorization(ia, {
    at: `2026-10-05T${hour}:00:00.000Z`,
    over: { number: 'CH-E-5', lines: [aLine({ stated: '100000000', importLine: 1 })] }
  });

test('the later one is told with the earlier one, as soon as that is here, until either is cancelled', () => {
  const [one, other] = [anOrder('AU-I-2026-000101-98'), anOrder('AU-I-2026-000202-11')];
  const [first, second] = [granted(one, '09'), granted(other, '10')];
  const [acts, index] = [new Map<ActId, DossierAct>(), new DossierIndex()];
  const all = (): Dossier[] => {
    const dossiers: Dossier[] = [];
    index.forEach((dossier) => dossiers.push(dossier));
    return dossiers;
  };
  const take = (...more: readonly DossierAct[]): void => {
    for (const act of more) acts.set(act._id, act);
    index.add(more);
  };
  const toldIn = (order: ActOf<'import-authorization'>): [ActId, ActId][] => {
    const dossier = all().find(({ key }) => key === order.body.dossier)!;
    return [...givenTwiceIn(dossier, { act: (id) => acts.get(id) ?? null, dossiers: all })];
  };

  take(one, other, second);
  expect(toldIn(other)).toEqual([]);
  take(first);
  expect(toldIn(other)).toEqual([[second._id, first._id]]);
  take(aCancellation(first, { at: '2026-10-06T10:00:00.000Z' }));
  expect(toldIn(other)).toEqual([]);
});

test('of two partners who were given one number the later one is told with the earlier one', () => {
  const [toCh, toFr] = [
    anImportAuthorization({ over: { lines: [aLine()] } }),
    anImportAuthorization({
      at: '2026-10-02T08:00:00.000Z',
      over: { to: ['FR'], exportingCountry: 'FR', lines: [aLine()] }
    })
  ];
  const [acts, index] = [
    new Map<ActId, DossierAct>([toCh, toFr].map((act) => [act._id, act])),
    new DossierIndex()
  ];
  index.add([toCh, toFr]);
  const all: Dossier[] = [];
  index.forEach((dossier) => all.push(dossier));
  const known = { act: (id: ActId) => acts.get(id) ?? null, dossiers: () => all };
  expect(all.map((dossier) => givenTwiceIn(dossier, known).get(toFr._id))).toEqual([toCh._id, toCh._id]);
});
