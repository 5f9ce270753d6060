/**
 * Values that a request is made of: well formed and naming nothing, naming what is there, at a bound and one past
 * it, of the wrong type. `{{kind:n}}` stands for the n-th thing of a kind that the running server has: so a plan is
 * the same for a seed whatever the server holds (`known.ts` fills it in).
 */
import type { Random } from '#couch/demonstration/random.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { MAX_REQUEST_LENGTHS } from '#lib/domain/registration/request.ts';
import { MAX_PASSWORD_LENGTH, SHORTEST_PASSWORD } from '#lib/domain/registration/password.ts';
import { MAX_IDLE_MINUTES, SHORTEST_IDLE } from '#lib/domain/registration/policy.ts';

/** What of the running server can be named. */
export const NAMEABLE = [
  'act',
  'revision',
  'sequence',
  'draft',
  'registration',
  'session',
  'invitation',
  'token',
  'key'
] as const;
export type Nameable = (typeof NAMEABLE)[number];

type Make = (random: Random) => string;

export function named(kind: Nameable): Make {
  return (random) => `{{${kind}:${random.below(1000)}}}`;
}

function text(alphabet: string, length: number): Make {
  return (random) => Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('');
}

const HEX = '0123456789abcdef';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
export const hash = text(HEX, 32);
export const keyId = text(BASE64URL, 43);

function oneOf(...makes: readonly (Make | string)[]): Make {
  return (random) => {
    const one = random.pick(makes);
    return typeof one === 'string' ? one : one(random);
  };
}

export function uuid(random: Random): string {
  const part = (length: number): string => text(HEX, length)(random);
  return [part(8), part(4), part(4), part(4), part(12)].join('-');
}

const unknownAct: Make = (random) =>
  `act:2026${random.pick(['0101', '1231', '1332'])}:${random.pick(['AU', 'CH', 'INCB', 'XX'])}:${random.pick(['message', 'import-authorization', 'certificate', 'delivery', 'nothing'])}:${keyId(random)}`;
const generation: Make = (random) =>
  String(random.pick([1, 1, 2, 999, LIMITS.generations, LIMITS.generations + 1, 999_999_999]));
const unknownRevision: Make = (random) => `${generation(random)}-${hash(random)}`;

/** Nobody whom the plan itself asks as: what is done to these disturbs no other request. */
const person = oneOf(
  'au.spare1',
  'au.spare2',
  'au.spare3',
  'au.nobody',
  'ch.nobody',
  'incb.nobody',
  '',
  'AU.SPARE1'
);
const country = oneOf('FJ', 'FJ', 'TO', 'WS', 'ZZ', 'fj', '', 'FJI');

/** Of the person who asks, in the table of `plan.ts`. */
const OWN_DATABASE = '{{own:0}}';
const stray = oneOf(uuid, keyId, text(BASE64URL, 200), text(BASE64URL, 201));

/** As bodies name them (`bodies.ts`), so that what one request makes another asks for. */
const A_SESSION = 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';
const A_LESSON = 'lesson:7c1d5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';

/** By what stands before the parameter in the path of its route; what is new there takes any of them. */
const BY_PLACE: Readonly<Record<string, Make>> = {
  db: oneOf(
    ...Array.from({ length: 18 }, () => OWN_DATABASE),
    ...['reference', 'reference', 'reference'],
    'country-ch',
    'incb',
    'training',
    'accounts',
    'country-zz',
    '_users'
  ),
  _local: oneOf('checkpoint-a', 'checkpoint-b', stray),
  registrations: oneOf(named('registration'), named('registration'), stray),
  // People's own, and those that trainers plan.
  sessions: oneOf(named('session'), named('session'), A_SESSION, A_SESSION, stray),
  'own-lessons': oneOf(A_LESSON, A_LESSON, A_LESSON, (random) => `lesson:${uuid(random)}`, stray),
  files: oneOf('A'.repeat(43), keyId, stray),
  'public-files': oneOf('A'.repeat(43), keyId, stray),
  'letter-files': oneOf(named('act'), unknownAct, stray),
  links: oneOf('A'.repeat(43), keyId, stray),
  'shared-files': oneOf(named('act'), unknownAct, stray),
  invitations: oneOf(named('invitation'), named('invitation'), stray),
  'second-factors': oneOf('totp', 'recovery', stray),
  people: person,
  countries: country,
  authorizations: oneOf(named('act'), named('act'), unknownAct, stray),
  applications: oneOf('AU', 'AU', 'AU', 'CH', country)
};

