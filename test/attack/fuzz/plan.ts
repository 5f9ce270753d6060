/**
 * The requests of a fuzz: the k-th of a seed is a pure function of both, whatever the server answers, so that any
 * one can be asked again. Routes, methods and parameters are those of the gateway's own table.
 */
import { Random } from '#couch/demonstration/random.ts';
import { PERSON_ROLES, rolesWith } from '#lib/domain/registration/rights.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { aBody } from './bodies.ts';
import { mutate, toJson, TWISTS, type Twist } from './mutate.ts';
import { boundary, oddText, parameterValue, sequence } from './values.ts';

/** Who asks: nobody, whoever's session has ended, or a person by role. */
export const ACTORS = {
  nobody: null,
  ended: null,
  reader: 'au.reader',
  officer: 'au.officer',
  administrator: 'au.admin',
  foreign: 'ch.officer',
  board: 'incb.secretary',
  trainer: 'trainer.demo',
  company: 'au.tasman-submit',
  service: 'au.service',
  /** With a token, and no cookie. */
  system: 'system'
} as const satisfies Record<string, string | null>;
export type ActorName = keyof typeof ACTORS;

/** How the bytes come: as they should, or on a bare connection in a way that no client means. */
export const FRAMES = [
  'length-short',
  'length-long',
  'length-twice',
  'length-odd',
  'chunks-broken',
  'chunks-and-length',
  'no-host',
  'old-http',
  'no-http',
  'head-long',
  'heads-many',
  'address-absolute'
] as const;
export type Frame = (typeof FRAMES)[number];

export interface Planned {
  readonly k: number;
  readonly actor: ActorName;
  /** As the table has it: `POST /db/:name/_bulk_get`. */
  readonly route: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: string | null;
  readonly twist: Twist | null;
  readonly twistAt: number;
  /** Bytes that the route takes at most. */
  readonly most: number;
  readonly frame: Frame | null;
  /** Milliseconds after which who asked goes away, or null. */
  readonly leaves: number | null;
}

type Route = (typeof ROUTES)[number];

export function planned(seed: number, k: number, routes: readonly Route[] = ROUTES): Planned {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(k + 1, 0x85ebca6b));
  random.below(2);
  const isReplication = random.chance(30);
  const route = random.pick(isReplication ? routes.filter(({ path }) => path.startsWith('/db/')) : routes);
  const own = `${route.method} ${route.path}`;
  const method = random.chance(94) ? route.method : random.pick(METHODS);
  const takesBody = bringsBody(route) ? random.chance(98) : random.chance(6);
  const query = aQuery(random, route);
  return {
    k,
    actor: anActor(random, route),
    route: own,
    method,
    path: aPath(random, route) + query,
    headers: oddHeaders(random),
    json: takesBody ? toJson(mutate(random, aBody(random, own), random.pick([0, 0, 0, 1, 1, 2, 3]))) : null,
    twist: takesBody && random.chance(12) ? random.pick(TWISTS) : null,
    twistAt: random.below(1000),
    most: LIMITS[route.body ?? 'bodyBytes'],
    frame: random.chance(4) ? random.pick(FRAMES) : null,
    leaves: query.includes('longpoll') ? 200 : random.chance(2) ? random.below(30) : null
  };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
const NAMES = Object.keys(ACTORS) as ActorName[];

/** Half of the time somebody whom the table lets in: what lies behind the door is tried too. */
function anActor(random: Random, route: Route): ActorName {
  if (random.chance(40)) return random.pick(NAMES);
  if (route.who === 'anybody') return random.pick(['nobody', 'officer'] as const);
  if (route.who === 'client') return 'system';
  const roles =
    route.who === 'signed-in'
      ? route.right
        ? rolesWith(route.right)
        : PERSON_ROLES
      : ['officer', 'administrator', 'service'];
  const role = random.pick<string>(roles);
  return role === 'incb' ? 'board' : (NAMES.find((name) => name === role) ?? 'officer');
}

