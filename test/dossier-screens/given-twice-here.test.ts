/** A dossier tells that a number was given twice, in it or in another one, while acts come in. */
import { expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { NumbersGiven } from '#lib/domain/matching/given-twice.ts';
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
  const given = new NumbersGiven((id) => acts.get(id) ?? null);
  const take = (...more: readonly DossierAct[]): void => {
    for (const act of more) acts.set(act._id, act);
    index.add(more);
  };
  const toldIn = (order: ActOf<'import-authorization'>): [ActId, ActId][] => {
    for (const key of index.takeChanged()) given.put(key, index.get(key));
    return [...given.twiceIn(order.body.dossier)];
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
  const given = new NumbersGiven((id) => acts.get(id) ?? null);
  for (const dossier of index.all) given.put(dossier.key, dossier);
  expect([...given.twiceIn(toCh.body.dossier)]).toEqual([]);
  expect([...given.twiceIn(toFr.body.dossier)]).toEqual([[toFr._id, toCh._id]]);
});
