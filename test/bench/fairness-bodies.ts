/**
 * What a Swiss device waits for its ordinary question while one person of Australia sends the worst bodies there are,
 * against the same question in quiet, a moment before (threats P5). All three are processes of their own.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LIMITS } from '#couch/base/limits.ts';
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from '../couch/gateway/worst-bodies.ts';
import type { Rig } from '../couch/gateway/rig.ts';
import { round, type Row } from './row.ts';

const CONNECTIONS = 8;
const TIMES = 60;
const GOAL = 3;
/** A few kilobytes that become the largest body: the sender pays nothing for it. */
const PACKED = ['packed small values', 'packed texts of escapes', 'packed one text of escapes'];

export async function benchBodies(rig: Rig): Promise<Row[]> {
  const [officer, swiss] = [await rig.signIn('au.officer'), await rig.signIn('ch.officer')];
  const sizes = [String(LIMITS.bulkBytes), String(CONNECTIONS)];
  const heap = await start('./fairness-heap.ts', [rig.address, 'country-au', officer.cookie, ...sizes]);
  const asker = await start('./fairness-asker.ts', [rig.address, 'country-ch', swiss.cookie]);
  try {
    await tell(asker, TIMES);
    const rows: Row[] = [];
    const kinds = Object.keys({ ...REFUSED_BODIES, ...LARGE_BODIES, ...TAKEN_BODIES });
    for (const kind of [...kinds, ...PACKED]) rows.push(await measure(kind, heap, asker, rig));
    return rows;
  } finally {
    heap.kill();
    asker.kill();
  }
}

async function measure(kind: string, heap: ChildProcess, asker: ChildProcess, rig: Rig): Promise<Row> {
  const alone = p95((await tell(asker, TIMES)) as number[]);
  await tell(heap, kind);
  await new Promise((go) => setTimeout(go, 500));
  const flooded = p95((await tell(asker, TIMES)) as number[]);
  const counts = await tell(heap, '');
  console.log(`  ${kind}: answered ${JSON.stringify(counts)}`);
  await new Promise((go) => setTimeout(go, 500));
  return {
    name: `p95 of CH's question on ${rig.engine.kind} while one person of AU sends ${kind}, against alone`,
    ours: round(flooded),
    reference: round(alone),
    unit: 'ms',
    ratio: round(flooded / alone),
    goal: GOAL,
    growth: null
  };
}

function p95(times: readonly number[]): number {
  const sorted = times.slice().sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

async function start(file: string, words: readonly string[]): Promise<ChildProcess> {
  const child = fork(new URL(file, import.meta.url), words, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  return child;
}

async function tell(child: ChildProcess, what: string | number): Promise<unknown> {
  const done = new AbortController();
  const told = once(child, 'message', { signal: done.signal });
  const left = once(child, 'exit', { signal: done.signal }).then(() => {
    throw new Error('a process of the bench ended');
  });
  child.send(what);
  try {
    return ((await Promise.race([told, left])) as unknown[])[0];
  } finally {
    left.catch(() => undefined);
    told.catch(() => undefined);
    done.abort();
  }
}
