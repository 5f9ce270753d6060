/** Who attacks: people of several authorities with their own sessions, and devices whose keys are really certified. */
import { createECDH, createHash, randomUUID } from 'node:crypto';
import { makeKey, signWith, type Device, type Json } from './sign.ts';
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
  foreignAdministrator: { person: 'ch.admin', password: 'edelweiss-quay-26' },
  board: { person: 'incb.secretary', password: 'vienna-registry-26' },
  trainer: { person: 'trainer.demo', password: 'blackboard-river-26' }
} as const satisfies Record<string, Account>;
export type Role = keyof typeof DEMONSTRATION;

/** Who a person is, as their session says. */
interface Session {
  readonly person: {
    readonly id: string;
    readonly name: string;
    readonly function: string;
    readonly authority: string;
  };
  readonly databases: { readonly country: string };
  readonly demonstration: boolean;
}

/** What is made once, whichever server stands in between. */
interface Kept {
  readonly accounts: Readonly<Record<Role, Account>>;
  readonly made: Map<string, Promise<unknown>>;
}

export class Intruder {
  readonly base: string;
  /** Where what is honest is stated, so that a case has something to abuse. */
  readonly #honest: string;
  readonly #kept: Kept;

  constructor(base: string, accounts: Readonly<Record<Role, Account>> = DEMONSTRATION, behind?: Intruder) {
    this.base = base.replace(/\/$/, '');
    this.#honest = behind ? behind.#honest : this.base;
    this.#kept = behind ? behind.#kept : { accounts, made: new Map<string, Promise<unknown>>() };
  }

  /** The same people and devices, who attack what stands before the server. */
  before(address: string): Intruder {
    return new Intruder(address, this.#kept.accounts, this);
  }

  account(role: Role): Account {
    return this.#kept.accounts[role];
  }

  /** Made at the first call for it, for all that follow. */
  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const held = this.#kept.made.get(name) ?? make();
    this.#kept.made.set(name, held);
    return held as Promise<T>;
  }

  /** Without a session. */
  ask(sent: Sent): Promise<Answer> {
    return send(this.base, sent);
  }

  async askAs(role: Role, sent: Sent): Promise<Answer> {
    return this.ask({ ...sent, headers: { cookie: await this.cookie(role), ...sent.headers } });
  }

  async #askHonestly(role: Role, sent: Sent): Promise<Answer> {
    return send(this.#honest, { ...sent, headers: { cookie: await this.cookie(role) } });
  }

  cookie(role: Role): Promise<string> {
    return this.once(`cookie ${role}`, () => this.signIn(this.account(role)));
  }

  /** A session of its own, so that ending it disturbs no other case. */
  async signIn(account: Account): Promise<string> {
    const answer = await this.ask({ method: 'POST', path: '/api/session', body: account });
    const cookie = String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    if (answer.status !== 201 || cookie === '')
      throw new Error(`${account.person} may not sign in: ${answer.text}`);
    return cookie;
  }

  session(role: Role): Promise<Session> {
    return this.once(`session ${role}`, async () => {
      const { json } = await this.askAs(role, { path: '/api/session' });
      return json as Session;
    });
  }

  /** The database of the officer's country. */
  home(): Promise<string> {
    return this.databaseOf('officer');
  }

  /** The database of a country that is not theirs. */
  abroad(): Promise<string> {
    return this.databaseOf('foreign');
  }

  async databaseOf(role: Role): Promise<string> {
    return String((await this.session(role)).databases.country);
  }

  async authorityOf(role: Role): Promise<string> {
    return (await this.session(role)).person.authority;
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
    return codesOfPush(await this.pushAll([document], database ?? (await this.databaseOf(role)), role));
  }

  pushAll(documents: readonly Json[], database: string, role: Role = 'officer'): Promise<Answer> {
    return this.askAs(role, pushed(documents, database));
  }

