/**
 * What the gateway costs: a device's whole pull and push through it, with session, rights, bounds, signatures,
 * numbers and dossiers, against the same engine asked without it. Both take turns.
 */
import { openGatewayWorld, type GatewayWorld, type Way } from './gateway/world.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 5000;
/** Written to CouchDB, whose validators take a hundred acts a second: more tells nothing else. */
const WRITTEN_TO_COUCHDB = 1000;
/** The embedded engine shares its process with what it is measured against: single rounds differ by a third. */
const ROUNDS = { embedded: 9, couchdb: 3 };

interface Measurement {
  readonly what: 'pull' | 'push' | 'read' | 'write';
  readonly name: string;
  readonly goal: number | null;
}

const MEASUREMENTS: readonly Measurement[] = [
  { what: 'pull', name: 'pulled by replication', goal: 1.3 },
  { what: 'read', name: 'read by the same questions, kept nowhere', goal: null },
  { what: 'push', name: 'pushed by replication', goal: 1.6 },
  { what: 'write', name: 'written by the same questions, from no database', goal: null }
];

/** On CouchDB as well where COUCHDB_URL is set. */
export async function benchGateway(acts = ACTS): Promise<Row[]> {
  const url = process.env['COUCHDB_URL'];
  const rows = await measureAll(null, MEASUREMENTS, acts);
  if (!url) return rows;
  const [read, written] = [MEASUREMENTS.filter(isReading), MEASUREMENTS.filter((one) => !isReading(one))];
  rows.push(...(await measureAll(url, read, acts)));
  rows.push(...(await measureAll(url, written, Math.min(acts, WRITTEN_TO_COUCHDB))));
  return rows;
}

async function measureAll(
  couchdb: string | null,
  measurements: readonly Measurement[],
  acts: number
): Promise<Row[]> {
  const world = await openGatewayWorld(acts, couchdb);
  try {
    const rows: Row[] = [];
    for (const measurement of measurements) rows.push(...(await measure(world, measurement, acts)));
    return rows;
  } finally {
    await world.drop();
  }
}

function isReading({ what }: Measurement): boolean {
  return what === 'pull' || what === 'read';
}

/** The first round warms all ways up and is not counted. */
async function measure(world: GatewayWorld, measurement: Measurement, acts: number): Promise<Row[]> {
  const { what, name, goal } = measurement;
  const reads = isReading(measurement);
  const ways: readonly Way[] = reads ? ['bare', 'gateway'] : ['bare', 'gateway', 'undressed'];
  const times: Record<Way, number[]> = { gateway: [], bare: [], undressed: [] };
  if (reads) await world.renew('gateway', true);
  for (let round = 0; round <= ROUNDS[world.engine]; round++) {
    for (const way of ways) {
      if (!reads) await world.renew(way, false);
      const took = await world.send(what, way);
      if (round > 0) times[way].push(took);
    }
  }
  const title = `${acts} acts ${name}, ${world.engine}: through the gateway, against`;
  const ours = median(times.gateway);
  const rows = [rowOf(`${title} ${world.bare}`, ours, median(times.bare), goal)];
  if (!reads)
    rows.push(rowOf(`${title} a database with no design documents`, ours, median(times.undressed), null));
  return rows;
}

function rowOf(name: string, ours: number, reference: number, goal: number | null): Row {
  const ratio = round(ours / reference);
  return { name, ours: round(ours), reference: round(reference), unit: 's', ratio, goal, growth: null };
}
