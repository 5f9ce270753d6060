/** Documents as a device pushes them: most of the kinds that the door takes, each with a history of its own. */
import type { Random } from '#couch/demonstration/random.ts';
import { ONE_OF_EACH_KIND } from '../../samples/one-of-each-kind.ts';
import { hash, keyId, named, uuid } from './values.ts';

function history(random: Random): object {
  const length = random.pick([1, 1, 1, 1, 2, 3, 20]);
  const ids = Array.from({ length }, () => hash(random));
  return { _rev: `${length}-${ids[0]}`, _revisions: { start: length, ids } };
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

export function aDocument(random: Random): object {
  return random.pick<(random: Random) => object>([aDraft, aDraft, aDraft, aDraft, aDeletion, anAct, anOther])(
    random
  );
}
