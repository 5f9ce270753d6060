/**
 * A client of the I2ES interface for national systems, for any runtime with `fetch` and WebCrypto. Its types come from
 * the server's own description: `npx openapi-typescript https://your-server/api/v1/openapi.json -o openapi.d.ts`.
 */
import type { components, operations } from './openapi.d.ts';

export type Act = components['schemas']['act'];
export type Problem = components['schemas']['problem'];
type Operation = keyof operations;
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : never;
type Reply<O extends Operation> = Json<
  operations[O]['responses'][keyof operations[O]['responses'] & (200 | 201 | 202)]
>;
type Body<O extends Operation> = operations[O] extends { requestBody: infer R } ? Json<R> : undefined;

export interface PrivateJwk extends JsonWebKey {
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url');
const hash = async (text: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(text))));

/** RFC 8785: members in the order of their names, no blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

/** Two numbers of 32 bytes, the second one in its lower form: I2ES refuses the other. */
async function sign(key: PrivateJwk, text: string): Promise<string> {
  const imported = await crypto.subtle.importKey('jwk', key, ES256, false, ['sign']);
  const raw = Buffer.from(await crypto.subtle.sign(ES256, imported, bytes(text)));
  const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
  const low = s > ORDER / 2n ? ORDER - s : s;
  return Buffer.concat([
    raw.subarray(0, 32),
    Buffer.from(low.toString(16).padStart(64, '0'), 'hex')
  ]).toString('base64url');
}

/** RFC 7638. */
export const keyIdOf = ({ x, y }: PrivateJwk): Promise<string> =>
  hash(canonical({ crv: 'P-256', kty: 'EC', x, y }));

/** For the administrator, who compares it before certifying the key: 80 bits of the key id in Crockford's base32. */
export async function fingerprintOf(key: PrivateJwk): Promise<string> {
  let bits = BigInt(
    `0x${Buffer.from(await keyIdOf(key), 'base64url')
      .subarray(0, 10)
      .toString('hex')}`
  );
  let text = '';
  for (; text.length < 16; bits >>= 5n)
    text = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number(bits & 31n)) + text;
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** The document: its id is the hash of body and signature. */
export async function signed(body: Act['body'], key: PrivateJwk): Promise<Act> {
  const signature = {
    alg: 'ES256',
    key: await keyIdOf(key),
    value: await sign(key, canonical(body))
  } as const;
  const day = body.at.slice(0, 10).replaceAll('-', '');
  const _id = `act:${day}:${body.issuer}:${body.kind}:${await hash(canonical({ body, signature }))}`;
  return { _id, body, signature };
}

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[]
  ) {
    super(
      [status, ...problems.map(({ path, sentence }) => (path ? `${path}: ${sentence}` : sentence))].join(' ')
    );
  }
}

export class Client {
  #token = { text: '', ends: 0 };

  constructor(
    readonly address: string,
    readonly id: string,
    readonly key: PrivateJwk,
    readonly audience = `${address}/api/v1/token`,
    readonly clock: () => number = Date.now
  ) {}

  /** Tries again after a cut connection. A write has one Idempotency-Key for all its tries, so it is done once. */
  async ask<O extends Operation>(
    method: 'GET' | 'POST',
    path: string,
    body?: Body<O>,
    once = crypto.randomUUID() as string
  ): Promise<Reply<O>> {
    const headers = {
      authorization: `Bearer ${await this.#fresh()}`,
      'accept-language': 'en',
      ...(method === 'POST' ? { 'idempotency-key': once, 'content-type': 'application/json' } : {})
    };
    const sent = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    for (let left = 5; ; left--) {
      const answer = await fetch(`${this.address}/api/v1/${path}`, sent).catch((error: unknown) => {
        if (left === 0) throw error;
        return null;
      });
      if (answer?.ok) return (await answer.json()) as Reply<O>;
      // A proxy answers with a page of its own.
      const told = (await answer?.json().catch(() => null)) as { problems?: Problem[] } | null | undefined;
      const problems = told?.problems ?? [];
      const isRunning = problems.some(({ code }) => code === 'idempotency.running');
      if (answer && (left === 0 || !(isRunning || [429, 503].includes(answer.status))))
        throw new Refused(answer.status, problems);
      const seconds = Number(answer?.headers.get('retry-after') ?? 0.2);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }

  /** Documents that came since, and the cursor for the next question. */
  async changes(cursor?: string): Promise<{ acts: Act[]; next: string }> {
    const acts: Act[] = [];
    for (;;) {
      const page = await this.ask<'changes'>('GET', cursor ? `changes?since=${cursor}` : 'changes');
      acts.push(...page.acts);
      cursor = page.next;
      if (!page.more) return { acts, next: cursor };
    }
  }

  async submit(acts: Act[]): Promise<void> {
    const { results } = await this.ask<'submit-acts'>('POST', 'acts', { acts });
    const problems = results.flatMap((one) => one.problems);
    if (results.some(({ state }) => state === 'refused')) throw new Refused(200, problems);
  }

  /** RFC 7523. An assertion counts once. */
  async #fresh(): Promise<string> {
    if (this.clock() < this.#token.ends - 60_000) return this.#token.text;
    const now = Math.floor(this.clock() / 1000);
    const claims = {
      iss: this.id,
      sub: this.id,
      aud: this.audience,
      exp: now + 240,
      jti: crypto.randomUUID()
    };
    const text = [{ alg: 'ES256', typ: 'JWT' }, claims]
      .map((part) => base64url(bytes(JSON.stringify(part))))
      .join('.');
    const answer = await fetch(`${this.address}/api/v1/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: [text, await sign(this.key, text)].join('.')
      })
    });
    const told = (await answer.json()) as Reply<'token'> & { problems: Problem[] };
    if (!answer.ok) throw new Refused(answer.status, told.problems);
    this.#token = { text: told.access_token, ends: (now + told.expires_in) * 1000 };
    return told.access_token;
  }
}
