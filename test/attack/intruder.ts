/** Who attacks: people of several authorities with their own sessions, and a device whose key is really certified. */
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { send, type Answer, type Sent } from './wire.ts';

export interface Account {
  readonly person: string;
  readonly password: string;
}

/** The demonstration's own people; another server's are given as JSON in ATTACK_ACCOUNTS. */
export const DEMONSTRATION = {
  officer: { person: 'au.officer', password: 'banksia-morning-26' },
  administrator: { person: 'au.admin', password: 'wattle-harbour-26' },
  foreign: { person: 'ch.officer', password: 'gentian-evening-26' },
  board: { person: 'incb.secretary', password: 'vienna-registry-26' },
  trainer: { person: 'trainer.demo', password: 'blackboard-river-26' }
} as const satisfies Record<string, Account>;
export type Role = keyof typeof DEMONSTRATION;

export interface Json {
  readonly [key: string]: unknown;
}

interface Device {
  readonly keyId: string;
  readonly key: webcrypto.CryptoKey;
}

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

export class Intruder {
  readonly base: string;
  readonly #accounts: Readonly<Record<Role, Account>>;
  readonly #cookies = new Map<Role, Promise<string>>();
  readonly #databases = new Map<Role, Promise<string>>();
  #device: Promise<Device> | null = null;

  constructor(base: string, accounts: Readonly<Record<Role, Account>> = DEMONSTRATION) {
    this.base = base.replace(/\/$/, '');
    this.#accounts = accounts;
  }

  account(role: Role): Account {
    return this.#accounts[role];
  }

  /** Without a session. */
  ask(sent: Sent): Promise<Answer> {
    return send(this.base, sent);
  }

  async askAs(role: Role, sent: Sent): Promise<Answer> {
    return this.ask({ ...sent, headers: { cookie: await this.cookie(role), ...sent.headers } });
  }

  cookie(role: Role): Promise<string> {
    const held = this.#cookies.get(role) ?? this.signIn(this.#accounts[role]);
    this.#cookies.set(role, held);
    return held;
  }

  /** A session of its own, so that ending it disturbs no other case. */
  async signIn(account: Account): Promise<string> {
    const answer = await this.ask({ method: 'POST', path: '/api/session', body: account });
    const cookie = String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    if (answer.status !== 201 || cookie === '')
      throw new Error(`${account.person} may not sign in: ${answer.text}`);
    return cookie;
  }

  /** The database of the officer's country. */
  home(): Promise<string> {
    return this.#databaseOf('officer');
  }

  /** The database of a country that is not his. */
  abroad(): Promise<string> {
    return this.#databaseOf('foreign');
  }

