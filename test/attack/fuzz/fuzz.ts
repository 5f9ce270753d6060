/**
 * The fuzz: for so many seconds the planned requests of a seed, on several connections side by side, against a server
 * of its own. What must hold of every answer is judged at once, what must hold of the server at the end.
 */
import { Intruder } from '../intruder.ts';
import { CUT, type Answer } from '../wire.ts';
import { Actors } from './actors.ts';
import { Books } from './books.ts';
import { judgeAnswer } from './judge.ts';
import { Known } from './known.ts';
import { isPacked, twist } from './mutate.ts';
import { Neighbour, percentile95, type Waits } from './neighbour.ts';
import { planned, type Planned } from './plan.ts';
import { Wire, type Filled } from './send.ts';
import { FuzzedServer } from './server.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly seconds: number;
  /** With the limits of an installation; as wide as a fuzz needs otherwise. */
  readonly hasRealLimits: boolean;
  /** As the environment has it, otherwise. */
  readonly isEmbedded?: boolean;
  /** Requests of the plan: from, up to and including. All for as long as there is time otherwise. */
  readonly only?: readonly [number, number];
}

export interface FuzzReport {
  readonly seed: number;
  readonly asked: number;
  /** By route and then status; 0 is a connection that was cut. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly acknowledged: number;
  readonly figures: string;
  /** Nothing where all held. */
  readonly faults: readonly string[];
}

const CONNECTIONS = 8;
const MAX_FAULTS = 20;
/** Megabytes that the second half may leave behind, for indexes of what was pushed and what is kept of it. */
const MAX_GROWTH = 40;
/**
 * Milliseconds that the server works at most, in 95 of 100 questions, before it answers another country. A busy machine
 * makes the wait longer, but not this work.
 */
const MAX_WORK_MS = 500;
const IDLE_QUESTIONS = 100;
const READ_AGAIN_MS = 3_000;

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const server = await FuzzedServer.start(options);
  try {
    return await new Fuzz(server, options).run();
  } finally {
    await server.stop();
  }
}

class Fuzz {
  readonly #server: FuzzedServer;
  readonly #options: FuzzOptions;
  readonly #actors: Actors;
  readonly #known: Known;
  readonly #books = new Books();
  readonly #faults: string[] = [];
  readonly #statuses = new Map<string, Map<number, number>>();
  /** What was sent last, the newest at the end, and what is on its way. */
  readonly #before: number[] = [];
  readonly #underWay = new Set<number>();
  #next: number;
  #asked = 0;

  constructor(server: FuzzedServer, options: FuzzOptions) {
    this.#server = server;
    this.#options = options;
    this.#actors = new Actors((person, isOver) => server.openSession(person, isOver));
    this.#known = new Known(server.address, this.#actors);
    this.#next = options.only?.[0] ?? 0;
  }

  async run(): Promise<FuzzReport> {
    const { seed, seconds } = this.#options;
    const neighbour = await this.#openNeighbour();
    await this.#known.readKeys(new Intruder(this.#server.address));
    await this.#known.readAgain();
    const idle = await neighbour.ask((count) => count < IDLE_QUESTIONS);
    const began = Date.now();
    const isOver = (share = 1): boolean =>
      Date.now() - began > seconds * share * 1000 || !this.#server.isAlive || this.#isDone();
    const waited = neighbour.ask(() => !isOver());
    await this.#askUntil(() => isOver(0.5));
    const middle = await this.#memory();
    await this.#askUntil(isOver);
    const [end, busy] = [await this.#memory(), await waited];
    await this.#server.isGone();
    neighbour.close();
    this.#judgeServer([middle, end], busy, neighbour.refused);
    if (this.#server.isAlive) this.#faults.push(...(await this.#compareBooks()));
    const told = ({ times, work }: Waits): string =>
      `${percentile95(times).toFixed(1)} ms, of which the server worked ${percentile95(work).toFixed(1)} ms`;
    const figures = `memory ${middle.toFixed(0)} MB in the middle and ${end.toFixed(0)} MB at the end; another country waited ${told(idle)}, while nobody asked, and ${told(busy)}`;
    return {
      seed,
      asked: this.#asked,
      statuses: this.#statuses,
      acknowledged: this.#books.size,
      figures,
      faults: this.#faults
    };
  }

  async #openNeighbour(): Promise<Neighbour> {
    const token = await this.#server.openSession('nz.officer', false);
    const cookie = (): Promise<string> => Promise.resolve(`__Host-i2es=${token}`);
    return new Neighbour(this.#server.address, cookie, () => this.#server.work());
  }

  #isDone(): boolean {
    return this.#next > (this.#options.only?.[1] ?? Infinity) || this.#faults.length >= MAX_FAULTS;
  }

  async #memory(): Promise<number> {
    return this.#server.isAlive ? this.#server.memory() : 0;
  }

