/**
 * What the page of a rehearsal gives each of its two frames: the line to the server in the page, a clock that can be
 * moved, names of its own for everything that is kept. A frame finds it in the page around it and nowhere else.
 */
import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import type { CarriedKey, KeyCarrier } from '#lib/store/browser/key-carrier.ts';
import type { PracticeOffice } from '../server/offices.ts';

export interface Place {
  readonly office: PracticeOffice;
  /** Before the names of databases, locks and channels of the frame. */
  readonly prefix: string;
  /** In place of the browser's, for what would go to the server. */
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly carrier: KeyCarrier;
  /** Where the frame goes when its desk is open: once the learner has chosen, or where it was when it was left. */
  opens(): Promise<string>;
  leave(path: string): void;
  /** The desk is open, or has come where the learner begins: the other one may have the computer's time. */
  tell(what: 'open' | 'there'): void;
}

export interface Stage {
  placeOf(side: Side): Promise<Place>;
}

const NAME = 'i2esRehearsal';

/** For the frames of this page. */
export function offerStage(stage: Stage | null): void {
  Reflect.set(window, NAME, stage);
}

/** Null for a page that stands in no rehearsal. */
export function findStage(): Stage | null {
  if (window.parent === window) return null;
  try {
    const stage: unknown = Reflect.get(window.parent, NAME);
    return isStage(stage) ? stage : null;
  } catch {
    // A page of another origin around it is none of ours.
    return null;
  }
}

function isStage(value: unknown): value is Stage {
  return typeof value === 'object' && value !== null && 'placeOf' in value;
}

/** The open key of a frame while it is loaded anew, in the memory of the page around it. */
export class PlaceCarrier implements KeyCarrier {
  #held: CarriedKey | null = null;
  locked: (person: string) => void = () => undefined;

  /** A copy that outlives the frame in which it was made. */
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