/** `{{kind:n}}` is filled in, and spelled for an address, when it is sent. */
function aPath(random: Random, { path }: Route): string {
  const spelled = path.replaceAll(/:\w+/g, (parameter: string, at: number) => {
    const value = parameterValue(random, path.slice(0, at) + parameter);
    if (value.startsWith('{{')) return value;
    if (random.chance(4)) return encodeURIComponent(encodeURIComponent(wellFormed(value)));
    return encodeURIComponent(wellFormed(value));
  });
  if (!random.chance(5)) return spelled;
  return random.pick([
    `${spelled}/`,
    `/${spelled}`,
    `${spelled}%00`,
    `${spelled}%ff`,
    `${spelled}%`,
    spelled.toUpperCase(),
    spelled.replace('/', '/./'),
    `${spelled}/../..`,
    `${spelled}%2f..`,
    `${spelled};a=b`,
    spelled.replace(/^\/(.)/, (_, first: string) => `/%${first.charCodeAt(0).toString(16)}`),
    `${spelled}/${'x'.repeat(random.pick([300, 301, 8000]))}`
  ]);
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '?');
}

const CHANGES: Readonly<Record<string, readonly [number, (random: Random) => string]>> = {
  since: [60, sequence],
  limit: [40, (random) => String(random.pick([1, 5, 100, boundary(random)]))],
  feed: [
    50,
    (random) => random.pick(['normal', 'longpoll', 'longpoll', 'longpoll', 'longpoll', 'continuous'])
  ],
  style: [40, (random) => random.pick(['main_only', 'all_docs', 'all_docs', 'none'])],
  heartbeat: [15, (random) => String(random.pick([1000, 999, boundary(random)]))],
  timeout: [15, (random) => String(random.pick([0, 50, boundary(random)]))],
  seq_interval: [15, (random) => String(random.pick([1, 100, boundary(random)]))],
  include_docs: [3, () => 'true'],
  filter: [3, () => '_view']
};

function aQuery(random: Random, { path }: Route): string {
  const parts: [string, string][] = [];
  if (path.endsWith('_changes'))
    for (const [name, [percent, value]] of Object.entries(CHANGES))
      if (random.chance(percent)) parts.push([name, value(random)]);
  if (path === '/api/audit' && random.chance(70))
    parts.push(['limit', String(random.pick([1, 50, boundary(random)]))]);
  if (path === '/api/audit' && random.chance(40)) parts.push(['before', oddText(random)]);
  if (/^\/api\/company\/\w+$/.test(path)) {
    if (random.chance(50)) parts.push(['limit', String(random.pick([1, 50, 51, boundary(random)]))]);
    if (random.chance(40)) parts.push(['before', oddText(random)]);
  }
  if (path === '/api/sessions' && random.chance(50)) parts.push(['of', random.pick(['own', 'all', 'none'])]);
  if (random.chance(5)) parts.push([oddText(random).slice(0, 300), oddText(random).slice(0, 300)]);
  if (parts[0] && random.chance(5)) parts.push(parts[0]);
  if (parts.length === 0)
    return random.chance(2) ? random.pick(['?', '?&&', '?=', '?%', '?a[b]=c&a[b]=d', '??']) : '';
  return `?${parts.map(([name, value]) => `${encodeURIComponent(wellFormed(name))}=${value.startsWith('{{') ? value : encodeURIComponent(wellFormed(value))}`).join('&')}`;
}

function oddHeaders(random: Random): Record<string, string> {
  if (!random.chance(12)) return {};
  return random.pick<Record<string, string>>([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': '' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'br, gzip' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { expect: '100-continue' },
    { expect: 'something' },
    { cookie: '__Host-i2es=%' },
    { cookie: `__Host-i2es=${'x'.repeat(5000)}` },
    { cookie: '__Host-i2es=au.officer.AAAA; __Host-i2es=x' },
    { authorization: 'Basic YWRtaW46Y291Y2g=' },
    { 'x-forwarded-for': '10.0.0.1, 127.0.0.1', 'x-forwarded-host': 'elsewhere.example' },
    { 'x-http-method-override': 'DELETE' },
    { accept: 'text/html' },
    { 'accept-encoding': 'gzip' },
    { 'accept-encoding': 'br, gzip;q=0.5' },
    { 'accept-encoding': 'gzip;q=9, *;q=x' },
    { range: 'bytes=0-1' },
    { 'if-none-match': '"x"' },
    { upgrade: 'websocket', connection: 'upgrade' }
  ]);
}