  #databaseOf(role: Role): Promise<string> {
    const held = this.#databases.get(role) ?? this.#askDatabase(role);
    this.#databases.set(role, held);
    return held;
  }

  async #askDatabase(role: Role): Promise<string> {
    const { json } = await this.askAs(role, { path: '/api/session' });
    return String((json as { databases: { country: string } }).databases.country);
  }

  /** An act of the officer's own authority, as the server holds it. */
  ownAct(kind: string): Promise<Json> {
    return this.#act(kind, (issuer, home) => `country-${issuer.toLowerCase()}` === home);
  }

  /** A partner's act in the officer's own database. */
  foreignAct(kind: string): Promise<Json> {
    return this.#act(kind, (issuer, home) => `country-${issuer.toLowerCase()}` !== home);
  }

  async #act(kind: string, isWanted: (issuer: string, home: string) => boolean): Promise<Json> {
    const home = await this.home();
    const { json } = await this.askAs('officer', { path: `/db/${home}/_changes?since=0` });
    const { results } = json as { results: { id: string }[] };
    const found = results.find(({ id }) => {
      const [type, , issuer = '', of] = id.split(':');
      return type === 'act' && of === kind && isWanted(issuer, home);
    });
    const act = found ? await this.held(found.id) : null;
    if (act === null) throw new Error(`There is no ${kind} to begin with.`);
    return act;
  }

  /** Pushes one document as replication does; resolves with the codes of its refusal, [] where it was taken. */
  async push(document: Json, database?: string, role: Role = 'officer'): Promise<string[]> {
    const name = database ?? (await this.home());
    const answer = await this.pushAll([document], name, role);
    if (answer.status !== 201) return [`${answer.status}`, answer.text.slice(0, 80)];
    const rows = answer.json as { id?: string; error?: string; reason?: string }[];
    return rows.filter(({ error }) => error).flatMap(({ reason }) => codesOf(reason));
  }

  pushAll(documents: readonly Json[], database: string, role: Role = 'officer'): Promise<Answer> {
    const docs = documents.map(withRevision);
    const path = `/db/${database}/_bulk_docs`;
    return this.askAs(role, { method: 'POST', path, body: { docs, new_edits: false } });
  }

  /** What the server has under this id now, for its own people; null where it has nothing, or a tombstone. */
  async held(id: string, database?: string): Promise<Json | null> {
    const [document] = await this.#documents([id], database ?? (await this.home()));
    return document && !document['_deleted'] ? document : null;
  }

  async #documents(ids: readonly string[], database: string): Promise<Json[]> {
    const body = { docs: ids.map((id) => ({ id })) };
    const { json } = await this.askAs('officer', { method: 'POST', path: `/db/${database}/_bulk_get`, body });
    const { results } = (json ?? { results: [] }) as { results: { docs: { ok?: Json }[] }[] };
    return results.flatMap(({ docs }) => docs.flatMap(({ ok }) => (ok ? [ok] : [])));
  }

  /** A key of the officer's, certified by the demonstration's clerk as by an administrator. */
  device(): Promise<Device> {
    return (this.#device ??= this.#certified());
  }

  /** Signs as the officer's certified device, or with a key that nobody has certified. */
  async sign(body: Json, by: 'device' | 'stranger' = 'device'): Promise<Json> {
    const { key, keyId } =
      by === 'device' ? await this.device() : await makeKey().then(({ device }) => device);
    const bytes = new TextEncoder().encode(canonical(body));
    const raw = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes);
    const signature = { alg: 'ES256', key: keyId, value: lowS(Buffer.from(raw)).toString('base64url') };
    return withId({ body, signature });
  }

  /** The head of an act of the officer's, now. */
  async head(kind: string, to: readonly string[], over: Json = {}): Promise<Json> {
    const { json } = await this.askAs('officer', { path: '/api/session' });
    const { person, demonstration } = json as {
      person: { id: string; name: string; function: string; authority: string };
      demonstration: boolean;
    };
    const seq = Object.fromEntries(
      [person.authority, ...to.filter((one) => one !== '*')].map((one) => [one, 1])
    );
    return {
      schema: 1,
      kind,
      issuer: person.authority,
      to,
      seq,
      at: new Date().toISOString(),
      by: { person: person.id, name: person.name, function: person.function },
      ...(demonstration ? { demonstration: true } : {}),
      ...over
    };
  }

  async #certified(): Promise<Device> {
    const { device, publicKey } = await makeKey();
    const body = { key: publicKey, device: 'Desk of an intruder' };
    const asked = await this.askAs('officer', { method: 'POST', path: '/api/devices', body });
    if (asked.status !== 202) throw new Error(`No device can be asked for: ${asked.text}`);
    let since = '0';
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const path = `/db/reference/_changes?feed=longpoll&timeout=5000&since=${encodeURIComponent(since)}`;
      const { json } = await this.askAs('officer', { path });
      const { results, last_seq } = json as { results: { id: string }[]; last_seq: unknown };
      const ids = results.flatMap(({ id }) => (id.includes(':certificate:') ? [id] : []));
      const certificates = ids.length === 0 ? [] : await this.#documents(ids, 'reference');
      if (certificates.some(({ body }) => (body as Json)['keyId'] === device.keyId)) return device;
      since = String(last_seq);
    }
    throw new Error('The device was not certified: an installation with a demonstration is needed.');
  }
}

function codesOf(reason: string | undefined): string[] {
  try {
    return (JSON.parse(reason ?? '') as { code: string }[]).map(({ code }) => code);
  } catch {
    return [reason ?? 'refused'];
  }
}

function withRevision(document: Json): Json {
  if ('_rev' in document) return document;
  const hash = createHash('md5').update(JSON.stringify(document)).digest('hex');
  return { ...document, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
}

async function makeKey(): Promise<{ device: Device; publicKey: Json }> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify'
  ]);
  const { x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const publicKey = { kty: 'EC', crv: 'P-256', x, y };
  const thumbprint = `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`;
  const keyId = createHash('sha256').update(thumbprint).digest('base64url');
  return { device: { key: pair.privateKey, keyId }, publicKey };
}

/** RFC 8785 for what acts are made of: texts, whole numbers, lists and objects. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** An act under the id that its content has. */
export function withId({ body, signature }: { readonly body: Json; readonly signature: Json }): Json {
  const hash = createHash('sha256').update(canonical({ body, signature })).digest('base64url');
  const day = String(body['at']).slice(0, 10).replaceAll('-', '');
  return { _id: `act:${day}:${String(body['issuer'])}:${String(body['kind'])}:${hash}`, body, signature };
}

function lowS(signature: Buffer): Buffer {
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  if (s <= ORDER / 2n) return signature;
  const other = (ORDER - s).toString(16).padStart(64, '0');
  return Buffer.from(signature.subarray(0, 32).toString('hex') + other, 'hex');
}

/** Turned round: the same signature in its other form, which counts as none. */
export function highS(value: string): string {
  const signature = Buffer.from(value, 'base64url');
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const other = (ORDER - s).toString(16).padStart(64, '0');
  return Buffer.from(signature.subarray(0, 32).toString('hex') + other, 'hex').toString('base64url');
}

export function aDraft(over: Json = {}): Json {
  return { _id: `draft:${randomUUID()}`, schema: 1, fields: {}, ...over };
}
