/** What is planted in the demonstration's trade is found by the matcher, as often as it was planted and nowhere else. */
import { beforeAll, describe, expect, test } from 'vitest';
import { PLANTED, WORLD_PLOTS, isOnPaper, type PlotName } from '#couch/demonstration/plots.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import { findCandidates } from '#lib/domain/matching/candidates.ts';
import { readComparisons } from '#lib/domain/matching/comparisons.ts';
import { writeWorld, type WrittenWorld } from './written.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;

let world: WrittenWorld;
let dossiers: Map<ActId, Dossier>;
const acts = new Map<ActId, Act>();
const actOf = (id: ActId): Act | null => acts.get(id) ?? null;

beforeAll(async () => {
  world = await writeWorld(NOW);
  for (const act of world.trade) acts.set(act._id, act);
  dossiers = new Map();
  for (const [key, group] of routeActs(world.trade)) {
    const dossier = foldDossier(key, group);
    for (const id of dossier.timeline) dossiers.set(id, dossier);
  }
});

/** Of the trades that were dealt this plot: the dossier that each begins with. */
function dealt(name: PlotName): Dossier[] {
  return [...world.dealt].flatMap(([id, plot]) => (plot === name ? [dossiers.get(id)!] : []));
}

/** The nearest cause of each difference, once. */
function causesIn(dossier: Dossier): string[] {
  const found = readComparisons(dossier, actOf, instantToDate(NOW)).flatMap(
    ({ causes }) => causes[0]?.kind ?? []
  );
  return [...new Set(found)].sort();
}

function differsIn(dossier: Dossier): string[] {
  return dossier.differences.filter(({ weight }) => weight === 'todo').map(({ code }) => code);
}

describe('in the year of trade between eleven countries', () => {
  test.each(PLANTED)('$of: $count times', ({ name, count, shows }) => {
    const found = dealt(name);
    expect(found).toHaveLength(count);
    for (const dossier of found) expect(causesIn(dossier), dossier.number).toEqual([...shows].sort());
  });

  test('no cause is found in any other trade', () => {
    const planted: readonly PlotName[] = PLANTED.map(({ name }) => name);
    for (const { name } of WORLD_PLOTS)
      if (!planted.includes(name) && !isOnPaper(name))
        for (const dossier of dealt(name)) expect([name, ...causesIn(dossier)]).toEqual([name]);
  });

  test('what is told by something else than a figure is told in the planted trades alone', () => {
    const telling: readonly [PlotName, (dossier: Dossier) => boolean][] = [
      ['importer', (one) => differsIn(one).includes('matching.importer.differs')],
      ['returned', ({ exports }) => exports.some(({ status }) => status === 'not-imported')],
      ['unmatched', ({ match }) => match === 'export-without-import'],
      ['short', ({ match }) => match === 'short'],
      ['replaced', (one) => one.status === 'cancelled' && successorsOf(one).length === 1]
    ];
    for (const [name, isTold] of telling) {
      const told = [...world.dealt].filter(([id]) => isTold(dossiers.get(id)!)).map(([, plot]) => plot);
      const names = name === 'unmatched' ? ['unmatched', 'paper-export'] : [name];
      const count = WORLD_PLOTS.filter((one) => names.includes(one.name)).reduce(
        (n, one) => n + one.count,
        0
      );
      expect([...new Set(told)].sort(), name).toEqual(names.sort());
      expect(told, name).toHaveLength(count);
    }
  });

  test('where a number was cited wrongly the import authorization that was meant is proposed first', () => {
    const imports = world.trade.filter(({ body }) => body.kind === 'import-authorization');
    const known = { dossierOf: (id: ActId) => dossiers.get(id) ?? null, actOf };
    for (const { importAuthorization: meant } of dealt('misquoted')) {
      const { number, issuer } = (actOf(meant!) as ActOf<'import-authorization'>).body;
      const cites = world.trade.find(
        ({ body }) =>
          body.kind === 'export-authorization' &&
          body.importAuthorization?.number === number.slice(0, -3) &&
          body.importingCountry === issuer
      );
      expect(cites, number).toBeDefined();
      const [first] = findCandidates(
        cites as ActOf<'export-authorization'>,
        imports as ActOf<'import-authorization'>[],
        known
      );
      expect(first?.act._id).toBe(meant);
    }
  });
});

function successorsOf({ importAuthorization }: Dossier): readonly Act[] {
  return world.trade.filter(({ body }) => 'replaces' in body && body.replaces === importAuthorization);
}