  /** States at home, to the server itself, what nobody has anything against. */
  async state(document: Json, role: Role = 'officer'): Promise<Json> {
    const codes = codesOfPush(await this.#askHonestly(role, pushed([document], await this.databaseOf(role))));
    if (codes.length > 0) throw new Error(`What is honest was refused: ${codes.join(', ')}`);
    return document;
  }

  /** What the server has under this id now, for its own people; null where it has nothing, or a tombstone. */
  async held(id: string, database?: string): Promise<Json | null> {
    const name = database ?? (await this.home());
    const [document] = documentsOf(await this.askAs('officer', asked([id], name)));
    return document && !document['_deleted'] ? document : null;
  }

  /** A key of the person's, certified by the demonstration's clerk as by their administrator or the Board. */
  device(role: Role = 'officer'): Promise<Device> {
    return this.once(`device ${role}`, () => this.#certified(role));
  }

  /** Signs as the officer's certified device, or with another key. */
  async sign(body: Json, by?: Device): Promise<Json> {
    return signWith(by ?? (await this.device()), body);
  }

  /** The head of an act of the person's, now. */
  async head(kind: string, to: readonly string[], over: Json = {}, role: Role = 'officer'): Promise<Json> {
    const { person, demonstration } = await this.session(role);
    const towards = [person.authority, ...to.filter((one) => one !== '*')];
    return {
      schema: 1,
      kind,
      issuer: person.authority,
      to,
      seq: Object.fromEntries(towards.map((one) => [one, 1])),
      at: new Date().toISOString(),
      by: { person: person.id, name: person.name, function: person.function },
      ...(demonstration ? { demonstration: true } : {}),
      ...over
    };
  }

  async #certified(role: Role): Promise<Device> {
    const device = await makeKey();
    const body = { key: device.publicKey, device: 'Desk of an intruder' };
    const answer = await this.#askHonestly(role, { method: 'POST', path: '/api/devices', body });
    if (answer.status !== 202) throw new Error(`No device can be asked for: ${answer.text}`);
    await this.#until('reference', role, async (ids) => {
      const certificates = ids.filter((id) => id.includes(':certificate:'));
      const documents = await this.#askHonestly(role, asked(certificates, 'reference'));
      return documentsOf(documents).some(({ body: of }) => (of as Json)['keyId'] === device.keyId);
    });
    return device;
  }

  /** Resolves when the exchange has brought the act to the person's database. */
  async carried({ _id }: Json, role: Role): Promise<void> {
    await this.#until(await this.databaseOf(role), role, (ids) => Promise.resolve(ids.includes(String(_id))));
  }

  async #until(database: string, role: Role, isThere: (ids: string[]) => Promise<boolean>): Promise<void> {
    let since = '0';
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const path = `/db/${database}/_changes?feed=longpoll&timeout=5000&since=${encodeURIComponent(since)}`;
      const { json } = await this.#askHonestly(role, { path });
      const { results, last_seq } = json as { results: { id: string }[]; last_seq: unknown };
      if (results.length > 0 && (await isThere(results.map(({ id }) => id)))) return;
      since = String(last_seq);
    }
    throw new Error(`${database} lacks what it needs: an installation with a demonstration is needed.`);
  }
}

function asked(ids: readonly string[], database: string): Sent {
  return { method: 'POST', path: `/db/${database}/_bulk_get`, body: { docs: ids.map((id) => ({ id })) } };
}

function documentsOf({ json }: Answer): Json[] {
  const { results } = (json ?? { results: [] }) as { results: { docs: { ok?: Json }[] }[] };
  return results.flatMap(({ docs }) => docs.flatMap(({ ok }) => (ok ? [ok] : [])));
}

/** Documents as replication sends them. */
export function pushed(documents: readonly Json[], database: string): Sent {
  const body = { docs: documents.map(withRevision), new_edits: false };
  return { method: 'POST', path: `/db/${database}/_bulk_docs`, body };
}

/** What a push was refused for; [] where it was taken. */
export function codesOfPush({ status, text, json }: Answer): string[] {
  if (status !== 201) return [String((json as { reason?: string } | null)?.reason ?? `${status} ${text}`)];
  const rows = json as { id?: string; error?: string; reason?: string }[];
  return rows.filter(({ error }) => error).flatMap(({ reason }) => codesOf(reason));
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

export function aDraft(over: Json = {}): Json {
  return { _id: `draft:${randomUUID()}`, schema: 1, fields: {}, ...over };
}

/** As a browser gives itself to be notified. */
export function aBrowser(endpoint: string): Json {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return { endpoint, p256dh: ecdh.getPublicKey('base64url'), auth: 'AAAAAAAAAAAAAAAAAAAAAA' };
}
