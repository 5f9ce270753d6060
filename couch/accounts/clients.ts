/**
 * Credentials of national systems (`lib/domain/api/client.ts`). The server keeps public keys only. A client proves
 * itself by an assertion that it signs (RFC 7523), and gets a token of 15 minutes. Each request reads the client again,
 * so a revocation counts immediately.
 */
import { createPublicKey, randomBytes, verify, type JsonWebKey } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { Seal } from '#couch/base/seal.ts';
import { Mutex } from '#couch/base/turns.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import {
  CLIENT_SCOPES,
  clientIdOf,
  MAX_ASSERTION_SECONDS,
  MAX_CLIENT_DAYS,
  mayWithScope,
  newClient,
  titleOf,
  TOKEN_SECONDS,
  type ClientScope,
  type ClientView
} from '#lib/domain/api/client.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { fitsAuthority, may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPlainObject, parseShape } from '#lib/domain/shape/shape.ts';
import type { Audit } from './audit.ts';
import { toInstant } from './invitation.ts';
import { isPersonId, PersonRecords, type Person } from './person.ts';
import { LastSeen, TOUCH_AFTER_MS, type Session } from './session.ts';
import { Records, type AccountDocument } from './stored-document.ts';

/** Clients of one country that are valid at the same time. */
const MAX_CLIENTS = 20;
const DAY_MS = 24 * 3_600_000;
/** Between two clocks. */
const TOLERANCE_S = 30;

type ClientDocument = AccountDocument<'client'>;

export interface ClientSession extends Session {
  readonly scopes: readonly ClientScope[];
  readonly sandbox: boolean;
  readonly validUntil: number;
}

interface Token {
  readonly client: string;
  readonly scopes: readonly ClientScope[];
  readonly sandbox: boolean;
  readonly until: number;
}

export interface TokenAsked {
  readonly assertion: string;
  /** Separated by blanks; all that the client has if absent. */
  readonly scope: string | undefined;
}

interface ClientsOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly secret: string;
  readonly origin: string;
  readonly audit: Audit;
}

export class Clients {
  readonly #database: Database;
  readonly #records: Records<'client'>;
  readonly #people: PersonRecords;
  readonly #seen: LastSeen;
  readonly #seal: Seal;
  readonly #turns = new Mutex();
  readonly #options: ClientsOptions;

  constructor(options: ClientsOptions) {
    this.#database = options.engine.open('accounts');
    this.#records = new Records(this.#database, 'client');
    this.#people = new PersonRecords(this.#database);
    this.#seen = new LastSeen(this.#database);
    this.#seal = new Seal(options.secret, 'i2es tokens of national systems');
    this.#options = options;
  }

  /** `aud` of an assertion. */
  get audience(): string {
    return `${this.#options.origin}/api/v1/token`;
  }

