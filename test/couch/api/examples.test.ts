/** The example in TypeScript, with types from the served description, against a real server. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOf as fingerprintShown } from '#lib/crypto/fingerprint.ts';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { describeEngines } from '../with-engine.ts';
import { anImportAuthorization } from '../../samples/acts.ts';
import { aCertificate, aNumber, openRig, withRevision, type Rig } from '../gateway/rig.ts';

/** A proxy that answers the first question after the token with a page of its own. */
async function openProxy(to: string): Promise<{ readonly address: string; stop(): Promise<void> }> {
  let isBusy = true;
  const server = createServer(async ({ url = '', method = '', headers }, response) => {
    if (url.endsWith('/client') && isBusy) {
      isBusy = false;
      response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Service unavailable</h1>');
      return;
    }
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of response.req) parts.push(new Uint8Array(part as Uint8Array));
    const { authorization = '', 'content-type': type = 'application/json' } = headers;
    const body = parts.length > 0 ? { body: new Uint8Array(Buffer.concat(parts)) } : {};
    const answer = await fetch(to + url, {
      method,
      headers: { authorization, 'content-type': type },
      ...body
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve()))
  };
}

type Json = Readonly<Record<string, unknown>>;
/** Read by its address: the program of the app has none of the example's types. */
interface Example {
  readonly Client: new (
    address: string,
    id: string,
    key: Json,
    audience: string,
    clock: () => number
  ) => {
    ask(method: 'GET' | 'POST', path: string, body?: Json): Promise<Json>;
    changes(): Promise<{ readonly acts: readonly { readonly _id: string }[] }>;
    submit(acts: readonly object[]): Promise<void>;
  };
  readonly Refused: new () => Error;
  keyIdOf(key: Json): Promise<string>;
  fingerprintOf(key: Json): Promise<string>;
  signed(body: Json, key: Json): Promise<{ readonly _id: string }>;
}

const ROOT = new URL('../../..', import.meta.url).pathname;

test('compiles with the types that openapi-typescript writes from the served description', () => {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-example-'));
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    cpSync(join(ROOT, 'couch/api/examples/i2es.ts'), join(folder, 'i2es.ts'));
    const program = (name: string, ...words: string[]): unknown =>
      execFileSync(process.execPath, [join(ROOT, 'node_modules', name), ...words], {
        cwd: folder,
        encoding: 'utf8'
      });
    const described = join(ROOT, 'static/schemas/v1/openapi.json');
    program('openapi-typescript/bin/cli.js', described, '-o', 'openapi.d.ts');
    const compilerOptions = {
      ...{ strict: true, noEmit: true, target: 'ES2023', module: 'NodeNext', types: ['node'] },
      ...{ lib: ['ES2023', 'DOM'], allowImportingTsExtensions: true, skipLibCheck: true }
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['i2es.ts'] }));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    program('typescript/bin/tsc', '-p', '.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describeEngines('the example in TypeScript', (open) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig(open);
  });
  afterAll(() => rig.drop());

  test('gets a token, a certified key and numbers, issues an authorization once, and reads it', async () => {
    const at = new URL('../../../couch/api/examples/i2es.ts', import.meta.url).href;
    const { Client, fingerprintOf, keyIdOf, Refused, signed } = (await import(
      /* @vite-ignore */ at
    )) as Example;
    const manager = await rig.signIn('au.administrator');
    const [own, signing] = [await generatePrivateJwk(), await generatePrivateJwk()];
    const publicOf = ({ kty, crv, x, y }: typeof own): Json => ({ kty, crv, x, y });
    const asked = {
      ...{ name: 'Register', scopes: ['read', 'numbers', 'acts'], key: publicOf(own), sandbox: false },
      validUntil: new Date(rig.clock.now + 86_400_000).toISOString()
    };
    const made = (await manager.ask('POST', '/api/clients', asked)).body as {
      client: { id: string };
      audience: string;
    };
    const client = new Client(rig.address, made.client.id, { ...own }, made.audience, () => rig.clock.now);
    const device = await keyIdOf({ ...signing });
    expect(await fingerprintOf({ ...signing })).toBe(fingerprintShown(device as KeyId));
    const requested = await client.ask('POST', 'keys', { key: publicOf(signing), device: 'Register' });
    expect(requested).toEqual({ keyId: device });
    const { id: person, name, function: office } = await client.ask('GET', 'client');
    const by = { person, name, function: office };
    const of = {
      ...by,
      authority: 'AU',
      role: 'officer',
      key: { publicKey: publicOf(signing), keyId: device }
    };
    const { auAdministrator } = rig.keys;
    const certificate = await aCertificate(auAdministrator, 'AU' as never, 'au.administrator', of as never);
    await rig.engine.open('country-au').bulkDocs([withRevision(certificate)], { new_edits: false });
    const claim = { kind: 'import-authorization', year: 2026, device };
    const { first } = await client.ask('POST', 'numbers', claim);
    const { body } = anImportAuthorization({ over: { number: aNumber(Number(first), 'AU') } });
    const now = new Date(rig.clock.now).toISOString();
    const act = await signed({ ...body, at: now, by }, { ...signing });
    await client.submit([act]);
    await client.submit([act]);
    expect((await client.changes()).acts.filter(({ _id }) => _id === act._id)).toEqual([act]);
    const proxy = await openProxy(rig.address);
    const behind = new Client(proxy.address, made.client.id, { ...own }, made.audience, () => rig.clock.now);
    expect(await behind.ask('GET', 'client')).toMatchObject({ id: person });
    await proxy.stop();
    const wrong = await signed({ ...body, at: now, by, number: 'X' }, { ...signing });
    await expect(client.submit([wrong])).rejects.toThrow(Refused);
  });
});
