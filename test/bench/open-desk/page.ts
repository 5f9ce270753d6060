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
import { openPouch } from '#lib/store/disk/pouch.ts';
import { actRevision } from '#lib/store/commands/act-signer.ts';
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
  const acts: Act[] = [
    await certified(root, own, 'AU', 'au.officer'),
    await certified(root, partner, 'CH', 'ch.officer'),
    ...(await manyActs(count, { own, partner }))
  ];
  const store = await openStore(prefix, vault, [root.publicKey]);
  for (let at = 0; at < acts.length; at += 1000) {
    const portion = acts.slice(at, at + 1000).map((act) => ({ ...act, _rev: actRevision(act._id) }));
    await store.country.putRevisions(portion as never);
  }
  await store.load();
  const began = performance.now();
  await store.records.verifyPending();
  const took = performance.now() - began;
  await store.close();
  return took;
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

async function readBare(prefix: string): Promise<{ took: number; rows: number }> {
  await reopenVault(prefix);
  const began = performance.now();
  const pouch = openPouch(databaseName(prefix, PERSON.id, 'country'), { adapter: 'idb' });
  const { rows } = await pouch.allDocs({ include_docs: true });
  return { took: performance.now() - began, rows: rows.length };
}

Object.assign(globalThis, { bench: { fill, openDesk, readBare } });
