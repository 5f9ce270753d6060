/** A person's progress towards an open store, and the people of this computer, as screens show them. */
import type { Phase, SealedStore } from '../api.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';

export class SessionState {
  readonly #registry: DeviceRegistry;
  #phase: Phase = { name: 'opening' };
  #stores: readonly SealedStore[] = [];
  changed: () => void = () => undefined;

  constructor(registry: DeviceRegistry) {
    this.#registry = registry;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get stores(): readonly SealedStore[] {
    return this.#stores;
  }

  set(phase: Phase): void {
    this.#phase = phase;
    this.changed();
  }

  /** Reads the computer's list again; the caller signals the change, mostly by the next phase. */
  async relist(): Promise<void> {
    this.#stores = await this.#registry.list();
  }
}
