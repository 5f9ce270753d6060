/**
 * Requests in a window of time, counted for an address, a person and a country: whoever exceeds is told when
 * to come back, and nobody else is (threats P5). Of several gateways each counts its own.
 */
import { addressKey } from '#couch/base/address-key.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '#couch/base/limits.ts';
import { Refusal } from './refusal.ts';

type Check = (request: FastifyRequest) => Promise<void>;

/** Requests of an address, for what nobody has to be signed in for; the first bounds every address anyway. */
export type PublicLimit =
  | 'requestsPerAddress'
  | 'signInsPerAddress'
  | 'invitationsPerAddress'
  | 'calendarsPerAddress'
  | 'registrationsPerAddress'
  | 'confirmationsPerAddress'
  | 'publicFiguresPerAddress';

/** Whoever is known to ask; null before their session is. */
export type WhoAsks = (request: FastifyRequest) => { readonly id: string; readonly authority: string } | null;

export interface RateLimits {
  /** Every request, known or not. */
  readonly perAddress: Check;
  /** What nobody has to be signed in for, by the limit that its route states. */
  readonly publicly: Readonly<Record<PublicLimit, Check>>;
  /** Of a request that is opened: all of a person's sessions together, and all of their country's people. */
  readonly perPersonAndCountry: Check;
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
  const perPerson = count('requestsPerPerson', A_MINUTE, (request) => whoAsks(request)?.id ?? '');
  const perCountry = count('requestsPerCountry', A_MINUTE, (request) => whoAsks(request)?.authority ?? '');
  return {
    perAddress: count('requestsPerAddress', A_MINUTE, byAddress),
    publicly: {
      requestsPerAddress: async () => undefined,
      signInsPerAddress: count('signInsPerAddress', A_MINUTE, byAddress),
      invitationsPerAddress: count('invitationsPerAddress', A_MINUTE, byAddress),
      publicFiguresPerAddress: count('publicFiguresPerAddress', A_MINUTE, byAddress),
      calendarsPerAddress: count('calendarsPerAddress', A_MINUTE, byAddress),
      registrationsPerAddress: count('registrationsPerAddress', AN_HOUR, byAddress),
      confirmationsPerAddress: count('confirmationsPerAddress', AN_HOUR, byAddress)
    },
    perPersonAndCountry: async (request) => {
      await perPerson(request);
      await perCountry(request);
    }
  };
}
