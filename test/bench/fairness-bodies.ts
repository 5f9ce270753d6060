/**
 * What a Swiss device waits for its ordinary question while one person of Australia sends the worst bodies there are,
 * or asks the worst about long histories, against the same question in quiet, a moment before (threats P5). All three
 * are processes of their own.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LIMITS } from '#couch/base/limits.ts';
import { lengthen, LONG_QUESTIONS } from '../couch/gateway/long-histories.ts';
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from '../couch/gateway/worst-bodies.ts';
import type { Rig } from '../couch/gateway/rig.ts';
import type { Asked } from './fairness-asker.ts';
import { round, type Row } from './row.ts';

const CONNECTIONS = 8;
const TIMES = 60;
const GOAL = 3;
/** A few kilobytes that become the largest body: the sender pays nothing for it. */
const PACKED = ['packed small values', 'packed texts of escapes', 'packed one text of escapes'];

/** Drafts that have all the history that the door lets them have: their trees are read from the disk one after the other. */
const LONG_DRAFTS = 12;

export async function benchBodies(rig: Rig): Promise<Row[]> {
  return benchKinds(rig, [
    ...Object.keys({ ...REFUSED_BODIES, ...LARGE_BODIES, ...TAKEN_BODIES }),
    ...PACKED
  ]);
}

export async function benchHistories(rig: Rig): Promise<Row[]> {
  const officer = await rig.signIn('au.officer');
  const began = performance.now();
  const push = async (docs: readonly object[]): Promise<{ refused: number }> => {
    const told = await officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    if (told.status !== 201) throw new Error(`${told.status}`);
    return { refused: (told.body as unknown[]).length };
  };
  let made = { revisions: 0, merges: 0 };
  for (let draft = 0; draft < LONG_DRAFTS; draft++) made = await lengthen(draft, push);
  const seconds = round((performance.now() - began) / 1000);
  console.log(
    `  ${LONG_DRAFTS} drafts of ${made.revisions} revisions and ${made.merges} merges, taken in ${seconds} s`
  );
  return benchKinds(rig, Object.keys(LONG_QUESTIONS), made.merges);
}

async function benchKinds(rig: Rig, kinds: readonly string[], merges = 0): Promise<Row[]> {
  const [officer, swiss] = [await rig.signIn('au.officer'), await rig.signIn('ch.officer')];
  const sizes = [String(LIMITS.bulkBytes), String(CONNECTIONS), String(LONG_DRAFTS), String(merges)];
  const heap = await start('./fairness-heap.ts', [rig.address, 'country-au', officer.cookie, ...sizes]);
  const asker = await start('./fairness-asker.ts', [rig.address, 'country-ch', swiss.cookie]);
  try {
    await tell(asker, TIMES);
    const rows: Row[] = [];
    for (const kind of kinds) rows.push(await measure(kind, heap, asker, rig));
    return rows;
  } finally {
    heap.kill();
    asker.kill();
  }
}

async function measure(kind: string, heap: ChildProcess, asker: ChildProcess, rig: Rig): Promise<Row> {
  const alone = (await tell(asker, TIMES)) as Asked[];
  await tell(heap, kind);
  await new Promise((go) => setTimeout(go, 500));
  const flooded = (await tell(asker, TIMES)) as Asked[];
  const counts = await tell(heap, '');
  const worked = [alone, flooded].map((asked) => round(p95(asked, 'worked')));
  console.log(
    `  ${kind}: answered ${JSON.stringify(counts)}; the server worked ${worked.join(' and ')} ms at each question, ratio ${round((worked[1] ?? 0) / (worked[0] ?? 0))}`
  );
  await new Promise((go) => setTimeout(go, 500));
  return {
    name: `p95 of CH's question on ${rig.engine.kind} while one person of AU sends ${kind}, against alone`,
    ours: round(p95(flooded, 'ms')),
    reference: round(p95(alone, 'ms')),
    unit: 'ms',
    ratio: round(p95(flooded, 'ms') / p95(alone, 'ms')),
    goal: GOAL,
    growth: null
  };
}

function p95(asked: readonly Asked[], what: keyof Asked): number {
  const sorted = asked.map((one) => one[what]).sort((a, b) => a - b);
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
