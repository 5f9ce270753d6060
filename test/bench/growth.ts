/**
 * Whether the server slows down as a country's documents grow: a device writes and reads tenths of them through the gateway,
 * and each tenth is held against the first. Linear or better is a ratio of 1; ten percent are left to the machine.
 */
import { openGatewayWorld, type GatewayWorld } from './gateway/world.ts';
import { round, type Row } from './row.ts';

const ACTS = Number(process.env['ACTS'] ?? 100_000);
const TENTHS = 10;
const GOAL = 1.1;

export async function benchGrowth(): Promise<Row[]> {
  const world = await openGatewayWorld(ACTS, null);
  try {
    await world.renew('gateway', false);
    // Not counted: the server and the device are compiled while they first run.
    const few = { from: 0, to: ACTS / 100 };
    await world.send('write', 'gateway', few);
    await world.send('read', 'gateway', few);
    await world.renew('gateway', false);
    return await measure(world);
  } finally {
    await world.drop();
  }
}

async function measure(world: GatewayWorld): Promise<Row[]> {
  const step = ACTS / TENTHS;
  const written: number[] = [];
  let firstRead = 0;
  for (let tenth = 0; tenth < TENTHS; tenth++) {
    const span = { from: tenth * step, to: (tenth + 1) * step };
    written.push(await world.send('write', 'gateway', span));
    if (tenth === 0) firstRead = await world.send('read', 'gateway', span);
  }
  const read = await world.send('read', 'gateway', { from: 0, to: ACTS });
  const [first = 0, last = 0] = [written[0], written.at(-1)];
  const all = written.reduce((sum, took) => sum + took, 0);
  const count = ACTS.toLocaleString('en');
  return [
    rowOf(
      `${count} acts written through the gateway, against ten times the first tenth`,
      all,
      first * TENTHS
    ),
    rowOf(`the last tenth of ${count} acts written through the gateway, against the first`, last, first),
    rowOf(
      `${count} acts read through the gateway, against ten times the first tenth`,
      read,
      firstRead * TENTHS
    )
  ];
}

function rowOf(name: string, ours: number, reference: number): Row {
  const ratio = round(ours / reference);
  return { name, ours: round(ours), reference: round(reference), unit: 's', ratio, goal: GOAL, growth: null };
}
