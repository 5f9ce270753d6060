/** Documents as a device pushes them: most of the kinds that the door takes, each with a history of its own. */
import { LIMITS } from '#couch/base/limits.ts';
import type { Random } from '#couch/demonstration/random.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { hash, keyId, named, uuid } from './values.ts';

const MAX_DOCUMENTS = LIMITS.revisionsPerDocument;
/** Mostly short; now and then at the bound, one past it, and far past it. */
const LENGTHS = [1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 20, 20];
const LONG_LENGTHS = [MAX_DOCUMENTS - 1, MAX_DOCUMENTS, MAX_DOCUMENTS, MAX_DOCUMENTS + 1, 10_000];

function aHistory(random: Random, length: number): History {
  // Drawn anew for each, a thousand would cost the fuzz more than the server.
  const own = hash(random);
  const ids = Array.from({ length }, (_, at) => own.slice(0, 26) + at.toString(16).padStart(6, '0'));
  return { _rev: `${length}-${ids[0]}`, _revisions: { start: length, ids } };
}

interface History {
  readonly _rev: string;
  readonly _revisions: { readonly start: number; readonly ids: readonly string[] };
}

function history(random: Random): object {
  const made = aHistory(random, random.pick(random.chance(6) ? LONG_LENGTHS : LENGTHS));
  return random.chance(5) ? misshapen(random, made) : made;
}

/** A history that contradicts itself, or its revision. */
function misshapen(random: Random, { _rev, _revisions: { start, ids } }: History): object {
  const first = ids[0] ?? '';
  const beginning = (from: number): object => ({
    _rev: `${from}-${first}`,
    _revisions: { start: from, ids }
  });
  return random.pick<() => object>([
    () => beginning(ids.length - 1),
    () => beginning(-ids.length),
    () => beginning(0),
    () => beginning(LIMITS.generations),
    () => beginning(LIMITS.generations + 1),
    () => beginning(2 ** 53),
    () => ({ _rev, _revisions: { start: 2 ** 53 + 2, ids } }),
    () => ({ _rev, _revisions: { start: start + 1, ids } }),
    () => ({ _rev: `${start + 1}-${first}`, _revisions: { start: start + 1, ids: [first, ...ids] } }),
    () => ({ _rev, _revisions: { start, ids: [...ids.slice(0, -1), first] } }),
    () => ({ _rev, _revisions: { start, ids: [...ids.slice(0, -1), hash(random).slice(1)] } }),
    () => ({ _rev, _revisions: { start, ids: [...ids.slice(0, -1), `${hash(random)}0`] } }),
    () => ({ _rev, _revisions: { start, ids: [...ids.slice(0, -1), hash(random).toUpperCase()] } }),
    () => ({ _rev, _revisions: { start, ids: [] } }),
    () => ({ _rev, _revisions: { start, ids: [...ids].reverse() } }),
    () => ({ _rev, _revisions: { start: String(start), ids } })
  ])();
}

function aDraft(random: Random): object {
  const isKnown = random.chance(20);
  return {
    _id: isKnown ? named('draft')(random) : `draft:${uuid(random)}`,
    ...history(random),
    schema: 1,
    kind: random.pick(['import-authorization', 'export-authorization']),
    fields: { exportingCountry: 'CH', importer: 'Somebody', remarks: 'x'.repeat(random.below(200)) },
    lines: [{ key: 'a', fields: { substance: 'morphine', quantity: '500' } }],
    updatedAt: '2026-11-24T09:00:00.000Z',
    updatedBy: 'au.officer',
    device: keyId(random),
    demonstration: true
  };
}

function aDeletion(random: Random): object {
  return { _id: named('draft')(random), ...history(random), _deleted: true };
}

function anAct(random: Random): object {
  return { ...random.pick(ONE_OF_EACH_KIND), ...history(random) };
}

function anOther(random: Random): object {
  const _id = random.pick([
    `company:${uuid(random)}`,
    'setting:country',
    'setting:public',
    'setting:reach-au-officer',
    `registration-notice:${random.below(100) + 1}`,
    'block:import-authorization:2026:000001',
    `device-request:${keyId(random)}`,
    `note:${uuid(random)}`,
    '_design/x',
    '_local/y'
  ]);
  return {
    _id,
    ...history(random),
    schema: 1,
    name: 'Somebody',
    kind: 'import-authorization',
    year: 2026,
    first: 1,
    last: 50
  };
}

/** A register of companies that no form would write. */
function aCompany(random: Random): object {
  return {
    _id: `company:${uuid(random)}`,
    ...history(random),
    schema: 1,
    name: random.pick(['', 'Somebody', '\u202Ename']),
    address: 'x'.repeat(random.below(600)),
    country: random.pick(['AU', 'ZZ', 7]),
    licences: random.pick([[], 'all', [{ number: 'L' }], Array(100).fill({})]),
    history: random.pick([[], [{ status: 'ended', on: '2026-11-30' }], [{ status: 'lost', on: 'today' }]]),
    mergedInto: random.pick(['company:', null, 3])
  };
}

export function aDocument(random: Random): object {
  return random.pick<(random: Random) => object>([
    aDraft,
    aDraft,
    aDraft,
    aDraft,
    aDeletion,
    anAct,
    anOther,
    aCompany
  ])(random);
}

/** Versions of one draft side by side, as many as may be open or lie there, and one more; perhaps from one trunk. */
export function manyVersions(random: Random): object[] {
  const isEnded = random.chance(40);
  const most = isEnded ? LIMITS.versions : LIMITS.openVersions;
  const count = most + random.pick([-1, 0, 1]);
  const length = random.pick(
    isEnded ? [1, 1, 20, 100] : [1, 1, 20, MAX_DOCUMENTS - 1, MAX_DOCUMENTS, MAX_DOCUMENTS + 1]
  );
  const draft = { ...aDraft(random), ...(isEnded ? { _deleted: true } : {}) };
  const trunk = random.chance(50) ? aHistory(random, length)._revisions.ids : [];
  return Array.from({ length: count }, () => {
    if (trunk.length === 0) return { ...draft, ...aHistory(random, length) };
    const ids = [hash(random), ...trunk].slice(0, MAX_DOCUMENTS);
    return { ...draft, _rev: `${trunk.length + 1}-${ids[0]}`, _revisions: { start: trunk.length + 1, ids } };
  });
}
