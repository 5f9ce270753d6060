/** Excess gets the time to return (threats P5). Each gateway counts separately. */
import { addressKey } from '#couch/base/address-key.ts';
import type { Limits } from '#couch/base/limits.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { Refusal } from './refusal.ts';

type Check = (request: FastifyRequest) => Promise<void>;

/** The first bounds every address. */
export type PublicLimit =
  | 'requestsPerAddress'
  | 'signInsPerAddress'
  | 'invitationsPerAddress'
  | 'calendarsPerAddress'
  | 'guestsPerAddress'
  | 'registrationsPerAddress'
  | 'confirmationsPerAddress'
  | 'publicFiguresPerAddress'
  | 'listsPerAddress'
  | 'formsPerAddress'
  | 'applicationsPerAddress'
  | 'attachmentsPerAddress'
  | 'receiptCodesPerAddress'
  | 'tokensPerAddress';

export type PersonLimit =
  | 'archivesPerPerson'
  | 'inspectionsPerPerson'
  | 'notificationsPerPerson'
  | 'readsPerClient'
  | 'webhooksPerPerson'
  | 'writesPerClient';

type WhoAsks = (request: FastifyRequest) => Asking | null;

interface Asking {
  readonly id: string;
  readonly authority: string;
  readonly body?: string | undefined;
}

/** A regional body counts with INCB and has its own share of the server, like a country. */
export function shareOf({ authority, body }: Omit<Asking, 'id'>): string {
  return body === undefined ? authority : `region ${body}`;
}

interface RateLimits {
  readonly perAddress: Check;
  readonly publicly: Readonly<Record<PublicLimit, Check>>;
  readonly perPersonAndCountry: Check;
  readonly personally: Readonly<Record<PersonLimit, Check>>;
}

const A_MINUTE = '1 minute';
const AN_HOUR = '1 hour';

export function rateLimits(gateway: FastifyInstance, limits: Limits, whoAsks: WhoAsks): RateLimits {
  const byAddress = ({ ip }: FastifyRequest): string => addressKey(ip);
  const count = (
    name: keyof Limits,
    timeWindow: string,
    keyOf: (request: FastifyRequest) => string
  ): Check => {
    const keyGenerator = (request: FastifyRequest): string => `${name}/${keyOf(request)}`;
    const check = gateway.createRateLimit({ max: limits[name], timeWindow, keyGenerator });
    return async (request) => {
      const limit = await check(request);
      if (!limit.isAllowed && limit.isExceeded)
        throw new Refusal(429, [{ code: 'request.tooMany' }], limit.ttlInSeconds);
    };
  };
  const byPerson = (request: FastifyRequest): string => whoAsks(request)?.id ?? '';
  const perPerson = count('requestsPerPerson', A_MINUTE, byPerson);
  const perCountry = count('requestsPerCountry', A_MINUTE, (request) => {
    const asking = whoAsks(request);
    return asking === null ? '' : shareOf(asking);
  });
  return {
    perAddress: count('requestsPerAddress', A_MINUTE, byAddress),
    publicly: {
      requestsPerAddress: async () => undefined,
      signInsPerAddress: count('signInsPerAddress', A_MINUTE, byAddress),
      invitationsPerAddress: count('invitationsPerAddress', A_MINUTE, byAddress),
      publicFiguresPerAddress: count('publicFiguresPerAddress', A_MINUTE, byAddress),
      listsPerAddress: count('listsPerAddress', A_MINUTE, byAddress),
      formsPerAddress: count('formsPerAddress', A_MINUTE, byAddress),
      receiptCodesPerAddress: count('receiptCodesPerAddress', A_MINUTE, byAddress),
      tokensPerAddress: count('tokensPerAddress', A_MINUTE, byAddress),
      applicationsPerAddress: count('applicationsPerAddress', AN_HOUR, byAddress),
      attachmentsPerAddress: count('attachmentsPerAddress', AN_HOUR, byAddress),
      calendarsPerAddress: count('calendarsPerAddress', A_MINUTE, byAddress),
      guestsPerAddress: count('guestsPerAddress', AN_HOUR, byAddress),
      registrationsPerAddress: count('registrationsPerAddress', AN_HOUR, byAddress),
      confirmationsPerAddress: count('confirmationsPerAddress', AN_HOUR, byAddress)
    },
    personally: {
      archivesPerPerson: count('archivesPerPerson', AN_HOUR, byPerson),
      inspectionsPerPerson: count('inspectionsPerPerson', AN_HOUR, byPerson),
      notificationsPerPerson: count('notificationsPerPerson', AN_HOUR, byPerson),
      readsPerClient: count('readsPerClient', A_MINUTE, byPerson),
      writesPerClient: count('writesPerClient', A_MINUTE, byPerson),
      webhooksPerPerson: count('webhooksPerPerson', AN_HOUR, byPerson)
    },
    perPersonAndCountry: async (request) => {
      await perPerson(request);
      await perCountry(request);
    }
  };
}

