import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { generatePrivateJwk } from '#lib/crypto/key.ts';
import { buildPage, type BuiltPage } from '#lib/reply-file/build-page.ts';
import { pageHtml } from '#lib/reply-file/make-file.ts';
import { verifyFile } from '#lib/reply-file/page/verify-file.ts';
import type { GivenFile } from '#lib/store/api.ts';
import { readReply } from '#lib/reply-file/read-reply.ts';
import { codeText } from '#lib/print-code/code-text.ts';
import { fitsOneCode } from '#lib/print-code/square.ts';
import { aFileReply, aQuery } from '../samples/file-replies.ts';
import { aRoot } from '../crypto/sample-country.ts';
import { aFileFor } from './given-file.ts';

vi.mock('virtual:reply-page', () => ({ default: {} }));

let page: BuiltPage;
let given: GivenFile;
beforeAll(async () => {
  page = await buildPage();
  given = await aFileFor();
});

const htmlOf = (file: GivenFile): Promise<string> =>
  pageHtml(
    { given: file, names: {}, origin: 'https://i2es.example' },
    { ...page, texts: page.texts[file.file.language] }
  );

describe('the file for a partner outside I2ES', () => {
  test('is smaller than 300 kB in each language, with fifty lines of goods too', async () => {
    for (const language of ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const) {
      const bytes = Buffer.byteLength(await htmlOf(await aFileFor({ language, lines: 50 })));
      expect(bytes, language).toBeLessThan(300_000);
    }
  });

  test('loads nothing, and runs no program but its own', async () => {
    const html = await htmlOf(given);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const programs = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text ?? '');
    expect(programs).toHaveLength(1);
    const hash = createHash('sha256').update(programs[0]!).digest('base64');
    expect(policy).toContain(`default-src 'none'; script-src 'sha256-${hash}'`);
    expect(html).not.toMatch(/\s(?:src|href)=["']?(?:https?:)?\/\//);
  });

  test('reads texts of an authorization as texts, never as markup', async () => {
    const html = await htmlOf(await aFileFor({ over: { remarks: '</script><script>alert(1)</script>' } }));
    expect(html.match(/<script/g)).toHaveLength(2);
  });

  test('has every sentence that it shows, in each language', () => {
    for (const { script } of Object.values(page.texts)) expect(script).not.toContain('void 0');
  });
});

describe('a reply that comes back', () => {
  const codesOf = async (text: string): Promise<readonly string[]> => {
    const read = await readReply(text);
    return read.ok ? [] : read.problems.map(({ code }) => code);
  };

  test('is read from its file and from its printed code, and refused altered in either', async () => {
    const reply = await aFileReply(given.privateKey, aQuery(given.act));
    const forged = { ...reply, by: 'Somebody else' };
    const code = (of: typeof reply): string => codeText({ as: 'reply', reply: of }, 'https://i2es.example');
    for (const text of [JSON.stringify(reply), code(reply), code(reply).replace(/(.{40})/g, '$1\n')])
      expect(await readReply(text)).toEqual({ ok: true, value: reply });
    expect(await codesOf(JSON.stringify(forged))).toEqual(['evidence.signature']);
    expect(await codesOf(code(forged))).toEqual(['evidence.signature']);
    expect(fitsOneCode(code(reply))).toBe(true);
  });

  test('is refused as unreadable, whatever the text', async () => {
    for (const text of ['', '{}', 'null', '[]', 'x'.repeat(100_000), JSON.stringify(given.act)])
      expect(await codesOf(text), text.slice(0, 9)).toEqual(['evidence.malformed']);
  });
});

describe('the verifier in the file', () => {
  const verdictOf = async (over: Partial<GivenFile>): Promise<string> =>
    (await verifyFile({ ...given, ...over })).verdict;

  test('finds a genuine authorization genuine, with the chain to INCB’s key', async () => {
    const { verdict, chain } = await verifyFile(given);
    expect([verdict, chain.length]).toEqual(['genuine', 2]);
  });

  test('never calls sample data genuine', async () => {
    expect((await verifyFile(await aFileFor({ over: { demonstration: true } }))).verdict).toBe('sample');
  });

  test('finds a changed authorization, another key and another last day altered', async () => {
    const { act, file } = given;
    expect(
      await verdictOf({ act: { ...act, body: { ...act.body, number: 'CH-E-2026-000009-11' } } as never })
    ).toBe('altered');
    expect(await verdictOf({ file: { ...file, expiresOn: '2099-01-01' as never } })).toBe('altered');
    expect(await verdictOf({ privateKey: await generatePrivateJwk() })).toBe('altered');
    expect(await verdictOf({ act: (await aFileFor()).act })).not.toBe('genuine');
  });

  test('says that it cannot tell, without certificates, with another root, and without ciphers', async () => {
    expect(await verdictOf({ certificates: [] })).toBe('unknown');
    expect(await verdictOf({ roots: [(await aRoot()).key.publicKey] })).toBe('unknown');
    vi.stubGlobal('crypto', {});
    expect(await verdictOf({})).toBe('noCrypto');
    vi.unstubAllGlobals();
  });
});
