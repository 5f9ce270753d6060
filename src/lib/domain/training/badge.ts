/**
 * Open Badge 3.0 (1EdTech), a W3C verifiable credential: a compact JWS (RFC 7515) with the claims of its JWT proof. The
 * issuer is the key's thumbprint (RFC 9278), so anyone can verify it.
 */
import type { PublicKey } from '../act/body.ts';
import { findStrayCharacter } from '../shape/characters.ts';
import { isPlainObject } from '../shape/shape.ts';
import { base64urlToBytes, bytesToBase64url, textToUtf8 } from '../bytes.ts';
import { isCalendarDate, instantToDate } from '../calendar-date.ts';
import { canonicalJson, hasLoneSurrogate } from '../canonical.ts';
import type { CalendarDate, Instant } from '../ids.ts';
import { isPublicKey, keyIdOf } from '../registration/key-id.ts';
import { sha256Base64url } from '../sha256.ts';
import {
  attendanceFactsIn,
  attendanceParts,
  type AttendanceFacts,
  type BadgeParts
} from './attendance-badge.ts';
import { pathNamed, type LessonPath } from './lesson-path.ts';
import type { Problem } from '../result.ts';

type BadgeWord = BadgeFacts['word'];
export type BadgeFacts = PathFacts | AttendanceFacts;

export interface PathFacts {
  readonly path: LessonPath;
  readonly name: string;
  readonly authority: string | null;
  readonly finishedOn: CalendarDate;
  readonly word: 'self-declared' | 'account';
}

const MAX_NAME_LENGTH = 120;
const TITLE = 'I2ES training';
const ACHIEVEMENT = 'urn:i2es:training:';
const ISSUER: Readonly<Record<BadgeWord, string>> = {
  'self-declared': 'The learner’s own device',
  account: 'An I2ES server',
  attendance: 'An I2ES server'
};
/** Always English, because it is signed; screens translate it. */
const CRITERIA: Readonly<Record<BadgeWord, string>> = {
  'self-declared':
    'Self-declared: the learner’s own device states that all lessons of the path were finished. Nobody examined the learner or verified the name.',
  account:
    'The server states what the holder’s account told it: that all lessons of the path were finished. The questions were answered on the learner’s own device; nobody examined the learner.',
  attendance:
    'The server states what the attendance list of the session’s trainers says: that the holder was there. Nobody examined the holder.'
};

function issuerOf(key: PublicKey): string {
  return `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${keyIdOf(key)}`;
}

function pathParts({ path, name, authority, finishedOn, word }: PathFacts): BadgeParts {
  return {
    stated: { path, name, authority, finishedOn, word },
    name: `${TITLE}: ${path}`,
    validFrom: `${finishedOn}T00:00:00Z`,
    achievement: {
      id: ACHIEVEMENT + path,
      name: `${TITLE}: ${path}`,
      description: `All lessons of the path “${path}” finished.`
    }
  };
}

function partsOf(facts: BadgeFacts): BadgeParts {
  return facts.word === 'attendance' ? attendanceParts(facts) : pathParts(facts);
}

function credentialId({ stated }: BadgeParts, key: PublicKey): string {
  return `urn:i2es:certificate:${sha256Base64url(canonicalJson({ ...stated, key: keyIdOf(key) }))}`;
}

function badgeCredential(facts: BadgeFacts, parts: BadgeParts, key: PublicKey): object {
  const id = credentialId(parts, key);
  const { id: achieved, ...described } = parts.achievement;
  return {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
    ],
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: { id: issuerOf(key), type: ['Profile'], name: ISSUER[facts.word] },
    validFrom: parts.validFrom,
    name: parts.name,
    credentialSubject: {
      // A separate id per certificate: it links two of one person no more than the name does.
      id: `${id}#holder`,
      type: ['AchievementSubject'],
      identifier: [
        { type: 'IdentityObject', identityType: 'name', hashed: false, identityHash: facts.name },
        ...(facts.authority === null
          ? []
          : [
              {
                type: 'IdentityObject',
                identityType: 'ext:authority',
                hashed: false,
                identityHash: facts.authority
              }
            ])
      ],
      achievement: {
        id: achieved,
        type: ['Achievement'],
        ...described,
        criteria: { narrative: CRITERIA[facts.word] }
      },
      ...parts.subject
    }
  };
}

/** RFC 7519: a verifier compares them with the credential. */
function claimsOf(parts: BadgeParts, key: PublicKey): object {
  const jti = credentialId(parts, key);
  const nbf = Date.parse(parts.validFrom) / 1000;
  return { iss: issuerOf(key), jti, nbf, sub: `${jti}#holder` };
}

export function badgeText(facts: BadgeFacts, key: PublicKey): string {
  const part = (value: object): string => bytesToBase64url(textToUtf8(JSON.stringify(value)));
  const { kty, crv, x, y } = key;
  const head = { alg: 'ES256', typ: 'JWT', jwk: { kty, crv, x, y } };
  const parts = partsOf(facts);
  return [part(head), part({ ...badgeCredential(facts, parts, key), ...claimsOf(parts, key) })].join('.');
}

export interface ReadBadge {
  readonly facts: BadgeFacts;
  readonly key: PublicKey;
  readonly signed: string;
  readonly signature: string;
}

/**
 * Null if I2ES did not write it: the credential is rebuilt from what was read and compared, so it hides nothing from
 * the screens.
 */
export function readBadge(jws: string): ReadBadge | null {
  const [head, body, signature, ...more] = jws.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) return null;
  const key = keyIn(head);
  const facts = key && factsIn(parsePart(body));
  if (!key || !facts) return null;
  const signed = [head, body].join('.');
  return badgeText(facts, key) === signed ? { facts, key, signed, signature } : null;
}

