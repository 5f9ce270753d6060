/** The table of routes for readers, with limits. The README prints it, and a test compares. */
import { rolesWith, signsIn, type PersonRole } from '#lib/domain/registration/rights.ts';
import { bringsBody, type Route } from '#couch/gateway/calls/call.ts';
import type { Limits } from '#couch/base/limits.ts';

interface RouteRow {
  /** `POST /api/session` */
  readonly route: string;
  readonly who: string;
  /** Limits in addition to the general rates. */
  readonly bounds: string;
}

type LimitName = keyof Limits;

export function limitsOf(route: Route): readonly LimitName[] {
  const body: LimitName[] = bringsBody(route) ? [route.body ?? 'bodyBytes'] : [];
  const atOnce: LimitName[] = [
    ...(route.body ? (['uploadsPerAddress'] as const) : []),
    ...(route.isFile ? (['downloadsPerAddress'] as const) : [])
  ];
  if (route.who === 'anybody')
    return [...new Set<LimitName>(['requestsPerAddress', route.limit]), ...atOnce, ...body];
  const rates: LimitName[] = ['requestsPerAddress', 'requestsPerPerson', 'requestsPerCountry'];
  const concurrency: LimitName[] =
    route.who === 'writers'
      ? ['pushesPerPerson', 'pushesPerCountry']
      : ['answersPerPerson', 'answersPerCountry'];
  const feeds: LimitName[] = route.waits ? ['feedsPerSession', 'feedsPerPerson', 'feedsPerCountry'] : [];
  const own: LimitName[] = route.rate ? [route.rate] : [];
  return [...rates, ...concurrency, ...feeds, ...own, ...body];
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

const ROLES: Readonly<Record<Exclude<PersonRole, 'system'>, string>> = {
  administrator: 'administrator',
  officer: 'officer',
  reader: 'reader',
  customs: 'customs',
  company: 'company',
  incb: 'INCB',
  observer: 'INCB observer',
  trainer: 'trainer',
  regional: 'regional body',
  service: 'national server'
};

function whoOf(route: Route): string {
  if (route.who === 'anybody') return 'anybody';
  if (route.who === 'client') return `national system, \`${route.scope}\``;
  if (route.who !== 'signed-in') return route.who === 'readers' ? 'who may read it' : 'who may write it';
  if (!route.right) return 'signed in';
  return rolesWith(route.right)
    .filter(signsIn)
    .map((role) => ROLES[role])
    .join(', ');
}

/** Common limits appear once, above the table. */
const WORDS: Partial<Record<LimitName, (most: number) => string>> = {
  signInsPerAddress: (most) => `${most} a minute and address`,
  invitationsPerAddress: (most) => `${most} a minute and address`,
  calendarsPerAddress: (most) => `${most} a minute and address`,
  guestsPerAddress: (most) => `${most} an hour and address`,
  registrationsPerAddress: (most) => `${most} an hour and address`,
  confirmationsPerAddress: (most) => `${most} an hour and address`,
  publicFiguresPerAddress: (most) => `${most} a minute and address`,
  listsPerAddress: (most) => `${most} a minute and address`,
  formsPerAddress: (most) => `${most} a minute and address`,
  receiptCodesPerAddress: (most) => `${most} a minute and address`,
  tokensPerAddress: (most) => `${most} a minute and address`,
  readsPerClient: (most) => `${most} a minute and client`,
  writesPerClient: (most) => `${most} a minute and client`,
  applicationsPerAddress: (most) => `${most} an hour and address`,
  attachmentsPerAddress: (most) => `${most} an hour and address`,
  archivesPerPerson: (most) => `${most} an hour and person`,
  inspectionsPerPerson: (most) => `${most} an hour and person`,
  notificationsPerPerson: (most) => `${most} an hour and person`,
  webhooksPerPerson: (most) => `${most} an hour and person`,
  uploadsPerAddress: (most) => `${most} at once an address`,
  downloadsPerAddress: (most) => `${most} at once an address`,
  pushesPerPerson: (most) => `${most} at once a person`,
  pushesPerCountry: (most) => `${most} a country`,
  feedsPerSession: (most) => `${most} waiting a session`,
  feedsPerPerson: (most) => `${most} a person`,
  bulkBytes: (most) => `${most / 1024} kB`,
  bodyBytes: (most) => `${most / 1024} kB`,
  checkpointBytes: (most) => `${most / 1024} kB`,
  attachmentBytes: (most) => `${most / 1000} kB`
};