  async list(authority: AuthorityCode): Promise<readonly ClientView[]> {
    const held = await this.#listOf(authority);
    return Promise.all(held.map((one) => this.#viewOf(one)));
  }

  /** Null also for another country's. */
  async read(authority: AuthorityCode, id: string): Promise<ClientView | null> {
    const held = await this.#own(authority, id);
    return held && this.#viewOf(held);
  }

  /** One after the other: each counts those before it. */
  create(by: Person, body: unknown): Promise<Result<ClientView>> {
    return this.#turns.run(by.authority, () => this.#create(by, body));
  }

  async #create(by: Person, body: unknown): Promise<Result<ClientView>> {
    const { authority } = by;
    if (!fitsAuthority('system', authority)) return refuse({ code: 'client.country.only' });
    const asked = parseShape(newClient, body);
    if (!asked.ok) return asked;
    const { name, scopes, key, sandbox } = asked.value;
    if (toVerifier(key) === null) return refuse({ code: 'client.key.malformed', path: 'key' });
    const [now, until] = [this.#options.clock(), Date.parse(asked.value.validUntil)];
    if (until <= now) return refuse({ code: 'client.validity.past', path: 'validUntil' });
    if (until > now + MAX_CLIENT_DAYS * DAY_MS)
      return refuse({ code: 'client.validity.long', path: 'validUntil', values: { most: MAX_CLIENT_DAYS } });
    const held = (await this.#listOf(authority)).filter((one) => isInUse(one, now));
    if (held.length >= MAX_CLIENTS) return refuse({ code: 'client.tooMany', values: { most: MAX_CLIENTS } });
    if (held.some((one) => keyIdOf(one.key) === keyIdOf(key)))
      return refuse({ code: 'client.key.used', path: 'key' });
    const id = await this.#reserveName(authority, sandbox);
    const values = { name, scopes: scopes.join(' '), until: asked.value.validUntil };
    await this.#options.audit.note({ authority, by: by.id, what: 'client.made', about: id, values });
    const made = await this.#records.insert(id, {
      authority,
      name,
      scopes: CLIENT_SCOPES.filter((scope) => scopes.includes(scope)),
      key,
      sandbox,
      validUntil: until,
      createdBy: by.id,
      createdAt: now
    });
    if (made === null) throw new Error('a new client has the id of another');
    return accept(await this.#viewOf(made));
  }

  async revoke(by: Person, id: string): Promise<Result<ClientView>> {
    const { authority } = by;
    if ((await this.#own(authority, id)) === null) return refuse({ code: 'client.unknown', path: 'id' });
    await this.#options.audit.note({ authority, by: by.id, what: 'client.revoked', about: id });
    const revoked = { at: this.#options.clock(), by: by.id };
    const changed = await this.#records.change(
      id,
      (held) => held && { ...held, revoked: held.revoked ?? revoked }
    );
    return changed ? accept(await this.#viewOf(changed)) : refuse({ code: 'client.unknown', path: 'id' });
  }

  /** The account of the client. No person signs in with it; its device requests and documents name it. */
  async accountOf(
    authority: AuthorityCode,
    id: string
  ): Promise<Result<Person & { readonly sandbox: boolean }>> {
    const held = await this.#own(authority, id);
    if (!held) return refuse({ code: 'client.unknown', path: 'id' });
    if (!isInUse(held, this.#options.clock())) return refuse({ code: 'client.over', path: 'id' });
    return accept({ ...toPerson(id, held), sandbox: held.sandbox });
  }

  /** The answer never reveals which of client, key and assertion is wrong, except to the holder of the key. */
  async openToken({
    assertion,
    scope
  }: TokenAsked): Promise<Result<{ token: string; session: ClientSession }>> {
    const read = readAssertion(assertion);
    const id = read?.claims['sub'];
    if (!read || !isPersonId(id) || read.claims['iss'] !== id)
      return refuse({ code: 'client.assertion.malformed' });
    const held = await this.#records.read(id);
    if (!held || !isSignedBy(held.key, read)) return refuse({ code: 'client.assertion.refused' });
    const now = this.#options.clock();
    const session = sessionOf(id, held, held.scopes, now);
    if (!session.ok) return session;
    const misdated = judgeTime(read.claims, now / 1000);
    if (misdated) return refuse({ code: misdated });
    if (!isFor(read.claims['aud'], [this.audience, this.#options.origin]))
      return refuse({ code: 'client.assertion.audience', values: { audience: this.audience } });
    const scopes = scopesIn(scope, held.scopes);
    if (scopes === null) return refuse({ code: 'client.scope.missing' });
    const once = await this.#useOnce(id, read.claims);
    if (!once.ok) return once;
    await this.#noteUse(id, now);
    const until = Math.min(now + TOKEN_SECONDS * 1000, held.validUntil);
    const token: Token = { client: id, scopes, sandbox: held.sandbox, until };
    return accept({
      // Begins with the country, as a session's cookie does: the proxy chooses the gateway by it.
      token: `${id}~${this.#seal.seal('token', JSON.stringify(token))}`,
      session: { ...session.value, scopes }
    });
  }

  /** The client that an assertion names, rightly or not, for its log. */
  async namedIn(assertion: string): Promise<string | null> {
    const id = readPart(assertion.split('.')[1] ?? '')?.['sub'];
    return isPersonId(id) && (await this.#records.read(id)) !== null ? id : null;
  }

  async authenticate(text: string): Promise<Result<ClientSession>> {
    const token = this.#openSeal(text);
    if (token === null) return refuse({ code: 'client.token.over' });
    const held = await this.#records.read(token.client);
    const now = this.#options.clock();
    if (!held || held.sandbox !== token.sandbox) return refuse({ code: 'client.token.over' });
    const session = sessionOf(token.client, held, token.scopes, now);
    return session.ok && token.until <= now ? refuse({ code: 'client.token.over' }) : session;
  }

  #openSeal(text: string): Token | null {
    const [client, sealed = ''] = text.split('~');
    // One spelling: the last character has bits that no byte holds.
    if (`${client}~${Buffer.from(sealed, 'base64url').toString('base64url')}` !== text) return null;
    try {
      const token = JSON.parse(this.#seal.open('token', sealed)) as Token;
      return token.client === client ? token : null;
    } catch {
      return null;
    }
  }

  /** The database decides which of two uses is the first, also between gateways and after a restart. */
  async #useOnce(id: string, { jti, exp }: Claims): Promise<Result<null>> {
    if (typeof jti !== 'string' || jti.length < 8 || jti.length > 200)
      return refuse({ code: 'client.assertion.malformed', path: 'jti' });
    const until = (Number(exp) + 2 * TOLERANCE_S) * 1000;
    const document = { _id: `assertion:${id}:${nativeSha256(jti)}`, schema: 1, until };
    const claimed = await this.#options.engine.claim('accounts', document);
    if (claimed === 'unconfirmed') return refuse({ code: 'request.engine.failed' });
    return claimed === 'claimed' ? accept(null) : refuse({ code: 'client.assertion.used' });
  }

  async #noteUse(id: string, now: number): Promise<void> {
    const last = (await this.#seen.read([id])).get(id);
    if (last === undefined || now - last > TOUCH_AFTER_MS) await this.#seen.note(id, now);
  }

  async #reserveName(authority: AuthorityCode, sandbox: boolean): Promise<string> {
    for (;;) {
      const id = clientIdOf(authority, sandbox, randomBytes(6).toString('hex'));
      const nobody = { name: '', function: '', hash: null, password: 0, suspended: true, removed: true };
      if (await this.#people.insert(id, { ...nobody, role: 'system', authority })) return id;
    }
  }

  async #listOf(authority: AuthorityCode): Promise<readonly ClientDocument[]> {
    const held = await this.#records.list(`${authority.toLowerCase()}.`);
    return held
      .filter((one) => one.authority === authority)
      .sort((a, b) => b.createdAt - a.createdAt || (a._id < b._id ? -1 : 1));
  }

  async #own(authority: AuthorityCode, id: string): Promise<ClientDocument | null> {
    const held = isPersonId(id) ? await this.#records.read(id) : null;
    return held?.authority === authority ? held : null;
  }

  async #viewOf(held: ClientDocument): Promise<ClientView> {
    const id = this.#records.nameOf(held);
    const creator = await this.#people.read(held.createdBy);
    const lastUsed = (await this.#seen.read([id])).get(id);
    return {
      id,
      country: held.authority as CountryCode,
      name: held.name,
      scopes: held.scopes,
      keyId: keyIdOf(held.key),
      validUntil: toInstant(held.validUntil),
      sandbox: held.sandbox,
      createdBy: held.createdBy,
      createdAt: toInstant(held.createdAt),
      creatorStays: creator !== null && !creator.suspended && may(creator, 'manage'),
      lastUsedAt: lastUsed === undefined ? null : toInstant(lastUsed),
      revokedAt: held.revoked ? toInstant(held.revoked.at) : null,
      revokedBy: held.revoked?.by ?? null
    };
  }
}

function toPerson(id: string, { name, authority }: ClientDocument): Person {
  return { id, name, function: titleOf(name), role: 'system', authority };
}

function isInUse({ revoked, validUntil }: ClientDocument, now: number): boolean {
  return revoked === undefined && now < validUntil;
}

function sessionOf(
  id: string,
  held: ClientDocument,
  scopes: readonly ClientScope[],
  now: number
): Result<ClientSession> {
  if (held.revoked !== undefined) return refuse({ code: 'client.revoked' });
  if (now >= held.validUntil) return refuse({ code: 'client.expired' });
  const { sandbox, validUntil } = held;
  const granted = scopes.filter((scope) => held.scopes.includes(scope));
  return accept({ id: `client:${id}`, person: toPerson(id, held), scopes: granted, sandbox, validUntil });
}

export function hasScope({ person: { role }, scopes }: ClientSession, scope: ClientScope): boolean {
  return mayWithScope({ role, scopes }, scope);
}

function scopesIn(text: string | undefined, granted: readonly ClientScope[]): readonly ClientScope[] | null {
  if (text === undefined || text.trim() === '') return granted;
  const asked = text.trim().split(/ +/);
  if (!asked.every((one) => granted.some((scope) => scope === one))) return null;
  return granted.filter((scope) => asked.includes(scope));
}

type Claims = Readonly<Record<string, unknown>>;

interface Assertion {
  readonly claims: Claims;
  readonly signed: string;
  readonly signature: Uint8Array;
}

/** ES256 and nothing else: the header chooses no algorithm and no key. */
function readAssertion(text: string): Assertion | null {
  const [head = '', body = '', signature = '', ...more] = text.split('.');
  if (more.length > 0 || !/^[A-Za-z0-9_-]{86}$/.test(signature)) return null;
  const [header, claims] = [readPart(head), readPart(body)];
  if (header?.['alg'] !== 'ES256' || 'crit' in header || claims === null) return null;
  return {
    claims,
    signed: [head, body].join('.'),
    signature: new Uint8Array(Buffer.from(signature, 'base64url'))
  };
}

function readPart(part: string): Claims | null {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isPlainObject(read) ? read : null;
  } catch {
    return null;
  }
}

function toVerifier(key: PublicKey): ReturnType<typeof createPublicKey> | null {
  try {
    return createPublicKey({ key: { ...key } as JsonWebKey, format: 'jwk' });
  } catch {
    // Not a point of the curve.
    return null;
  }
}

function isSignedBy(key: PublicKey, { signed, signature }: Assertion): boolean {
  const verifier = toVerifier(key);
  if (verifier === null) return false;
  const options = { key: verifier, dsaEncoding: 'ieee-p1363' } as const;
  return verify('sha256', new Uint8Array(Buffer.from(signed)), options, signature);
}

function judgeTime({ exp, nbf, iat }: Claims, now: number): string | null {
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'client.assertion.malformed';
  if (exp < now - TOLERANCE_S) return 'client.assertion.expired';
  if (exp > now + MAX_ASSERTION_SECONDS + TOLERANCE_S) return 'client.assertion.long';
  const isEarly = [nbf, iat].some((one) => one !== undefined && !(Number(one) <= now + TOLERANCE_S));
  return isEarly ? 'client.assertion.early' : null;
}

function isFor(aud: unknown, accepted: readonly string[]): boolean {
  const [only, ...others] = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  return others.length === 0 && accepted.some((one) => one === only);
}