  async #askUntil(isOver: () => boolean): Promise<void> {
    let readAt = Date.now();
    const worker = async (number: number): Promise<void> => {
      const wire = new Wire(this.#server.address, number);
      while (!isOver()) {
        if (number === 0 && Date.now() - readAt > READ_AGAIN_MS) {
          await this.#known.readAgain();
          readAt = Date.now();
        }
        await this.#askOne(this.#next++, wire);
      }
      wire.close();
    };
    const workers = Array.from({ length: CONNECTIONS }, (_, number) => worker(number));
    await Promise.all(workers.map((one) => one.catch((error: unknown) => this.#noteGone(error))));
  }

  /** What fails because the server is gone is told at the end; whatever else is a fault, and the others go on. */
  async #noteGone(error: unknown): Promise<void> {
    if (await this.#server.isGone()) return;
    this.#faults.push(
      `what the fuzz asks for itself failed: ${error instanceof Error ? error.message : String(error)}`
    );
  }

  async #askOne(k: number, wire: Wire): Promise<void> {
    const one = planned(this.#options.seed, k);
    this.#underWay.add(k);
    const cookie = await this.#actors.cookie(one.actor);
    const filled = this.#fill(one, cookie);
    const answer = await wire.send(filled, one);
    // Cut: whether the server has ended is known a moment later.
    if (answer === CUT && (await this.#server.isGone())) return;
    this.#underWay.delete(k);
    this.#note(one, filled, answer);
    this.#actors.noteAnswer(
      one.actor,
      cookie,
      answer.status,
      (answer.json as { reason?: unknown } | null)?.reason
    );
    const wrong = judgeAnswer(one, answer, [this.#server.folder, cookie.split('~')[1] ?? '']);
    if (wrong !== null) this.#faults.push(this.#tell(`${wrong}`, one, filled));
    this.#before.push(k);
    if (this.#before.length > 8) this.#before.shift();
  }

  #fill({ actor, method, path, headers, json, twist: kind, twistAt, most }: Planned, cookie: string): Filled {
    const body = json === null ? null : twist(this.#known.fill(json, actor), kind, twistAt, most);
    return {
      method,
      path: this.#known.fill(path, actor, encodeURIComponent),
      headers: {
        ...toHeader(cookie),
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...(isPacked(kind) ? { 'content-encoding': 'gzip' } : {}),
        ...headers
      },
      body
    };
  }

  #note({ route }: Planned, filled: Filled, answer: Answer): void {
    this.#asked++;
    const counts = this.#statuses.get(route) ?? new Map<number, number>();
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
    this.#statuses.set(route, counts);
    this.#known.learnFrom(answer);
    this.#books.note(filled, answer === CUT ? { ...CUT, status: 0 } : answer);
  }

  #judgeServer([middle, end]: [number, number], busy: Waits, refused: readonly string[]): void {
    if (!this.#server.isAlive) {
      const list = [...this.#underWay].map((k) => this.#tell('under way', planned(this.#options.seed, k)));
      this.#faults.push(`The server has ended. ${this.#server.log.slice(-2000)}\n${list.join('\n')}`);
      return;
    }
    if (this.#options.only) return;
    if (end - middle > MAX_GROWTH)
      this.#faults.push(
        `memory grew from ${middle.toFixed(0)} to ${end.toFixed(0)} MB in the second half, more than ${MAX_GROWTH}`
      );
    const worked = percentile95(busy.work);
    if (worked > MAX_WORK_MS)
      this.#faults.push(
        `the server worked ${worked.toFixed(0)} ms before it answered another country, more than ${MAX_WORK_MS}`
      );
    if (refused.length > 0)
      this.#faults.push(`another country was refused ${refused.length} times: ${refused[0]}`);
  }

  /** In sessions of their own: those of the fuzz may have been ended by it. */
  #compareBooks(): Promise<string[]> {
    const readers: Readonly<Record<string, string>> = { 'country-ch': 'ch.officer', incb: 'incb.secretary' };
    return this.#books.compare(this.#server.address, async (database) => {
      const token = await this.#server.openSession(readers[database] ?? 'au.officer', false);
      return `__Host-i2es=${token}`;
    });
  }

  #tell(wrong: string, one: Planned, filled?: Filled): string {
    const { seed } = this.#options;
    const sent =
      filled &&
      `${filled.method} ${filled.path} ${new TextDecoder().decode(filled.body ?? undefined)}`.slice(0, 400);
    return [
      `${wrong}\n  --seed ${seed} --only ${one.k}   ${one.actor} ${one.route}${one.frame ? ` (${one.frame})` : ''}${one.twist ? ` (${one.twist})` : ''}`,
      ...(sent ? [`  ${sent}`] : [`  ${JSON.stringify(one).slice(0, 800)}`]),
      `  before it: ${this.#before.join(' ')}`
    ].join('\n');
  }
}

function toHeader(cookie: string): Record<string, string> {
  if (cookie.startsWith('Bearer ')) return { authorization: cookie };
  return cookie === '' ? {} : { cookie };
}
