import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbeddedEngine } from '#couch/engine/engine.ts';
import { markRestored, readRestoredMark } from '#couch/installation/installation-marks.ts';
import { readSystemSettings } from '#couch/installation/system-settings.ts';
import { isHandoverSigned } from '#lib/crypto/handover.ts';
import { readKeyring, verifyAct } from '#lib/crypto/verify.ts';
import type { Act, CertificateBody, PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { deviceRequestOf } from '#lib/domain/registration/device-request.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { aKey } from '../gateway/rig.ts';

const HOUSE = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const PASSPHRASE = 'seven quiet herons by the lake';
const NEXT = 'nine loud geese over the marsh';

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

describe('npm run keys', { timeout: 120_000 }, () => {
  let home: string;
  let data: string;
  let more: Record<string, string>;
  const at = (name: string): string => join(home, name);

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'i2es-keys-'));
    data = at('data');
    more = { DATA_DIR: data, DEMONSTRATION: 'no', ROOTS_FILE: at('roots.json'), COUCHDB_URL: '' };
    for (const [name, text] of [
      ['phrase', PASSPHRASE],
      ['next-phrase', NEXT],
      ['wrong-phrase', 'six slow otters in the reeds'],
      ['weak-phrase', 'password1234']
    ] as const)
      writeFileSync(at(name), `${text}\n`, { mode: 0o600 });
    await keys(['make-root', at('root.key'), '--passphrase-file', at('phrase')]);
    await keys(['show', at('root.key'), '--public', at('roots.json')]);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function keys(words: readonly string[], answer = ''): Promise<Ended> {
    const args = [join('couch', 'run.js'), 'keys', ...words];
    return run(process.execPath, args, answer);
  }

  function run(command: string, args: readonly string[], answer: string): Promise<Ended> {
    const child = spawn(command, args, { cwd: HOUSE, env: { ...process.env, ...more } });
    let text = '';
    const hear = (chunk: Buffer): void => void (text += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.end(answer);
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, text: text.trim() })));
  }

  const readJson = <T>(name: string): T => JSON.parse(readFileSync(at(name), 'utf8')) as T;

  async function aRequest(name: string, role: string, authority: string, person: string): Promise<void> {
    const { publicKey: key } = await aKey();
    const particulars = { key, device: 'Desk 1', person, name: 'A. Person', role };
    const requestedAt = '2026-11-24T09:00:00.000Z' as Instant;
    const request = deviceRequestOf({ ...particulars, authority: authority as AuthorityCode, requestedAt });
    writeFileSync(at(name), JSON.stringify(request));
  }

  const certify = (request: string, out: string, answer = 'yes\n', phrase = 'phrase', root = 'root.key') =>
    keys(
      ['certify', at(root), '--request', at(request), '--out', at(out), '--passphrase-file', at(phrase)],
      answer
    );

  /** What lies in the server's databases, read beside it. */
  async function look<T>(
    read: (engine: Awaited<ReturnType<typeof openEmbeddedEngine>>) => Promise<T>
  ): Promise<T> {
    const engine = await openEmbeddedEngine({ folder: data });
    try {
      return await read(engine);
    } finally {
      await engine.close();
    }
  }

  const published = (): Promise<string[]> =>
    look(async (engine) =>
      (await engine.open('reference').allDocs({ startkey: 'act:', endkey: 'act:\uffff' })).rows.map(
        ({ id }) => id
      )
    );

  /** Sets the installation up as a first start does. */
  async function startOnce(): Promise<void> {
    mkdirSync(at('app'), { recursive: true });
    for (const page of ['index.html', '200.html']) writeFileSync(join(at('app'), page), '<!doctype html>');
    const env = { ...process.env, ...more, PORT: '0', APP_DIR: at('app') };
    const args = [join('couch', 'run.js'), 'start'];
    const child = spawn(process.execPath, args, { cwd: HOUSE, env });
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('I2ES is at')) child.kill('SIGTERM');
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  }

  test('says what it can do, and what it was not asked', async () => {
    const help = await keys(['help']);
    expect(help).toMatchObject({ code: 0 });
    for (const verb of ['make-root', 'show', 'certify', 'withdraw', 'rotate', 'exchange-request', 'publish'])
      expect(help.text).toContain(`  ${verb} `);
    for (const words of [[], ['make'], ['toString']])
      expect(await keys(words)).toEqual({ code: 1, text: help.text });
    expect(await keys(['certify', at('root.key')])).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^Usage: npm run keys -- certify FILE --request/) as string
    });
  });

  test('keeps the root sealed in a file for its owner alone, and never over another', async () => {
    const text = readFileSync(at('root.key'), 'utf8');
    expect(statSync(at('root.key')).mode & 0o777).toBe(0o600);
    expect(Object.keys(readJson('root.key')).sort()).toEqual(['key', 'kind', 'madeAt', 'vault', 'version']);
    expect(text).not.toMatch(/herons|"d":/);
    const again = await keys(['make-root', at('root.key'), '--passphrase-file', at('phrase')]);
    expect(again).toMatchObject({
      code: 1,
      text: `${at('root.key')} is there already and is kept as it is.`
    });
    expect(readFileSync(at('root.key'), 'utf8')).toBe(text);
    const [root] = readJson<PublicKey[]>('roots.json');
    expect(Object.keys(root ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  });

  test('takes no weak passphrase, none from a file that others may read, and none unasked', async () => {
    const weak = await keys(['make-root', at('weak.key'), '--passphrase-file', at('weak-phrase')]);
    expect(weak).toEqual({ code: 1, text: 'The passphrase is too easily guessed.' });
    writeFileSync(at('open-phrase'), PASSPHRASE);
    chmodSync(at('open-phrase'), 0o644);
    const open = await keys(['make-root', at('weak.key'), '--passphrase-file', at('open-phrase')]);
    expect(open.text).toMatch(/can be read by others than its owner/);
    expect((await keys(['make-root', at('weak.key')])).text).toMatch(/^A passphrase is typed at a terminal/);
    expect(existsSync(at('weak.key'))).toBe(false);
  });

  test('certifies the Board’s desk, an administrator and the exchange, and nobody whom a root may not', async () => {
    for (const [name, role, authority, person] of [
      ['desk', 'incb', 'INCB', 'incb.secretary'],
      ['administrator', 'administrator', 'AU', 'au.admin']
    ] as const) {
      await aRequest(`${name}.json`, role, authority, person);
      const certified = await certify(`${name}.json`, `${name}-cert.json`);
      expect(certified.text).toMatch(/Fingerprint {2}[0-9A-Z-]{19}/);
      expect(certified.code).toBe(0);
    }
    const desk = readJson<Act<CertificateBody>>('desk-cert.json');
    const ring = await readKeyring([desk], readJson<PublicKey[]>('roots.json'));
    expect((await verifyAct(desk, ring)).verdict).toBe('good');
    expect(desk.body.holder).toMatchObject({ authority: 'INCB', role: 'administrator' });
    await aRequest('officer.json', 'officer', 'AU', 'au.officer');
    expect((await certify('officer.json', 'officer-cert.json')).text).toMatch(
      /this is of an account "officer" of AU/
    );
    expect((await certify('roots.json', 'x.json')).text).toMatch(/is not a request for certification/);
    expect(existsSync(at('officer-cert.json'))).toBe(false);
  });

  test('signs nothing without a yes, under a wrong passphrase, or with a file that was altered', async () => {
    await aRequest('second.json', 'incb', 'INCB', 'incb.second');
    const stopped = { code: 1, text: expect.stringContaining('Stopped: nothing was written.') as string };
    for (const answer of ['no\n', '', 'y\n'])
      expect(await certify('second.json', 'x.json', answer)).toMatchObject(stopped);
    const wrong = await certify('second.json', 'x.json', 'yes\n', 'wrong-phrase');
    expect(wrong).toMatchObject({
      code: 1,
      text: expect.stringMatching(/The passphrase does not open/) as string
    });
    const file = readJson<{ vault: { salt: string } }>('root.key');
    writeFileSync(
      at('altered.key'),
      JSON.stringify({ ...file, vault: { ...file.vault, iterations: 700_000 } })
    );
    expect((await certify('second.json', 'x.json', 'yes\n', 'phrase', 'altered.key')).text).toMatch(
      /was altered/
    );
    const other = { ...file, key: { ...(file as unknown as { key: object }).key, keyId: 'A'.repeat(43) } };
    writeFileSync(at('other.key'), JSON.stringify(other));
    expect((await certify('second.json', 'x.json', 'yes\n', 'phrase', 'other.key')).text).toMatch(
      /is not a root key file/
    );
    expect(existsSync(at('x.json'))).toBe(false);
  });

  test('from root to server: the exchange is certified, published once, and what is not genuine is refused', async () => {
    expect((await keys(['publish', at('desk-cert.json')])).text).toMatch(/There is no installation in/);
    expect((await keys(['exchange-request', '--out', at('exchange.json')])).text).toMatch(
      /start the server once/
    );
    await startOnce();
    const asked = await keys([
      'exchange-request',
      '--out',
      at('exchange.json'),
      '--name',
      'Server in Vienna'
    ]);
    const certified = await certify('exchange.json', 'exchange-cert.json');
    const fingerprint = /Fingerprint {2}(\S+)/.exec(asked.text)?.[1];
    expect(certified.text).toContain(`Fingerprint  ${fingerprint}`);
    for (const name of ['desk-cert.json', 'exchange-cert.json']) {
      expect(await keys(['publish', at(name)])).toMatchObject({
        code: 0,
        text: expect.stringMatching(/^Published/) as string
      });
      expect(await keys(['publish', at(name)])).toEqual({ code: 0, text: 'It is published already.' });
    }
    const genuine = readJson<Act<CertificateBody>>('desk-cert.json');
    writeFileSync(
      at('forged.json'),
      JSON.stringify({ ...genuine, body: { ...genuine.body, validUntil: genuine.body.validFrom } })
    );
    expect((await keys(['publish', at('forged.json')])).code).toBe(1);
    await keys(['make-root', at('stranger.key'), '--passphrase-file', at('phrase')]);
    await certify('second.json', 'stranger-cert.json', 'yes\n', 'phrase', 'stranger.key');
    expect(await keys(['publish', at('stranger-cert.json')])).toEqual({
      code: 1,
      text: 'Not published: signature.key.unknown (unknown-key).'
    });
    expect(await published()).toHaveLength(2);
  });

  test('rotates: old and new root side by side, each server told once', async () => {
    const words = ['rotate', at('root.key'), at('new.key'), '--out', at('handover.json')];
    const phrases = ['--passphrase-file', at('phrase'), '--new-passphrase-file', at('next-phrase')];
    expect((await keys([...words, ...phrases], 'no\n')).code).toBe(1);
    expect(existsSync(at('new.key'))).toBe(false);
    expect((await keys([...words, ...phrases], 'yes\n')).code).toBe(0);
    const handover = readJson<RootHandover>('handover.json');
    const [old] = readJson<PublicKey[]>('roots.json');
    expect(await isHandoverSigned(handover, old as PublicKey)).toBe(true);
    expect((await keys(['publish', at('handover.json')])).text).toMatch(/is a root from now on/);
    expect((await keys(['publish', at('handover.json')])).text).toMatch(/is a root here already/);
    const system = await look(readSystemSettings);
    expect(system?.roots.map(keyIdOf)).toEqual([keyIdOf(old as PublicKey), keyIdOf(handover.key)]);
    expect(system?.handovers).toEqual([handover]);
    const forged = { ...handover, key: (await aKey()).publicKey };
    writeFileSync(at('forged-handover.json'), JSON.stringify(forged));
    expect((await keys(['publish', at('forged-handover.json')])).text).toMatch(
      /no root of this installation/
    );
    expect((await certify('second.json', 'second-cert.json', 'yes\n', 'next-phrase', 'new.key')).code).toBe(
      0
    );
    expect((await keys(['publish', at('second-cert.json')])).text).toMatch(/^Published/);
  });

  test('withdraws a key of the Board’s desk for everybody, and no root', async () => {
    const desk = readJson<Act<CertificateBody>>('desk-cert.json').body.keyId;
    const words = ['withdraw', at('root.key'), '--out', at('end.json'), '--passphrase-file', at('phrase')];
    const reason = ['--reason', 'The computer was stolen'];
    const root = keyIdOf(readJson<PublicKey[]>('roots.json')[0] as PublicKey);
    expect((await keys([...words, ...reason, '--key', root], 'yes\n')).text).toMatch(/A root ends no root/);
    expect((await keys([...words, ...reason, '--key', 'ABC'], 'yes\n')).text).toMatch(/43 characters/);
    expect((await keys([...words, ...reason, '--key', desk], 'yes\n')).code).toBe(0);
    expect((await keys(['publish', at('end.json')])).text).toMatch(/^Published to everybody: withdrawal/);
    expect(await published()).toHaveLength(4);
  });

  test('publishes a withdrawal once more after a restore, and is reminded until its keeper says that all are', async () => {
    const restored = { of: '2026-11-20T03:00:00.000Z', at: '2026-11-21T08:00:00.000Z' };
    expect((await keys(['publish', '--all-published'])).text).toMatch(/was not restored/);
    await look((engine) => markRestored(engine, restored));
    expect((await keys(['publish', at('end.json')])).text).toBe('It is published already.');
    expect((await look(readRestoredMark))?.publishedAt).toBeUndefined();
    expect((await keys(['publish', at('end.json'), '--all-published'])).text).toMatch(/^Usage/);
    expect((await keys(['publish', '--all-published'])).text).toMatch(/^Noted/);
    expect((await look(readRestoredMark))?.publishedAt).toMatch(/^20\d\d-/);
  });

  test('replaces the roots after a loss, when told so in as many words', async () => {
    await keys(['make-root', at('third.key'), '--passphrase-file', at('phrase')]);
    await keys(['show', at('third.key'), '--public', at('third-roots.json')]);
    const before = await look(readSystemSettings);
    const third = readJson<PublicKey[]>('third-roots.json');
    const words = ['publish', at('third-roots.json')];
    expect((await keys(words)).text).toMatch(/no root has handed over to/);
    expect((await keys([...words, '--replace-roots'], 'no\n')).code).toBe(1);
    expect(await look(readSystemSettings)).toEqual(before);
    expect((await keys([...words, '--replace-roots'], 'yes\n')).text).toMatch(
      /Root keys of this installation now: 1/
    );
    expect(await look(readSystemSettings)).toEqual({ roots: third, handovers: [], demonstration: false });
    expect((await keys(['publish', at('second-cert.json')])).text).toBe('It is published already.');
    expect((await keys(['publish', at('administrator-cert.json')])).text).toMatch(/signature.key.unknown/);
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  test.skipIf(!hasScript)('asks twice at the terminal and shows nothing of what is typed', async () => {
    const command = `${process.execPath} --import tsx couch/cli.ts keys make-root ${at('typed.key')}`;
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: HOUSE,
      env: { ...process.env, ...more }
    });
    let text = '';
    const asked = [/Passphrase of the new root key: $/, /The same again: $/];
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (asked[0]?.test(text)) {
        asked.shift();
        child.stdin.write(`${PASSPHRASE}\r`);
      }
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(text).toContain('The root key is in');
    expect(text).not.toContain('herons');
    expect(existsSync(at('typed.key'))).toBe(true);
  });
});
