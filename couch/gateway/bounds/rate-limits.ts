/**
 * Rates per address, person and country: excess gets the time to return (threats P5). Each gateway counts separately.
 */
import { addressKey } from '#couch/base/address-key.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limits } from '#couch/base/limits.ts';
import { Refusal } from './refusal.ts';

type Check = (request: FastifyRequest) => Promise<void>;

/** Limits for requests without sign-in; the first bounds every address. */
export type PublicLimit =
  | 'requestsPerAddress'
  | 'signInsPerAddress'
  | 'invitationsPerAddress'
  | 'calendarsPerAddress'
  | 'registrationsPerAddress'
  | 'confirmationsPerAddress'
  | 'publicFiguresPerAddress';

/** Null before the session is known. */
type WhoAsks = (request: FastifyRequest) => { readonly id: string; readonly authority: string } | null;

interface RateLimits {
  readonly perAddress: Check;
  /** Requests without sign-in, by their route's limit. */
  readonly publicly: Readonly<Record<PublicLimit, Check>>;
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
