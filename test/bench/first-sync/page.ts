/** Runs in Chromium on IndexedDB: the same country's records fetched as the app does, as stock PouchDB does, and barely. */
import { createVault } from '#lib/crypto/vault.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Person } from '#lib/store/api.ts';
import { browserDeps } from '#lib/store/browser/browser-deps.ts';
import { OpenStore } from '#lib/store/opening/open-store.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import type { Session } from '#lib/store/server/server-api.ts';

const DATABASES = { country: 'country-au', reference: 'reference' };
const PERSON: Person = {
  id: 'au.officer',
  name: 'A. Person',
  function: 'Delegate',
  role: 'officer',
  authority: 'AU' as AuthorityCode
};
/** The gateway's ceiling of one question, and the documents of one transaction. */
const PORTION = 500;
const TRANSACTION = 1000;

async function timed(work: () => Promise<number>): Promise<{ took: number; records: number }> {
  const began = performance.now();
  const records = await work();
  return { took: performance.now() - began, records };
}

/** Sealed, with what the ledger of deliveries notes; opening the vault is in neither figure. */
async function ours(name: string, roots: readonly PublicKey[]) {
  const { vault } = await createVault('only for this measurement');
  const deps = { ...browserDeps(), prefix: name, base: location.origin, fetch: fetch.bind(globalThis) };
  const time = new Date().toISOString() as Session['time'];
  const session: Session = { person: PERSON, databases: DATABASES, roots, time, demonstration: true };
  const store = unwrap(await OpenStore.open(deps, { person: PERSON, databases: DATABASES }, vault, session));
  const measured = await timed(async () => {
    await store.fill(() => undefined);
    return (await store.country.pouch.info()).doc_count;
  });
  await store.close();
  return measured;
}

async function stock(name: string) {
  const local = openPouch(name, { adapter: 'idb' });
  const remote = openPouch(`${location.origin}/db/${DATABASES.country}`, {
    adapter: 'http',
    skip_setup: true
  });
  return timed(async () => (await local.replicate.from(remote)).docs_written);
}

interface Page {
  readonly results: readonly { readonly id: string; readonly changes: readonly { readonly rev: string }[] }[];
  readonly last_seq: string | number;
}
interface Bodies {
  readonly results: readonly { readonly docs: readonly { readonly ok: object }[] }[];
}

async function ask<T>(path: string, body?: object): Promise<T> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  };
  return (await (await fetch(`/db/${DATABASES.country}/${path}`, init)).json()) as T;
}

async function bare(name: string) {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore('records', { keyPath: '_id' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('not opened'));
  });
  const put = (docs: readonly object[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction('records', 'readwrite');
      for (const doc of docs) transaction.objectStore('records').put(doc);
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error ?? new Error('not stored'));
    });
  return timed(() => fetchAll(put));
}

async function fetchAll(put: (docs: readonly object[]) => Promise<void>): Promise<number> {
  let held: object[] = [];
  let records = 0;
  for (let since: string | number = 0; ;) {
    const page: Page = await ask(
      `_changes?style=all_docs&limit=${PORTION}&since=${encodeURIComponent(since)}`
    );
    const docs = page.results.map(({ id, changes }) => ({ id, rev: changes[0]?.rev }));
    const bodies = docs.length > 0 ? await ask<Bodies>('_bulk_get?revs=true', { docs }) : { results: [] };
    held.push(...bodies.results.flatMap((row) => row.docs.map(({ ok }) => ok)));
    records += docs.length;
    since = page.last_seq;
    if (held.length >= TRANSACTION || docs.length < PORTION) {
      await put(held);
      held = [];
    }
    if (docs.length < PORTION) return records;
  }
}

Object.assign(globalThis, { bench: { ours, stock, bare } });
