/** Health asks if the process lives, readiness if requests can be sent here. */
import { canStore, isUnanswered, KEPT_FREE, type Engine } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';

interface Found {
  readonly problem: Problem;
  readonly stopsServing: boolean;
}

type ReadinessCheck = () => Promise<Found | null>;

const MEGABYTE = 1024 * 1024;
const MIN_BETWEEN_LOOKS_MS = 1_000;
/** The proxy gives up after three seconds (`../../deploy/nginx.conf`) and then counts the gateway as unavailable. */
const MAX_LOOK_MS = 2_000;
/** Maximum age of health's answer, plus one check. */
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

  get last(): readonly Found[] {
    return this.#last;
  }

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

  /** Requests to a silent disk would pile up. */
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

/** With too few nodes of a cluster reading continues, so the gateway stays ready. */
export function databaseCheck(engine: Engine): ReadinessCheck {
  return async () => {
    const nodes = await engine.nodes();
    if (nodes === null || canStore(nodes)) return null;
    return { problem: { code: 'server.nodes.tooFew', values: { ...nodes } }, stopsServing: false };
  };
}

export function diskCheck(engine: Pick<Engine, 'freeBytes'>): ReadinessCheck {
  return async () => {
    const free = await engine.freeBytes();
    if (free === null || free >= KEPT_FREE) return null;
    const megabytes = Math.floor(free / MEGABYTE);
    return { problem: { code: 'server.disk.full', values: { megabytes } }, stopsServing: false };
  };
}

/** CouchDB shows a full disk only by refusing writes. */
export function noteCheck(room: { readonly isDiskFull: boolean }): ReadinessCheck {
  return async () =>
    room.isDiskFull ? { problem: { code: 'request.diskFull' }, stopsServing: false } : null;
}
