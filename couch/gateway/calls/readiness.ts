/**
 * Whether this gateway can serve, in two questions: health asks whether the process lives, and is answered immediately
 * whatever else is away; readiness asks whether requests can be sent here.
 */
import { canStore, isUnanswered, KEPT_FREE, type Engine } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';

export interface Found {
  readonly problem: Problem;
  /** Whether nobody can be served; otherwise only health, the figures and the doctor tell it. */
  readonly stopsServing: boolean;
}

/** Null if all is well. */
export type ReadinessCheck = () => Promise<Found | null>;

const MEGABYTE = 1024 * 1024;
/** Anybody can ask: the checks are made once in this time, however many ask. */
const MIN_BETWEEN_LOOKS_MS = 1_000;
/** The proxy gives up after three seconds (`../../deploy/nginx.conf`), and counts the gateway itself as away then. */
const MAX_LOOK_MS = 2_000;
/** What health tells is not older than this and one look. */
const LOOK_EVERY_MS = 5_000;

export class Readiness {
  readonly #checks: readonly ReadinessCheck[];
  readonly #pending = new Map<ReadinessCheck, Promise<Found | null>>();
  #last: readonly Found[] = [];
  #looking: Promise<readonly Found[]> | null = null;
  #lookedAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  constructor(checks: readonly ReadinessCheck[]) {
    this.#checks = checks;
  }

  /** What the last look found; never waits for anything. */
  get last(): readonly Found[] {
    return this.#last;
  }

  /** What is found now. Callers that come while a look is under way get what that look finds. */
  async look(): Promise<readonly Found[]> {
    if (this.#looking !== null) return this.#looking;
    if (performance.now() - this.#lookedAt < MIN_BETWEEN_LOOKS_MS) return this.#last;
    this.#looking = this.#lookAtAll();
    try {
      return (this.#last = await this.#looking);
    } finally {
      this.#looking = null;
      this.#lookedAt = performance.now();
    }
  }

  begin(): void {
    void this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  async #lookAtAll(): Promise<readonly Found[]> {
    const found = await Promise.all(this.#checks.map((check) => inTime(this.#ask(check))));
    return found.filter((one) => one !== null);
  }

  /** Once at a time: questions to a disk that answers nothing would pile up. */
  #ask(check: ReadinessCheck): Promise<Found | null> {
    const pending = this.#pending.get(check);
    if (pending) return pending;
    const asked = check()
      .catch(failed)
      .finally(() => this.#pending.delete(check));
    this.#pending.set(check, asked);
    return asked;
  }
}

/** What has not answered by then counts as away. */
async function inTime(check: Promise<Found | null>): Promise<Found | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Found>((resolve) => (timer = setTimeout(() => resolve(SILENT), MAX_LOOK_MS)));
  const found = await Promise.race([check, late]);
  clearTimeout(timer);
  return found;
}

const SILENT: Found = { problem: { code: 'request.engine.failed' }, stopsServing: true };

function failed(error: unknown): Found {
  const code = isUnanswered(error) ? 'request.engine.failed' : 'request.failed';
  return { problem: { code }, stopsServing: true };
}

/** The database answers. With too few nodes of a cluster reading goes on, so that nobody is sent away. */
export function databaseCheck(engine: Engine): ReadinessCheck {
  return async () => {
    const nodes = await engine.nodes();
    if (nodes === null || canStore(nodes)) return null;
    return { problem: { code: 'server.nodes.tooFew', values: { ...nodes } }, stopsServing: false };
  };
}

/** The disk takes documents. Reading and signing out go on without, so that nobody is sent away. */
export function diskCheck(engine: Pick<Engine, 'freeBytes'>): ReadinessCheck {
  return async () => {
    const free = await engine.freeBytes();
    if (free === null || free >= KEPT_FREE) return null;
    const megabytes = Math.floor(free / MEGABYTE);
    return { problem: { code: 'server.disk.full', values: { megabytes } }, stopsServing: false };
  };
}

/** CouchDB tells its disk only by refusing to write: the notes of what each country has written are such writes. */
export function noteCheck(room: { readonly isDiskFull: boolean }): ReadinessCheck {
  return async () =>
    room.isDiskFull ? { problem: { code: 'request.diskFull' }, stopsServing: false } : null;
}
