/** How far a person has come towards an open desk, and whom this computer knows, as screens are told. */
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

  /** Reads the computer's list anew; whoever calls it tells of the change, mostly by the phase that follows. */
  async relist(): Promise<void> {
    this.#stores = await this.#registry.list();
  }
}
