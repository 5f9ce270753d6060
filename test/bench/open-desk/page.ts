/** Runs in Chromium on IndexedDB: fills a sealed store once, then opens it as the app does, and barely reads it. */
import { certified } from './certified.ts';
import { manyActs } from './acts.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { createVault, openVault, type Vault } from '#lib/crypto/vault.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Person } from '#lib/store/api.ts';
import { browserDeps } from '#lib/store/browser/browser-deps.ts';
import { buildToday } from '#lib/store/index/build-today.ts';
import { databaseName } from '#lib/store/disk/device-registry.ts';
import { OpenStore } from '#lib/store/opening/open-store.ts';
import { SnapshotKeeper } from '#lib/store/opening/snapshot-keeper.ts';
import { openPouch } from '#lib/store/disk/pouch.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import type { Session } from '#lib/store/server/server-api.ts';

const PASSPHRASE = 'only for this measurement';
const DATABASES = { country: 'country-au', reference: 'reference' };
const PERSON: Person = {
  id: 'au.officer',
  name: 'Officer of AU',
  function: 'Delegate',
  role: 'officer',
  authority: 'AU' as AuthorityCode
};

function depsOf(prefix: string) {
  return { ...browserDeps(), prefix, fetch: () => Promise.reject(new TypeError('no line')) };
}

async function openStore(
  prefix: string,
  vault: Vault,
  roots: readonly PublicKey[] | null
): Promise<OpenStore> {
  const time = new Date().toISOString() as Session['time'];
  const session: Session | null = roots && {
    person: PERSON,
    databases: DATABASES,
    roots,
    time,
    demonstration: true
  };
  return unwrap(
    await OpenStore.open(depsOf(prefix), { person: PERSON, databases: DATABASES }, vault, session)
  );
}

async function reopenVault(prefix: string): Promise<Vault> {
  return unwrap(await openVault(JSON.parse(localStorage.getItem(prefix) ?? 'null'), PASSPHRASE));
}

/** Fills the store and verifies every signature once, as the first sync does in the background. */
async function fill(prefix: string, count: number): Promise<number> {
  const { record, vault } = await createVault(PASSPHRASE);
  localStorage.setItem(prefix, JSON.stringify(record));
  const [root, own, partner] = await Promise.all(
    [1, 2, 3].map(async () => importSigningKey(await generatePrivateJwk()))
  );
  if (!root || !own || !partner) throw new Error('no keys');
  const certificates = [
    await certified(root, own, 'AU', 'au.officer'),
    await certified(root, partner, 'CH', 'ch.officer')
  ];
  const acts: Act[] = await manyActs(count, { own, partner });
  const store = await openStore(prefix, vault, [root.publicKey]);
  const withRevision = (act: Act) => ({ ...act, _rev: actRevision(act._id) }) as never;
  await store.reference.putRevisions(certificates.map(withRevision));
  for (let at = 0; at < acts.length; at += 1000)
    await store.country.putRevisions(acts.slice(at, at + 1000).map(withRevision));
  await store.load();
  const began = performance.now();
  await store.records.verifyPending();
  const took = performance.now() - began;
  const sent = acts.filter(({ body }) => body.issuer === PERSON.authority).map(({ _id }) => _id);
  await store.book.acknowledge(sent.map((id) => ({ id, rev: actRevision(id) })));
  await keepRows(store);
  await store.close();
  return took;
}

/** As in an idle moment. */
async function keepRows(store: OpenStore): Promise<void> {
  const { person, country, reference, book, records, register } = store;
  const of = { person, country, reference, book, records, register };
  const version = browserDeps().version;
  const keeper = new SnapshotKeeper({ ...of, version, today: () => store.today(), leads: () => true });
  await keeper.write();
  await keeper.stop();
}

/** From the unwrapped data key to the desk and the register laid out. */
async function openDesk(prefix: string): Promise<{ took: number; rows: number; dossiers: number }> {
  const vault = await reopenVault(prefix);
  const began = performance.now();
  const store = await openStore(prefix, vault, null);
  await store.load();
  const rows = store.register.rows(store.today());
  buildToday({ rows, toSend: [], refused: store.refused(), deviceRequests: [] });
  const took = performance.now() - began;
  return {
    took,
    rows: rows.filter((row) => row.verdict === 'good').length,
    dossiers: store.records.dossiers.size
  };
}

/** From the unwrapped data key to Today on the rows of the last time; then until all acts are read. */
async function openRows(
  prefix: string
): Promise<{ took: number; rows: number; whole: number; longest: number }> {
  const vault = await reopenVault(prefix);
  const began = performance.now();
  const store = await openStore(prefix, vault, null);
  if (!(await store.loadRows())) throw new Error('the snapshot does not fit');
  const rows = store.rows();
  buildToday({ rows, toSend: [], refused: store.refused(), deviceRequests: [] });
  const took = performance.now() - began;
  const gaps = followGaps();
  await store.load();
  return { took, rows: rows.length, whole: performance.now() - began, longest: gaps() };
}

/** The longest time in which the page could not answer a press, in milliseconds. */
function followGaps(): () => number {
  let [longest, last, isOver] = [0, performance.now(), false];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setTimeout(() => port2.postMessage(null), 4);
  };
  port2.postMessage(null);
  return () => {
    isOver = true;
    return longest;
  };
}

async function readBare(prefix: string): Promise<{ took: number; rows: number }> {
  await reopenVault(prefix);
  const began = performance.now();
  const pouch = openPouch(databaseName(prefix, PERSON.id, 'country'), { adapter: 'idb' });
  const { rows } = await pouch.allDocs({ include_docs: true });
  return { took: performance.now() - began, rows: rows.length };
}

/**
 * Opens the store and leaves it open: `held` names its parts for a snapshot of the heap, each before those that also reach
 * its objects.
 */
async function hold(prefix: string): Promise<void> {
  const store = await openStore(prefix, await reopenVault(prefix), null);
  await store.load();
  const rows = store.register.rows(store.today());
  buildToday({ rows, toSend: [], refused: store.refused(), deviceRequests: [] });
  const { records, register, book, country, reference } = store;
  const { shelf, receipts, dossiers, verdicts } = records;
  Object.assign(globalThis, {
    held: {
      documents: shelf.acts,
      'order of documents': shelf,
      receipts,
      dossiers,
      verdicts,
      register,
      'other records': records,
      'notes of this device': book,
      PouchDB: [country, reference],
      'other parts of the store': store
    }
  });
}

Object.assign(globalThis, { bench: { fill, openDesk, openRows, readBare, hold } });
