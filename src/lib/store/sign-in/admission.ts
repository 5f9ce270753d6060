/**
 * Applies the server's answers on access and role. It closes the store of an excluded person (threats P7) and opens it
 * again after a change of role.
 */
import type { Vault } from '#lib/crypto/vault.ts';
import type { Problem, Result } from '#lib/domain/result.ts';
import type { ShutOutCode } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';
import { findShutOut } from '../server/shut-out.ts';
import type { Session } from '../server/session.ts';
import type { OpenDesk, HeldDesk } from './held-desk.ts';
import { OneSlotQueue } from './one-slot-queue.ts';
import type { ServerSession } from './server-session.ts';
import type { SessionState } from './session-state.ts';

interface AdmissionOptions {
  readonly deps: StoreDeps;
  readonly registry: DeviceRegistry;
  readonly server: ServerSession;
  readonly held: HeldDesk;
  readonly state: SessionState;
  /** Saves typed text to the disk before the store closes; never fails. */
  readonly saveTyped: () => Promise<void>;
  readonly openWith: (sealed: {
    readonly entry: RegistryEntry;
    readonly vault: Vault;
  }) => Promise<Result<true>>;
}

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #queue = new OneSlotQueue();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  hear(desk: OpenDesk): void {
    const { shutOut, role } = desk.store.lineView;
    if (shutOut !== null) void this.#shutOut(desk.entry, shutOut);
    else if (role !== null && role !== desk.store.person.role)
      void this.#queue.runIfFree(() => this.#askRole(desk));
  }

  /** The server refuses a person with a store here: an exclusion closes that store. */
  async noteRefusal(person: string, problems: readonly Problem[]): Promise<void> {
    const code = findShutOut(person, problems);
    const known = code && (await this.#options.registry.get(person));
    if (known) await this.#shutOut(known, code);
  }

  async #askRole(desk: OpenDesk): Promise<void> {
    const { server, held } = this.#options;
    const session = await server.resume();
    if (!session.ok) return this.noteRefusal(desk.entry.person.id, session.problems);
    if (held.current?.store !== desk.store) return;
    const { id, role } = session.value.person;
    if (id === desk.entry.person.id && role !== desk.store.person.role)
      await this.changeRole(desk, session.value);
  }

  /** Another role needs another store object: it is opened again under the same key. */
  async changeRole({ entry, vault }: OpenDesk, session: Session): Promise<Result<true>> {
    const { server, held, state, saveTyped, openWith } = this.#options;
    const { person, databases } = session;
    await saveTyped();
    await held.close();
    server.note(session);
    state.set({ name: 'opening' });
    const opened = await openWith({ entry: { ...entry, person, databases }, vault });
    if (!opened.ok && state.phase.name === 'opening') state.set({ name: 'locked', person });
    return opened;
  }

  /** Closes the store in every tab until the server accepts the person again. */
  #shutOut(entry: RegistryEntry, code: ShutOutCode): Promise<void> {
    const { deps, registry, server, held, state, saveTyped } = this.#options;
    const { person } = entry;
    return this.#queue.enqueue(async () => {
      const { phase } = state;
      if (phase.name === 'shut-out' && phase.person.id === person.id && phase.shutOut.code === code) return;
      const shutOut = { code, at: instantNow(deps) };
      const isAtWork = held.current?.entry.person.id === person.id;
      if (isAtWork) {
        deps.carrier?.release(true);
        await saveTyped();
        await held.close();
      }
      server.forget(person.id);
      // Another tab might have changed passphrase or lock since this store was opened.
      await registry.put({ ...((await registry.get(person.id)) ?? entry), shutOut });
      await state.relist();
      if (isAtWork || held.current === null) state.set({ name: 'shut-out', person, shutOut });
    });
  }
}
