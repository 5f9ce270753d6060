import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import type { CarriedKey, KeyCarrier } from '#lib/store/browser/key-carrier.ts';
import type { PracticeOffice } from '../server/offices.ts';

export interface Place {
  readonly office: PracticeOffice;
  readonly prefix: string;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly carrier: KeyCarrier;
  opens(): Promise<string>;
  leave(path: string): void;
  /** The other frame can use the processor. */
  tell(what: 'open' | 'there'): void;
}

interface Stage {
  placeOf(side: Side): Promise<Place>;
}

const NAME = 'i2esRehearsal';

export function offerStage(stage: Stage | null): void {
  Reflect.set(window, NAME, stage);
}

export function findStage(): Stage | null {
  if (window.parent === window) return null;
  try {
    const stage: unknown = Reflect.get(window.parent, NAME);
    return isStage(stage) ? stage : null;
  } catch {
    return null;
  }
}

function isStage(value: unknown): value is Stage {
  return typeof value === 'object' && value !== null && 'placeOf' in value;
}

/** In the parent page's memory, while the frame reloads. */
export class PlaceCarrier implements KeyCarrier {
  #held: CarriedKey | null = null;
  locked: (person: string) => void = () => undefined;

  /** A copy that outlives the frame that made it. */
  hold(carried: CarriedKey): void {
    this.#held = structuredClone(carried);
  }

  release(): void {
    this.#held = null;
  }

  take(): Promise<CarriedKey | null> {
    return Promise.resolve(this.#held);
  }
}
