/**
 * Memory of a page by what holds it: each object of a snapshot of V8's heap belongs to the first part of `globalThis.held`
 * that reaches it, and the rest to the program and the browser.
 */
import type { CDPSession, Page } from 'playwright';
import { round, type Row } from './row.ts';

/** In bytes. `kinds`: of the part's objects, by what they are. */
interface HeldPart {
  readonly name: string;
  readonly bytes: number;
  readonly kinds: Readonly<Record<Kind, number>>;
}

type Kind = 'strings' | 'objects' | 'tables and arrays' | 'other';

interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** Bytes in use after a collection; a page that holds less than it seems is collected first. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

export async function heldParts(page: Page): Promise<readonly HeldPart[]> {
  const session = await page.context().newCDPSession(page);
  const snapshot = JSON.parse(await takeSnapshot(session)) as Snapshot;
  await session.detach();
  return partsOf(snapshot);
}

async function takeSnapshot(session: CDPSession): Promise<string> {
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  return chunks.join('');
}

/** Ways into the program and the engine, through which everything reaches everything. */
const FOREIGN_TYPES = ['code', 'object shape', 'synthetic', 'closure', 'native'];
const FOREIGN_EDGES = ['map', '__proto__', 'constructor', 'prototype'];

function partsOf({ snapshot: { meta }, nodes, edges, strings }: Snapshot): readonly HeldPart[] {
  const [width, edgeWidth] = [meta.node_fields.length, meta.edge_fields.length];
  const at = (name: string): number => meta.node_fields.indexOf(name);
  const [TYPE, NAME, SIZE, EDGES] = [at('type'), at('name'), at('self_size'), at('edge_count')] as const;
  const types = meta.node_types[0];
  const edgeTypes = meta.edge_types[0];
  const count = nodes.length / width;
  const firstEdge = new Uint32Array(count + 1);
  for (let node = 0; node < count; node++)
    firstEdge[node + 1] = firstEdge[node]! + nodes[node * width + EDGES]! * edgeWidth;
  const typeOf = (node: number): string => types[nodes[node * width + TYPE]!]!;

  function* edgesOf(node: number): Generator<{ readonly name: string; readonly to: number }> {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge += edgeWidth) {
      const type = edgeTypes[edges[edge]!]!;
      if (type === 'weak') continue;
      const isIndex = type === 'element' || type === 'hidden';
      const name = isIndex ? '' : strings[edges[edge + 1]!]!;
      yield { name, to: edges[edge + 2]! / width };
    }
  }

  const owner = new Int16Array(count).fill(-1);
  function claim(root: number, part: number): void {
    const waiting = [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (owner[node] !== -1 || FOREIGN_TYPES.includes(typeOf(node))) continue;
      owner[node] = part;
      for (const { name, to } of edgesOf(node))
        if (owner[to] === -1 && !FOREIGN_EDGES.includes(name)) waiting.push(to);
    }
  }

  const held = findHeld();
  const roots = [...edgesOf(held)].filter(({ name }) => !FOREIGN_EDGES.includes(name) && name !== '');
  roots.forEach(({ to }, part) => claim(to, part));
  const names = [...roots.map(({ name }) => name), 'program and browser'];
  const parts = names.map((name) => ({ name, bytes: 0, kinds: noBytes() }));
  for (let node = 0; node < count; node++) {
    const part = parts[owner[node] === -1 ? names.length - 1 : owner[node]!]!;
    const size = nodes[node * width + SIZE]!;
    part.bytes += size;
    part.kinds[kindOf(typeOf(node))] += size;
  }
  return parts;

  function findHeld(): number {
    for (let node = 0; node < count; node++)
      for (const { name, to } of edgesOf(node))
        if (name === 'held' && strings[nodes[to * width + NAME]!] === 'Object') return to;
    throw new Error('The page holds nothing under `held`.');
  }
}

const noBytes = (): Record<Kind, number> => ({ strings: 0, objects: 0, 'tables and arrays': 0, other: 0 });

function kindOf(type: string): Kind {
  if (type.endsWith('string')) return 'strings';
  if (type === 'array') return 'tables and arrays';
  return type === 'object' ? 'objects' : 'other';
}

/** Parts from a tenth of a megabyte on. */
export function heapRows(what: string, parts: readonly HeldPart[]): Row[] {
  return parts
    .filter(({ bytes }) => bytes >= 100_000)
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ name, bytes, kinds }) => {
      const told = Object.entries(kinds).filter(([, size]) => size >= 100_000);
      const by = told.map(([kind, size]) => `${kind} ${round(size / 1e6, 1)}`).join(', ');
      return megabytes(`${what}: ${name} (${by})`, bytes);
    });
}

export function megabytes(name: string, bytes: number, goal: number | null = null): Row {
  return { name, ours: round(bytes / 1e6, 1), reference: null, unit: 'MB', ratio: null, goal, growth: null };
}
