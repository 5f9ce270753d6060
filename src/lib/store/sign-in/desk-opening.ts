/** From a wrapped key to an open store: a person's entry on this computer, their vault, and the store over both. */
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { changePassphrase, createVault, type Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';
import { OpenCountKeeper, openCountOf } from '../opening/open-count.ts';
import { OpenStore } from '../opening/open-store.ts';
import type { Session } from '../server/session.ts';

export interface OpenDesk {
  readonly store: OpenStore;
  readonly entry: RegistryEntry;
  readonly vault: Vault;
  /** Null until all is loaded: a partial store cannot be counted. */
  readonly count: OpenCountKeeper | null;
}

/** A store with a forgotten passphrase stays unchanged in addition to the new one. */
export async function createEntry(
  registry: DeviceRegistry,
  { person, databases }: Session,
  passphrase: string
): Promise<Result<{ readonly entry: RegistryEntry; readonly vault: Vault }>> {
  const problems = judgePassphrase(passphrase, [person.id, person.name]);
  if (problems.length > 0) return refuse(...problems);
  const { record, vault } = await createVault(passphrase);
  const generation = await registry.nextGeneration(person.id);
  const former = await registry.get(person.id);
  if (former) await registry.putFormer(former);
  const entry: RegistryEntry = { person, vault: record, databases, lastUsed: null, generation };
  await registry.put(entry);
  return accept({ entry, vault });
}

export async function changeEntry(
  registry: DeviceRegistry,
  person: string,
  passphrase: string,
  next: string
): Promise<Result<RegistryEntry>> {
  const entry = await registry.get(person);
  if (!entry) return refuse({ code: 'store.none' });
  const problems = judgePassphrase(next, [entry.person.id, entry.person.name]);
  if (problems.length > 0) return refuse(...problems);
  const changed = await changePassphrase(entry.vault, passphrase, next);
  if (!changed.ok) return changed;
  const renewed = { ...entry, vault: changed.value };
  await registry.put(renewed);
  return accept(renewed);
}

export async function openDesk(
  deps: StoreDeps,
  registry: DeviceRegistry,
  { entry, vault }: Pick<OpenDesk, 'entry' | 'vault'>,
  session: Session | null
): Promise<Result<OpenDesk>> {
  const opened = await OpenStore.open(deps, entry, vault, session);
  if (!opened.ok) return opened;
  const store = opened.value;
  if (store.book.device.roots.length === 0) {
    // The browser has removed this device's book: the trusted roots can come only from the server.
    await store.close();
    return refuse({ code: 'session.none' });
  }
  if (entry.lastUsed !== null && !(await registry.isPresent(store.country.pouch)))
    await store.forgetFilling();
  return accept({ store, entry, vault, count: null });
}

/** All data is here: it is loaded, and the computer records the time. */
export async function loadDesk(deps: StoreDeps, registry: DeviceRegistry, desk: OpenDesk): Promise<OpenDesk> {
  const { store } = desk;
  await store.load();
  await registry.markPresent(store.country.pouch);
  const { keyId } = store.signingKey;
  const entry = { ...desk.entry, person: store.person, lastUsed: instantNow(deps), keyId };
  await registry.put(entry);
  const count = new OpenCountKeeper(
    () => openCountOf(store),
    (counted) => registry.putCount(entry, counted)
  );
  return { ...desk, entry, count };
}
