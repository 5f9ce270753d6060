/** A small push service (RFC 8030) on a real port, and browsers that read what it takes (RFC 8291), written apart from I2ES. */
import { execFileSync } from 'node:child_process';
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TakenMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

export interface PushService {
  /** Leads every name to this port, and trusts its certificate. */
  readonly agent: Agent;
  readonly taken: TakenMessage[];
  answer: { status: number; headers?: Record<string, string> };
  stop(): Promise<void>;
}

export async function openPushService(): Promise<PushService> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-push-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=push.example -addext subjectAltName=DNS:push.example';
  execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  const taken: TakenMessage[] = [];
  const server = createServer(tls, async (request, response) => {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(new Uint8Array(part as Buffer));
    const body = new Uint8Array(Buffer.concat(parts));
    taken.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(service.answer.status, service.answer.headers ?? {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lookup: NonNullable<ConstructorParameters<typeof Agent>[0]>['lookup'] = (_host, { all }, done) =>
    all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
  const service: PushService = {
    agent: new Agent({ port, lookup, ca: tls.cert }),
    taken,
    answer: { status: 201 },
    stop: () => new Promise((resolve) => server.close(() => resolve()))
  };
  return service;
}

export interface TestBrowser {
  readonly address: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
  read(body: Uint8Array): string;
}

let browsers = 0;

export function aBrowser(endpoint = `https://push.example/send/${browsers++}`): TestBrowser {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16).toString('base64url');
  const p256dh = ecdh.getPublicKey('base64url');
  const privateKey = ecdh.getPrivateKey('base64url');
  return { address: { endpoint, p256dh, auth }, read: (body) => decrypt(body, { privateKey, auth }) };
}

/** RFC 8291, section 3.4, from the side of the browser. */
export function decrypt(
  body: Uint8Array,
  { privateKey, auth }: { readonly privateKey: string; readonly auth: string }
): string {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey, 'base64url');
  const [salt, sender] = [body.slice(0, 16), body.slice(21, 21 + body[20]!)];
  const info = [...new TextEncoder().encode('WebPush: info\0'), ...ecdh.getPublicKey(), ...sender];
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
  const secret = new Uint8Array(ecdh.computeSecret(sender));
  const shared = new Uint8Array(hkdfSync('sha256', secret, bytes(auth), Uint8Array.from(info), 32));
  const expand = (what: string, length: number): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', shared, salt, `Content-Encoding: ${what}\0`, length));
  const sealed = body.slice(21 + sender.length);
  const decipher = createDecipheriv('aes-128-gcm', expand('aes128gcm', 16), expand('nonce', 12));
  decipher.setAuthTag(sealed.slice(-16));
  const padded = [...decipher.update(sealed.slice(0, -16)), ...decipher.final()];
  const end = padded.lastIndexOf(2);
  return Buffer.from(padded.slice(0, end)).toString('utf8');
}

/** The claims of RFC 8292, if this key signed them. */
export function readClaims({ headers }: TakenMessage, key: string): Record<string, unknown> {
  const [, token = '', stated] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    new TextEncoder().encode(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    new Uint8Array(Buffer.from(signature, 'base64url'))
  );
  if (!isSigned || stated !== key) throw new Error('Not signed by this key.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Record<string, unknown>;
}
