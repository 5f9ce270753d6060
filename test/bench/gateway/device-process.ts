/**
 * A device in a process of its own, so that only what the server does differs: replicates by PouchDB as the
 * app does (portions of 200), or asks the same questions without keeping what it is told.
 */
import { readFileSync } from 'node:fs';
import PouchCore from 'pouchdb-core';
import HttpAdapter from 'pouchdb-adapter-http';
import MemoryAdapter from 'pouchdb-adapter-memory';
import Replication from 'pouchdb-replication';

type Pouch = PouchDB.Database<object>;
type PouchClass = new (name: string, options: object) => Pouch;
const Pouches = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, MemoryAdapter, Replication] as unknown as ((on: PouchClass) => void)[])
  plugin(Pouches);

export interface Errand {
  readonly what: 'pull' | 'push' | 'read' | 'write';
  /** Of the database. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the acts: those to write, or those to find when all are read from the beginning. All where absent. */
  readonly span?: { readonly from: number; readonly to: number };
}

interface Stored {
  readonly _id: string;
  readonly _rev: string;
}

const PORTION = 200;
const [, , file = ''] = process.argv;
const acts = JSON.parse(readFileSync(file, 'utf8')) as readonly Stored[];
let replicas = 0;

function openRemote({ url, headers }: Errand): Pouch {
  const fetchAs = (address: string, options: RequestInit): Promise<Response> => {
    const all = new Headers(options.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(address, { ...options, headers: all });
  };
  return new Pouches(url, { skip_setup: true, fetch: fetchAs });
}

function openReplica(): Pouch {
  return new Pouches(`replica-${process.pid}-${replicas++}`, { adapter: 'memory' });
}

async function timed(work: () => Promise<number>, expected = acts.length): Promise<number> {
  const began = performance.now();
  const done = await work();
  const took = (performance.now() - began) / 1000;
  if (done < expected) throw new Error(`${done} of ${expected} documents went over the line.`);
  return took;
}

async function ask({ url, headers }: Errand, path: string, body?: object): Promise<string> {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {})
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 300)}`);
  return text;
}

interface Page {
  readonly results: readonly { readonly id: string; readonly changes: readonly { readonly rev: string }[] }[];
  readonly last_seq: string | number;
}

async function readAll(errand: Errand): Promise<number> {
  let read = 0;
  for (let since: string | number = 0; ;) {
    const path = `/_changes?style=all_docs&limit=${PORTION}&since=${encodeURIComponent(since)}`;
    const page = JSON.parse(await ask(errand, path)) as Page;
    const docs = page.results.map(({ id, changes }) => ({ id, rev: changes[0]?.rev }));
    if (docs.length > 0) await ask(errand, '/_bulk_get?revs=true&latest=true', { docs });
    read += docs.length;
    since = page.last_seq;
    if (docs.length < PORTION) return read;
  }
}

async function writeAll(errand: Errand): Promise<number> {
  let written = 0;
  const { from, to } = errand.span ?? { from: 0, to: acts.length };
  for (let at = from; at < to; at += PORTION) {
    const docs = acts.slice(at, Math.min(at + PORTION, to));
    await ask(errand, '/_revs_diff', Object.fromEntries(docs.map(({ _id, _rev }) => [_id, [_rev]])));
    const refused = JSON.parse(await ask(errand, '/_bulk_docs', { docs, new_edits: false })) as object[];
    written += docs.length - refused.filter((row) => 'error' in row).length;
  }
  return written;
}

async function pull(errand: Errand): Promise<number> {
  const replica = openReplica();
  const took = await timed(async () => {
    const done = await replica.replicate.from(openRemote(errand), { batch_size: PORTION });
    return done.docs_written;
  });
  await replica.destroy();
  return took;
}

async function push(errand: Errand): Promise<number> {
  const replica = openReplica();
  await replica.bulkDocs([...acts], { new_edits: false });
  const took = await timed(async () => {
    const done = await replica.replicate.to(openRemote(errand), { batch_size: PORTION });
    return done.docs_written;
  });
  await replica.destroy();
  return took;
}

const ERRANDS: Readonly<Record<Errand['what'], (errand: Errand) => Promise<number>>> = {
  pull,
  push,
  read: (errand) => timed(() => readAll(errand), errand.span?.to),
  write: (errand) => timed(() => writeAll(errand), errand.span && errand.span.to - errand.span.from)
};

process.on('message', (errand: Errand) => {
  ERRANDS[errand.what](errand).then(
    (seconds) => process.send?.({ seconds }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : String(error) })
  );
});
process.send?.('ready');