/** Seconds; replication increases its own waits. */
const COME_BACK_AFTER = 2;

export interface Slot {
  /** Not before `until`. A caller who disconnects keeps the slot until the work is done. */
  hold<T>(work: () => Promise<T>, until?: Promise<void>): Promise<T>;
  abandon(): void;
}

interface ConcurrencyBounds {
  readonly perPerson: number;
  readonly perCountry: number;
  readonly tooMany: string;
  readonly busy: string;
}

/**
 * A slot is taken before the body is read (threats P5), since pushes hold bodies and answers hold documents in memory.
 */
export class ConcurrencyLimit {
  readonly #bounds: ConcurrencyBounds;
  readonly #taken = new Map<string, number>();

  constructor(bounds: ConcurrencyBounds) {
    this.#bounds = bounds;
  }

  /** Throws 429 for too many of the person, 503 for too many of the country. */
  take(country: string, person: string): Slot {
    const names = [nameOf(country, person), country] as const;
    const { perPerson, perCountry, tooMany, busy } = this.#bounds;
    if (this.#count(names[0]) >= perPerson) throw comeBack(429, tooMany);
    if (this.#count(names[1]) >= perCountry) throw comeBack(503, busy);
    for (const name of names) this.#add(name, 1);
    return slotUntil(() => names.forEach((name) => this.#add(name, -1)));
  }

  underWay(country: string, person: string): number {
    return this.#count(nameOf(country, person));
  }

  #count(name: string): number {
    return this.#taken.get(name) ?? 0;
  }

  #add(name: string, by: number): void {
    const count = this.#count(name) + by;
    if (count > 0) this.#taken.set(name, count);
    else this.#taken.delete(name);
  }
}

function nameOf(country: string, person: string): string {
  return `${country} ${person}`;
}

function slotUntil(leave: () => void): Slot {
  let state: 'taken' | 'busy' | 'left' = 'taken';
  const leaveOnce = (): void => {
    if (state !== 'left') leave();
    state = 'left';
  };
  return {
    hold: async (work, until) => {
      if (state === 'taken') state = 'busy';
      try {
        return await work();
      } finally {
        if (until) void until.then(leaveOnce);
        else leaveOnce();
      }
    },
    abandon: () => {
      if (state === 'taken') leaveOnce();
    }
  };
}

function comeBack(status: number, code: string): Refusal {
  return new Refusal(status, [{ code }], COME_BACK_AFTER);
}

export function boundConnections({ server }: FastifyInstance, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const address = addressKey(socket.remoteAddress ?? '');
    const count = (open.get(address) ?? 0) + 1;
    if (count > most) return void socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/**
 * Closing takes seconds, not the minute of a browser's keep-alive: idle connections are cut, also unused ones, which
 * Node does not count as idle. Running answers get a moment.
 */
const LOOK_EVERY_MS = 50;
const TIMEOUT_MS = 3_000;

export function followConnections(gateway: FastifyInstance): () => void {
  const { server } = gateway;
  const open = new Set<Socket>();
  const busy = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    busy.add(socket);
    response.once('close', () => busy.delete(socket));
  });
  const cutIdle = (): void => open.forEach((socket) => !busy.has(socket) && socket.destroy());
  return () => {
    const looking = setInterval(cutIdle, LOOK_EVERY_MS);
    const patience = setTimeout(() => server.closeAllConnections(), TIMEOUT_MS);
    server.once('close', () => {
      clearInterval(looking);
      clearTimeout(patience);
    });
  };
}

/**
 * No route upgrades the protocol. Node 20 reads nothing more after an unread upgrade request, so the connection ends
 * with the answer.
 */
export function endAfterUpgrade({ server }: FastifyInstance): void {
  server.prependListener('request', ({ headers }, response) => {
    if (headers.upgrade !== undefined) response.setHeader('connection', 'close');
  });
}