export function badgeKeyId({ key }: Pick<ReadBadge, 'key'>): string {
  return keyIdOf(key);
}

function parsePart(part: string): unknown {
  const bytes = base64urlToBytes(part);
  if (bytes === null) return null;
  const escaped = Array.from(bytes, (byte) => `%${byte < 16 ? '0' : ''}${byte.toString(16)}`).join('');
  try {
    return JSON.parse(decodeURIComponent(escaped)) as unknown;
  } catch {
    return null;
  }
}

function keyIn(head: string): PublicKey | null {
  const header = parsePart(head);
  const key = isPlainObject(header) ? header['jwk'] : null;
  return isPublicKey(key) ? key : null;
}

function factsIn(credential: unknown): BadgeFacts | null {
  if (!isPlainObject(credential)) return null;
  const { issuer, validFrom, credentialSubject: subject } = credential;
  if (!isPlainObject(subject) || !isPlainObject(issuer) || typeof validFrom !== 'string') return null;
  const [name, authority = null] = identitiesIn(subject['identifier']);
  const { achievement } = subject;
  if (name === undefined || !isPlainObject(achievement)) return null;
  const attendance = attendanceFactsIn(name, authority, achievement, subject);
  if (attendance !== null) return attendance;
  const path = pathNamed(String(achievement['id']).slice(ACHIEVEMENT.length));
  const finishedOn = validFrom.slice(0, 10);
  if (path === null || !isCalendarDate(finishedOn)) return null;
  const word = issuer['name'] === ISSUER.account ? 'account' : 'self-declared';
  return { path, name, authority, finishedOn, word };
}

function identitiesIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) =>
    isPlainObject(one) && typeof one['identityHash'] === 'string' ? [one['identityHash']] : []
  );
}

export function parseBadgeName(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const name = value.replace(/\s+/g, ' ').trim();
  const isReadable = !/\p{Cc}/u.test(name) && findStrayCharacter(name) === null;
  return name.length > 0 && name.length <= MAX_NAME_LENGTH && isReadable ? name : null;
}

const BEGINNING = 'attendance';
/** One more each for a session of several days, a session of a regional body, and a guest. */
const TEXTS = 9;
const AS_GUEST = 'guest';

/**
 * Short enough for a square code. The signed text is rebuilt from facts, key and signature, so any title and name scans
 * from paper.
 */
export function shortenBadge(jws: string): string | null {
  const read = readBadge(jws);
  if (read?.facts.word !== 'attendance') return null;
  const { session, title, trainer, organizer, startsAt, endsAt, name, authority, days, isGuest } = read.facts;
  const texts = [session, title, trainer, startsAt, endsAt, name, authority ?? '', read.key.x, read.key.y];
  const more = [days ? `${days.attended}/${days.of}` : '', organizer ?? '', isGuest ? AS_GUEST : ''];
  while (more[more.length - 1] === '') more.pop();
  texts.push(...more);
  return [BEGINNING, bytesToBase64url(textToUtf8(JSON.stringify(texts))), read.signature].join('.');
}

export function readShortBadge(text: string): ReadBadge | null {
  const [beginning, packed, signature, ...more] = text.split('.');
  if (beginning !== BEGINNING || packed === undefined || signature === undefined || more.length > 0)
    return null;
  const texts = parsePart(packed);
  if (!areTexts(texts)) return null;
  const [session, title, trainer, startsAt, endsAt, name, authority, x, y, counted, organizer, guest] = texts;
  const [attended, of] = (counted ?? '').split('/').map(Number);
  const days = attended && of ? { days: { attended, of } } : {};
  const by = organizer ? { organizer } : {};
  const as = guest === AS_GUEST ? { isGuest: true } : {};
  const stated = { session, title, trainer, startsAt, endsAt, name, authority: authority || null };
  const facts = { word: 'attendance', ...stated, ...days, ...by, ...as } as AttendanceFacts;
  const key = { kty: 'EC', crv: 'P-256', x, y } as ReadBadge['key'];
  return readBadge([badgeText(facts, key), signature].join('.'));
}

function areTexts(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length < TEXTS || value.length > TEXTS + 3) return false;
  // A lone surrogate has no UTF-8, so it cannot have been signed.
  return value.every((one) => typeof one === 'string' && !hasLoneSurrogate(one));
}

/** UTC+14 is the latest zone on earth: a later day is in the future for everyone. */
const LATEST_ZONE_MS = 14 * 3_600_000;
const CLOCK_TOLERANCE_MS = 3_600_000;

/**
 * Anyone can sign with their own key, so an intact signature proves nothing about a future date, an authority that only
 * a server can name, or a misleading name.
 */
export function judgeBadge(facts: BadgeFacts, now: Instant): Problem | null {
  for (const text of textsOf(facts)) {
    const stray = findStrayCharacter(text);
    if (stray) return { code: 'training.certificate.characters', values: { ...stray } };
  }
  if (facts.word === 'self-declared' && facts.authority !== null)
    return { code: 'training.certificate.authority', values: { authority: facts.authority } };
  return isInFuture(facts, now) ? { code: 'training.certificate.future' } : null;
}

function textsOf(facts: BadgeFacts): readonly string[] {
  return facts.word === 'attendance'
    ? [facts.name, facts.title, facts.trainer, facts.organizer ?? '']
    : [facts.name];
}

function isInFuture(facts: BadgeFacts, now: Instant): boolean {
  if (facts.word === 'attendance') return Date.parse(facts.endsAt) > Date.parse(now) + CLOCK_TOLERANCE_MS;
  const latest = new Date(Date.parse(now) + LATEST_ZONE_MS).toISOString() as Instant;
  return facts.finishedOn > instantToDate(latest);
}
