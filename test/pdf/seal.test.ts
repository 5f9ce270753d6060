/**
 * The seal of an authority: Poppler, which shares no code with the library that sealed, reads it back. The certificate files were made
 * with OpenSSL; the password of each is “seal”.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { hasProblemText } from '#lib/i18n/problem-text.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { Print } from '#lib/pdf/print-request.ts';
import { sealPdf } from '#lib/pdf/seal.ts';
import { aFullImport, loadFont } from './forms.ts';
import { listen, openFile } from './listen.ts';

const NOW = '2026-11-30T10:00:00.000Z' as Instant;
const hasPdfSig = spawnSync('pdfsig', ['-v']).status === 0;

let form: Print;
beforeAll(async () => {
  form = await authorizationPdf(aFullImport(), { locale: 'ar', second: 'en', copy: 'original' }, loadFont);
});

const fileNamed = (name: string): Uint8Array => new Uint8Array(readFileSync(`test/pdf/seals/${name}.p12`));

function seal(name: string | Uint8Array, password = 'seal') {
  return sealPdf(form, { bytes: typeof name === 'string' ? fileNamed(name) : name, password }, NOW);
}

async function sealed(name: string): Promise<Uint8Array> {
  const made = await seal(name);
  if (!made.ok) throw new Error(made.problems[0]?.code);
  return made.value.bytes;
}

/** What Poppler says of the signature. */
function readSeal(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'seal-'));
  try {
    const file = join(folder, 'form.pdf');
    writeFileSync(file, bytes);
    // It complains that it has no certificates of its own.
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8', stdio });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!hasPdfSig)('a sealed form', () => {
  it.each([
    ['valid', 'Seal of the Federal Office of Forms'],
    ['legacy', 'Seal of the Federal Office of Forms'],
    ['elliptic', 'EC seal']
  ])('is read as valid and whole by another program: %s', async (name, holder) => {
    const said = readSeal(await sealed(name));
    expect(said).toContain(`Common Name: ${holder}`);
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('Nov 30 2026');
  });

  it('is invalid as soon as one figure of the form is changed', async () => {
    const bytes = await sealed('valid');
    const at = Buffer.from(bytes).indexOf('/MediaBox');
    const changed = bytes.slice();
    changed[at + 11] = 0x39;
    expect(readSeal(changed)).toContain('Digest Mismatch');
  });

  it('goes on being read aloud, with the same words', async () => {
    const [before, after] = [form.bytes, await sealed('valid')];
    const wordsOf = async (bytes: Uint8Array): Promise<readonly unknown[]> =>
      (await listen(await openFile(bytes.slice()))).spoken;
    expect(await wordsOf(after)).toEqual(await wordsOf(before));
  });
});

describe('a seal is refused', () => {
  it.each([
    ['with a wrong password', 'valid', 'seals', 'seal.password.wrong'],
    ['without a password', 'valid', '', 'seal.password.wrong'],
    ['from a certificate without its key', 'without-key', 'seal', 'seal.key.missing'],
    ['after the certificate has expired', 'expired', 'seal', 'seal.expired'],
    ['before the certificate is valid', 'early', 'seal', 'seal.early']
  ])('%s', async (_, name, password, code) => {
    const refused = await seal(name, password);
    const [problem] = refused.ok ? [] : refused.problems;
    expect(problem?.code).toBe(code);
    expect(hasProblemText(code)).toBe(true);
  });

  it('from a file that is no PKCS#12, or only a part of one', async () => {
    for (const bytes of [new TextEncoder().encode('seal'), fileNamed('valid').slice(0, 1500)]) {
      const refused = await seal(bytes);
      expect(refused.ok ? [] : refused.problems).toEqual([{ code: 'seal.file.unreadable' }]);
    }
  });
});
