/**
 * Figures for Prometheus: how much is asked, refused, open and late. Routes, not addresses; classes of refusal,
 * not their values; countries' codes, and of people nothing at all (threats P9).
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Of one authority that the exchange of this process follows. */
export interface ExchangeFigures {
  readonly authority: string;
  readonly lagSeconds: number;
  readonly carried: number;
  readonly unreached: number;
}

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

export class Metrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];
  readonly #requests = new Histogram({
    name: 'i2es_request_seconds',
    help: 'Requests by route and status, and how long each took; a long poll waits on purpose.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: this.#registers
  });
  readonly #pushed = new Counter({
    name: 'i2es_pushed_documents_total',
    help: 'Documents pushed: accepted, or refused by the class of the first problem.',
    labelNames: ['outcome', 'class'],
    registers: this.#registers
  });
  readonly #refusedSignIns = new Counter({
    name: 'i2es_sign_ins_refused_total',
    help: 'Sign-ins that were refused, and those that were made to wait.',
    labelNames: ['why'],
    registers: this.#registers
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  noteRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
    if (method !== 'POST' || route !== '/api/session') return;
    if (status === 401 || status === 429)
      this.#refusedSignIns.inc({ why: status === 401 ? 'wrong' : 'wait' });
  }

  /** `codes`: the first problem of each refused document. */
  notePush(accepted: number, codes: readonly string[]): void {
    if (accepted > 0) this.#pushed.inc({ outcome: 'accepted', class: '' }, accepted);
    for (const code of codes) this.#pushed.inc({ outcome: 'refused', class: classOf(code) });
  }

  /** Once; read whenever somebody asks for figures. */
  followFeeds(count: () => number): void {
    this.#gauge('i2es_feeds_open', 'Long polls that wait.', [], (gauge) => gauge.set(count()));
  }

  followSessions(count: () => Promise<number>): void {
    this.#gauge('i2es_sessions_open', 'Sessions that are kept.', [], async (gauge) =>
      gauge.set(await count())
    );
  }

  followExchange(exchange: () => readonly ExchangeFigures[]): void {
    const ofExchange = (name: string, help: string, figure: (of: ExchangeFigures) => number): void =>
      this.#gauge(name, help, ['authority'], (gauge) => {
        gauge.reset();
        for (const of of exchange()) gauge.set({ authority: of.authority }, figure(of));
      });
    ofExchange('i2es_exchange_lag_seconds', 'How long acts wait to be carried.', (of) => of.lagSeconds);
    ofExchange('i2es_exchange_carried', 'Acts carried since it is followed here.', (of) => of.carried);
    ofExchange('i2es_exchange_unreached', 'Databases that acts wait for.', (of) => of.unreached);
  }

  readonly contentType = this.#registry.contentType;

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauge(
    name: string,
    help: string,
    labelNames: string[],
    read: (gauge: Gauge) => void | Promise<void>
  ): void {
    const registers = this.#registers;
    // Prometheus' client calls it with the gauge as `this`, and waits for what it promises.
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers, collect: () => read(gauge) });
  }
}

/** The room of a problem's code: `door`, `act`, `signature` … */
function classOf(code: string): string {
  return /^[a-z][A-Za-z]*/.exec(code)?.[0] ?? 'other';
}
