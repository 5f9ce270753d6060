/** A national system of Australia: its credential, its tokens, and its certified signing key. */
import { randomUUID } from 'node:crypto';
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { ActOf, Body } from '#lib/domain/act/body.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { OPERATIONS, refusalReply, type OperationId } from '#lib/domain/api/operations.ts';
import { parseShape, type Check } from '#lib/domain/shape/shape.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aCertificate, aKey, aNumber, Client, withRevision, type Answer, type Rig } from '../gateway/rig.ts';

export const AUDIENCE = 'http://localhost/api/v1/token';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: unknown;
  readonly exp?: number;
  readonly jti?: unknown;
}

export class NationalSystem {
  readonly rig: Rig;
  readonly id: string;
  readonly key: SigningKey;
  token = '';

  constructor(rig: Rig, id: string, key: SigningKey) {
    this.rig = rig;
    this.id = id;
    this.key = key;
  }

  async assertion(over: Claims = {}, header: object = { alg: 'ES256' }, key = this.key): Promise<string> {
    const exp = Math.floor(this.rig.clock.now / 1000) + 240;
    const claims = { iss: this.id, sub: this.id, aud: AUDIENCE, exp, jti: randomUUID(), ...over };
    const signed = `${part(header)}.${part(claims)}`;
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const raw = await crypto.subtle.sign(algorithm, key.privateKey, new TextEncoder().encode(signed));
    return `${signed}.${bytesToBase64url(new Uint8Array(raw))}`;
  }

  askToken(assertion: string, over: Record<string, string> = {}): Promise<Answer> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: assertion,
      ...over
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return new Client(this.rig.address, '').ask('POST', '/api/v1/token', form.toString(), headers);
  }

  async signIn(): Promise<this> {
    const { status, body } = await this.askToken(await this.assertion());
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    this.token = (body as { access_token: string }).access_token;
    return this;
  }

  /** Every answer has the shape that the list of operations promises. */
  async ask(
    id: OperationId,
    path: Record<string, string> = {},
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Answer> {
    const operation = OPERATIONS.find((one) => one.id === id)!;
    const { query = '', ...named } = path;
    const address = operation.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(named[name] ?? '')
    );
    const client = new Client(this.rig.address, '');
    const authorization = `Bearer ${this.token}`;
    const answer = await client.ask(operation.method, address + query, body, { authorization, ...headers });
    const shape: Check = answer.status < 300 ? operation.reply.body : refusalReply;
    const fits = parseShape(shape, answer.body);
    if (!fits.ok) throw new Error(`${id} ${answer.status}: ${JSON.stringify([fits.problems, answer.body])}`);
    return answer;
  }
}

export async function openSystem(
  rig: Rig,
  over: object = {},
  administrator = 'au.administrator'
): Promise<NationalSystem> {
  const [manager, key] = [await rig.signIn(administrator), await aKey()];
  const asked = {
    name: 'Medicines register',
    scopes: ['read', 'drafts', 'numbers', 'acts'],
    key: key.publicKey,
    validUntil: new Date(rig.clock.now + 365 * 86_400_000).toISOString(),
    sandbox: false,
    ...over
  };
  const { status, body } = await manager.ask('POST', '/api/clients', asked);
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return new NationalSystem(rig, (body as { client: { id: string } }).client.id, key);
}

/** Requested by the system and certified by the administrator, as that of a device. */
export async function certify(system: NationalSystem): Promise<SigningKey> {
  const { rig, id: person } = system;
  const key = await aKey();
  await system.ask('request-key', {}, { key: key.publicKey, device: 'Register' });
  const of = { key, authority: 'AU', person, role: 'officer', name: 'Medicines register' } as const;
  const named = { ...of, function: 'National system: Medicines register' };
  const act = await aCertificate(rig.keys.auAdministrator, 'AU' as never, 'au.administrator', named as never);
  await rig.engine.open('country-au').bulkDocs([withRevision(act)], { new_edits: false });
  return key;
}

export interface Signing {
  readonly system: NationalSystem;
  readonly key: SigningKey;
  next: number;
}

export async function openSigning(system: NationalSystem): Promise<Signing> {
  const key = await certify(system);
  const claim = { kind: 'import-authorization', year: 2026, device: key.keyId };
  return { system, key, next: firstOf(await system.ask('claim-numbers', {}, claim)) };
}

export function anImport(signing: Signing, over: object = {}): Promise<ActOf<'import-authorization'>> {
  const { system, key } = signing;
  const number = aNumber(signing.next++, 'AU');
  const { body } = anImportAuthorization({ over: { number } as never });
  const by = {
    person: system.id,
    name: 'Medicines register',
    function: 'National system: Medicines register'
  };
  const at = new Date(system.rig.clock.now).toISOString();
  return signBody({ ...body, at, by, ...over } as Body, key) as Promise<ActOf<'import-authorization'>>;
}

export const codesIn = ({ body }: Answer): string[] =>
  (body as { problems: { code: string }[] }).problems.map(({ code }) => code);

const firstOf = ({ body }: Answer): number => (body as { first: number }).first;

export interface Result {
  readonly id: string;
  readonly state: string;
  readonly problems: readonly { readonly code: string; readonly sentence: string }[];
}

export const resultsIn = ({ body }: Answer): readonly Result[] => (body as { results: Result[] }).results;