/** `path`: of the route, up to the parameter. */
export function parameterValue(random: Random, path: string): string {
  const place = path.split('/').at(-2) ?? '';
  const make = BY_PLACE[place] ?? random.pick(Object.values(BY_PLACE));
  return random.chance(8) ? oddText(random) : make(random);
}

export function personValue(random: Random): string {
  return person(random);
}

/** A request with many of them is refused for one that is malformed: those are few. */
function mostly(usual: Make, rare: Make): Make {
  return (random) => (random.chance(96) ? usual : rare)(random);
}

export const documentId = mostly(
  oneOf(
    named('act'),
    named('act'),
    named('draft'),
    (random) => `draft:${uuid(random)}`,
    unknownAct,
    'setting:country'
  ),
  oneOf('_design/country', '_local/x', (random) => `x${'y'.repeat(random.pick([298, 299, 300]))}`)
);
export const revision = mostly(oneOf(named('revision'), unknownRevision), oneOf('0-0', '1-x', '01-x'));
export const sequence = mostly(
  oneOf(named('sequence'), '0', 'now', '999999999999999', '1-g1AAAA', '00'),
  oneOf('-1', '1e9', '1-%')
);
export const token = oneOf(named('token'), keyId, text(BASE64URL, 22), '');

/** Whole numbers that something is bounded by, and one to either side. */
const BOUNDS: readonly number[] = [
  ...[LIMITS.changesPerPage, LIMITS.idsPerRequest, LIMITS.generations, LIMITS.revisionsPerDocument],
  ...[MAX_IDLE_MINUTES, SHORTEST_IDLE, 3_600_000, 1_000_000, 200, 0],
  Number.MAX_SAFE_INTEGER - 1
].flatMap((bound) => [bound - 1, bound, bound + 1]);

export function boundary(random: Random): number {
  return random.pick(BOUNDS);
}

const LENGTHS: readonly number[] = [
  ...Object.values(MAX_REQUEST_LENGTHS),
  ...[SHORTEST_PASSWORD, MAX_PASSWORD_LENGTH, 40, 60, 80, 300, 1000]
].flatMap((length) => [length, length + 1]);

/** Texts that some reader may stumble over; bounded, save for one kind in fifty. */
export function oddText(random: Random): string {
  if (random.chance(2)) return 'a'.repeat(random.pick([LIMITS.documentBytes, LIMITS.documentBytes + 1]));
  return random.pick<Make>([
    (some) => 'é'.repeat(some.pick(LENGTHS)),
    (some) => 'x'.repeat(some.pick(LENGTHS)),
    oneOf(
      '',
      ' ',
      '\0',
      '\n',
      '..',
      '../..',
      '%',
      '%00',
      '%2e%2e%2f',
      'a/b',
      '//',
      '\\',
      '?',
      '#',
      ';',
      '*',
      '[]',
      '{}',
      'null',
      'undefined',
      'NaN',
      '-0'
    ),
    oneOf(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '_id',
      '_rev',
      '_deleted',
      '$ref'
    ),
    oneOf(
      '\u202eabc',
      'a\u0301'.repeat(20),
      `a${'\u0301'.repeat(9)}`,
      '\ufeff',
      '\uffff',
      '😀'.repeat(60),
      'Аu',
      '\u2028'
    ),
    oneOf(
      '2026-02-30',
      '2026-13-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
      '0000-00-00',
      '9'.repeat(400),
      '1e308',
      '0.1',
      '-1'
    ),
    documentId,
    revision
  ])(random);
}
