/** The key to the records of the person chosen on this computer: requested, or carried over from another page. */
import type { Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';
import type { SessionState } from './session-state.ts';

/** Asks for a passphrase or the device lock; waits for the person without limit. */
export type AskVault = (entry: RegistryEntry) => Promise<Result<Vault>>;

interface Chosen {
  readonly entry: RegistryEntry;
  /** Null if the server has excluded the person: nothing is opened. */
  readonly vault: Vault | null;
}

export async function openChosen(
  state: SessionState,
  registry: DeviceRegistry,
  ask: AskVault
): Promise<Result<Chosen>> {
  const { phase } = state;
  if (phase.name !== 'locked') return refuse({ code: 'store.notLocked' });
  const entry = await registry.get(phase.person.id);
  if (!entry) return refuse({ code: 'store.none', values: { person: phase.person.id } });
  // Another tab might have learned it since this one was locked.
  if (entry.shutOut) return accept({ entry, vault: null });
  const vault = await ask(entry);
  if (!vault.ok) return vault;
  // While the person is asked, another can be chosen here, or this one excluded.
  const now = state.phase;
  if (now.name !== 'locked' || now.person.id !== entry.person.id) return refuse({ code: 'store.notLocked' });
  const { shutOut } = (await registry.get(entry.person.id)) ?? {};
  return accept({ entry, vault: shutOut ? null : vault.value });
}

/** The key of a store that was open before a reload, or is open in another tab. */
export async function takeCarried(
  { carrier }: StoreDeps,
  registry: DeviceRegistry
): Promise<{ readonly entry: RegistryEntry; readonly vault: Vault } | null> {
  const carried = await carrier?.take().catch(() => null);
  const entry = carried && (await registry.get(carried.person));
  return !carried || !entry || entry.shutOut ? null : { entry, vault: carried.vault };
}
