/** Two stores of the product in memory before the server in the page, as the two frames of a rehearsal are. */
import MemoryAdapter from 'pouchdb-adapter-memory';
import { SIDES, type Side } from '#lib/domain/rehearsal/scenario.ts';
import { unwrap } from '#lib/domain/result.ts';
import { OFFICES } from '#lib/rehearsal/server/offices.ts';
import { PracticeServer } from '#lib/rehearsal/server/practice-server.ts';
import type { StoreDeps } from '#lib/store/browser/deps.ts';
import { installPlugin } from '#lib/store/disk/pouch.ts';
import { Store } from '#lib/store/store.svelte.ts';
import { inTurn } from '../store/in-turn.ts';

installPlugin(MemoryAdapter);

let runs = 0;

export interface RehearsalWorld {
  readonly server: PracticeServer;
  readonly clock: { now: number };
  readonly stores: Readonly<Record<Side, Store>>;
  close(): Promise<void>;
}

export async function openRehearsal(): Promise<RehearsalWorld> {
  const clock = { now: Date.parse('2026-11-24T08:00:00.000Z') };
  const prefix = `rehearsal-${process.pid}-${runs++}-`;
  const server = await PracticeServer.open({ adapter: 'memory', prefix, now: () => clock.now });
  const storeOf = (side: Side): Store => new Store(() => depsOf(server, side, { prefix, clock }));
  const stores = { importing: storeOf('importing'), exporting: storeOf('exporting') };
  for (const side of SIDES) await enter(stores[side], side);
  return {
    server,
    clock,
    stores,
    close: async () => {
      for (const line of Object.values(server.lines)) line.cut();
      for (const store of Object.values(stores)) await store.lock();
      await server.destroy();
    }
  };
}

async function enter(store: Store, side: Side): Promise<void> {
  const { person, password, passphrase } = OFFICES[side];
  await store.start();
  unwrap(await store.signIn(person.id, password));
  unwrap(await store.createSealedStore(passphrase));
  unwrap(await store.requestDevice('Exercise'));
  await until(() => store.device?.state === 'certified');
  for (const kind of ['import-authorization', 'export-authorization'] as const)
    await until(() => (store.device?.numbersLeft[kind] ?? 0) > 0);
}

function depsOf(
  server: PracticeServer,
  side: Side,
  { prefix, clock }: { readonly prefix: string; readonly clock: { now: number } }
): StoreDeps {
  return {
    adapter: 'memory',
    prefix: `${prefix}${side}-`,
    base: 'http://rehearsal.invalid',
    fetch: server.lines[side].fetch,
    version: '1.2.3',
    language: () => 'fr',
    now: () => clock.now,
    random: () => 0,
    uuid: () => globalThis.crypto.randomUUID(),
    exclusively: (name, work) => inTurn(name, work),
    lead: (_name, take) => (take(), () => undefined),
    channel: () => ({ send: () => undefined, close: () => undefined }),
    carrier: null
  };
}

/** Waits for something that replication brings; fails by the test's own time limit, never by luck. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
