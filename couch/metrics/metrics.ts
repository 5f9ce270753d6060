/** Routes, not addresses; classes of refusal, not values; country codes, and nothing about people (threats P9). */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsSettings } from '#couch/base/env.ts';
import type { ArrivalFigures } from '#couch/exchange/arrivals.ts';
import { LINK_TROUBLES } from '#couch/link/central-client.ts';
import type { LinkStatus } from '#couch/link/link.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface ExchangeFigures {
  readonly authority: string;
  readonly lagSeconds: number;
  readonly carried: number;
  readonly skipped: number;
  readonly unreached: number;
}

type LinkFigures = Omit<LinkStatus, 'since' | 'reason'>;

const SIGN_IN_STEPS: Readonly<Record<string, string>> = {
  '/api/session': 'password',
  '/api/session/second': 'second'
};
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
    labelNames: ['step', 'why'],
    registers: this.#registers
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  noteRequest(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
    const step = method === 'POST' ? SIGN_IN_STEPS[route] : undefined;
    if (step === undefined || (status !== 401 && status !== 429)) return;
    this.#refusedSignIns.inc({ step, why: status === 401 ? 'wrong' : 'wait' });
  }

  notePush(accepted: number, codes: readonly string[]): void {
    if (accepted > 0) this.#pushed.inc({ outcome: 'accepted', class: '' }, accepted);
    for (const code of codes) this.#pushed.inc({ outcome: 'refused', class: classOf(code) });
  }

  followFeeds(count: () => number): void {
    this.#gauge('i2es_feeds_open', 'Long polls that wait.', [], (gauge) => gauge.set(count()));
  }

  /** By status, null without nodes; rejects if the database does not answer. */
  followDatabase(nodes: () => Promise<object | null>): void {
    this.#gauge('i2es_database_up', '1 if the database answers, 0 if it does not.', [], async (gauge) =>
      gauge.set(
        await nodes().then(
          () => 1,
          () => 0
        )
      )
    );
    this.#gauge('i2es_database_nodes', 'Nodes of CouchDB.', ['state'], async (gauge) => {
      gauge.reset();
      const counts = Object.entries((await nodes()) ?? {}) as [string, number][];
      for (const [state, count] of counts) gauge.set({ state }, count);
    });
  }

  /** `age`: seconds since the last complete backup; null if there is none. */
  followBackup(age: () => Promise<number | null>): void {
    const help = 'How old the last whole backup is; +Inf if none was ever made.';
    this.#gauge('i2es_backup_age_seconds', help, [], async (gauge) => gauge.set((await age()) ?? Infinity));
  }

  followSessions(count: () => Promise<number>): void {
    this.#gauge('i2es_sessions_open', 'Sessions that open something.', [], async (gauge) =>
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
    ofExchange(
      'i2es_exchange_skipped',
      'Acts not carried since it is followed here, which the log names.',
      (of) => of.skipped
    );
    ofExchange('i2es_exchange_unreached', 'Databases that acts wait for.', (of) => of.unreached);
  }

  /** Null in a process that reads no arrivals. No partner is named: a pair of countries is trade. */
  followArrivals(arrivals: () => ArrivalFigures | null): void {
    const late = 'The oldest act that was not at an addressee within a minute, and is not there now.';
    this.#gauge('i2es_exchange_late_seconds', late, ['authority'], (gauge) => {
      gauge.reset();
      for (const [authority, seconds] of arrivals()?.late ?? []) gauge.set({ authority }, seconds);
    });
    const arrived = 'Acts that were at all their addressees within a minute, and acts that were not.';
    this.#gauge('i2es_exchange_arrivals', arrived, ['within'], (gauge) => {
      const { inTime = 0, tooLate = 0 } = arrivals() ?? {};
      gauge.set({ within: 'minute' }, inTime);
      gauge.set({ within: 'longer' }, tooLate);
    });
    const age = 'How long ago all arrivals were read, in the one process that reads them.';
    this.#gauge('i2es_exchange_arrivals_age_seconds', age, [], (gauge) => {
      const { ageSeconds = null } = arrivals() ?? {};
      if (ageSeconds === null) gauge.remove();
      else gauge.set(ageSeconds);
    });
  }

  followRoom(
    list: () => readonly { readonly country: string; readonly stored: number; readonly day: number }[]
  ): void {
    const help = 'Share of what a country can store, and can write in a day, that is used; 1 is all of it.';
    this.#gauge('i2es_room_used', help, ['country', 'bound'], (gauge) => {
      for (const { country, stored, day } of list()) {
        gauge.set({ country, bound: 'stored' }, stored);
        gauge.set({ country, bound: 'day' }, day);
      }
    });
  }

  followUsage(uncounted: () => number): void {
    const help = 'Countries, and months of countries, whose usage cannot be counted; the log names them.';
    this.#gauge('i2es_usage_uncounted', help, [], (gauge) => gauge.set(uncounted()));
  }

  followFindings(findings: () => readonly Pick<StatedFinding, 'where' | 'stage' | 'id'>[]): void {
    const help =
      'Acts that the exchange has found altered or missing in an authority’s database, and has not taken back.';
    this.#gauge('i2es_findings_standing', help, ['authority', 'stage'], (gauge) => {
      gauge.reset();
      const acts = new Set(findings().map(({ where, stage, id }) => `${where} ${stage} ${id}`));
      for (const act of acts) {
        const [authority = '', stage = ''] = act.split(' ');
        gauge.inc({ authority, stage });
      }
    });
  }

  followLink(link: () => LinkFigures): void {
    const states = ['starting', 'catching-up', 'working', ...LINK_TROUBLES] as const;
    this.#gauge('i2es_link_state', 'The state that the line is in is 1.', ['state'], (gauge) => {
      const { state } = link();
      for (const one of states) gauge.set({ state: one }, one === state ? 1 : 0);
    });
    const ofLink = (name: string, help: string, figure: (of: LinkFigures) => number): void =>
      this.#gauge(name, help, [], (gauge) => gauge.set(figure(link())));
    const ageOf = (at: string | null): number =>
      at === null ? Infinity : (Date.now() - Date.parse(at)) / 1000;
    ofLink('i2es_link_known_age_seconds', 'How old what is known of keys is.', (of) => ageOf(of.knownAt));
    ofLink('i2es_link_compared_age_seconds', 'Since when nothing was compared with the central copy.', (of) =>
      ageOf(of.compared?.at ?? null)
    );
    ofLink('i2es_link_altered', 'Acts here that are altered.', (of) => of.compared?.altered ?? 0);
    ofLink('i2es_link_missing', 'Acts that are here no more.', (of) => of.compared?.missing ?? 0);
    ofLink(
      'i2es_link_reference_altered',
      'Keys and lists here that are altered.',
      (of) => of.comparedReference?.altered ?? 0
    );
    ofLink(
      'i2es_link_reference_missing',
      'Keys and lists that are here no more.',
      (of) => of.comparedReference?.missing ?? 0
    );
    ofLink('i2es_link_set_aside', 'Documents that came and were not taken.', (of) => of.setAside);
    ofLink('i2es_link_waiting', 'Acts that wait for their signer’s certificate.', (of) => of.waiting);
    ofLink('i2es_link_refused', 'Documents that the central server refused.', (of) => of.refused);
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
    // An unreadable figure is left out without affecting others.
    const collect = async (): Promise<void> => {
      try {
        await read(gauge);
      } catch {
        if (labelNames.length > 0) gauge.reset();
        else gauge.remove();
      }
    };
    // Prometheus' client calls it with the gauge as `this` and awaits the promise.
    const gauge: Gauge = new Gauge({ name, help, labelNames, registers, collect });
  }
}

function classOf(code: string): string {
  return /^[a-z][A-Za-z]*/.exec(code)?.[0] ?? 'other';
}

interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function serveMetrics(
  metrics: Metrics,
  { host, port, token }: MetricsSettings
): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, token, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

async function answer(
  metrics: Metrics,
  token: string | null,
  { method, url, headers }: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const isAsked = method === 'GET' && url === '/metrics';
  if (!isAsked) return void response.writeHead(404).end();
  if (token !== null && !isSame(headers.authorization ?? '', `Bearer ${token}`))
    return void response.writeHead(401).end();
  try {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
  } catch {
    response.writeHead(503).end();
  }
}

/** Constant time. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(wanted));
}

function digestOf(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
