/**
 * The table of routes as people read it, and which limits hold each route. The README prints these cells, and
 * a test compares: it never says anything else than what the gateway does.
 */
import { rolesWith, type PersonRole } from '#lib/domain/registration/rights.ts';
import type { Route } from '../calls/call.ts';
import type { Limits } from '#couch/base/limits.ts';

export interface RouteRow {
  /** `POST /api/session` */
  readonly route: string;
  readonly who: string;
  /** What holds it besides the rates of every request. */
  readonly bounds: string;
}

type LimitName = keyof Limits;

/** Methods that bring a body; one that comes with another method is bounded by `bodyBytes`. */
export function bringsBody({ method }: Pick<Route, 'method'>): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

/** By name, every limit that a request on this route meets. */
export function limitsOf(route: Route): readonly LimitName[] {
  const body: LimitName[] = bringsBody(route) && route.body ? [route.body] : [];
  if (route.who === 'anybody') return [...new Set<LimitName>(['requestsPerAddress', route.limit]), ...body];
  const rates: LimitName[] = ['requestsPerAddress', 'requestsPerPerson', 'requestsPerCountry'];
  const concurrency: LimitName[] =
    route.who === 'writers'
      ? ['pushesPerPerson', 'pushesPerCountry']
      : ['answersPerPerson', 'answersPerCountry'];
  const feeds: LimitName[] = route.waits ? ['feedsPerSession', 'feedsPerPerson', 'feedsPerCountry'] : [];
  return [...rates, ...concurrency, ...feeds, ...body];
}

export function describeRoute(route: Route, limits: Limits): RouteRow {
  return {
    route: `${route.method} ${route.path}`,
    who: whoOf(route),
    bounds: limitsOf(route)
      .flatMap((name) => WORDS[name]?.(limits[name]) ?? [])
      .join(', ')
  };
}

const ROLES: Readonly<Record<PersonRole, string>> = {
  administrator: 'administrator',
  officer: 'officer',
  reader: 'reader',
  incb: 'INCB',
  trainer: 'trainer',
  service: 'national server'
};

function whoOf(route: Route): string {
  if (route.who === 'anybody') return 'anybody';
  if (route.who !== 'signed-in') return route.who === 'readers' ? 'who may read it' : 'who may write it';
  if (!route.right) return 'signed in';
  return rolesWith(route.right)
    .map((role) => ROLES[role])
    .join(', ');
}

/** What holds every request alike is said once, above the table. */
const WORDS: Partial<Record<LimitName, (most: number) => string>> = {
  signInsPerAddress: (most) => `${most} a minute and address`,
  invitationsPerAddress: (most) => `${most} a minute and address`,
  calendarsPerAddress: (most) => `${most} a minute and address`,
  registrationsPerAddress: (most) => `${most} an hour and address`,
  confirmationsPerAddress: (most) => `${most} an hour and address`,
  publicFiguresPerAddress: (most) => `${most} a minute and address`,
  pushesPerPerson: (most) => `${most} at once a person`,
  pushesPerCountry: (most) => `${most} a country`,
  feedsPerSession: (most) => `${most} waiting a session`,
  feedsPerPerson: (most) => `${most} a person`,
  bulkBytes: (most) => `${most / 1024} kB`,
  bodyBytes: (most) => `${most / 1024} kB`,
  checkpointBytes: (most) => `${most / 1024} kB`
};
