/** The published vectors, read by the app and by a verifier in Python that shares no code with it. */
import { signedText } from '#lib/domain/print-code/extract.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importPublicKey } from '#lib/crypto/key.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';
import { isReplyGenuine } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { readCode, type CodeContent } from '#lib/print-code/code-text.ts';
import { DICTIONARY } from '#lib/print-code/dictionary.ts';

const FOLDER = 'static/print-code';

interface Vector {
  readonly name: string;
  readonly text: string;
  readonly finds: string;
  readonly id?: string;
  readonly digits?: string;
  readonly good?: boolean;
}

interface Published {
  readonly root: PublicKey;
  readonly keys: Readonly<Record<string, { readonly x: string; readonly y: string }>>;
  readonly vectors: readonly Vector[];
}

const { root, keys, vectors } = JSON.parse(readFileSync(`${FOLDER}/vectors.json`, 'utf8')) as Published;

async function isSigned(text: string, { key, value }: { key: string; value: string }): Promise<boolean> {
  const point = keys[key] ?? root;
  const imported = await importPublicKey({ kty: 'EC', crv: 'P-256', x: point.x, y: point.y });
  return imported !== null && isTextSigned(text, value, imported);
}

const FINDS = { act: 'document', extract: 'extract', keys: 'certificates', badge: 'badge', reply: 'reply' };

async function judge(content: CodeContent): Promise<Omit<Vector, 'name' | 'text'>> {
  const finds = FINDS[content.as];
  if (content.as === 'act') {
    const { act } = content;
    const good = await isSigned(canonicalJson(act.body), act.signature);
    return { finds, id: act._id, digits: checkWords(act), good };
  }
  if (content.as === 'extract') {
    const { extract, signature } = content.extract;
    const good = await isSigned(signedText({ extract }), signature);
    return { finds, id: extract.act, digits: checkWords({ _id: extract.act }), good };
  }
  if (content.as === 'reply') {
    const { paper, ...evidence } = content.reply;
    return { finds, good: await isReplyGenuine({ paper, evidence }) };
  }
  if (content.as === 'badge') return { finds };
  const links = content.certificates.map(({ body, signature }) => isSigned(canonicalJson(body), signature));
  return { finds, good: (await Promise.all(links)).every(Boolean) };
}

test.each(vectors)(
  'the app finds in a code what is published: $name',
  async ({ name: _name, text, ...wanted }) => {
    const read = readCode(text);
    const found = read.ok
      ? await judge(read.value)
      : { finds: read.problems[0]?.code.replace('printCode.', '') };
    expect(found).toEqual(Object.fromEntries(Object.entries(wanted).filter(([member]) => member !== 'json')));
  }
);

test('the published dictionary is that of the app', () => {
  expect(readFileSync(`${FOLDER}/dictionary-1.txt`, 'utf8')).toBe(DICTIONARY);
});

const hasPython = spawnSync('python3', ['-c', 'import cryptography, zlib']).status === 0;

test.runIf(hasPython)(
  'a verifier in Python, written from the specification, finds the same in every vector',
  () => {
    const { status, stdout } = spawnSync('python3', ['test/print-code/verify.py', FOLDER], {
      encoding: 'utf8'
    });
    expect(stdout.match(/^ok/gm)).toHaveLength(vectors.length);
    expect(status).toBe(0);
  }
);

test.skipIf(hasPython)(
  'SKIPPED: the verifier in Python needs python3 and its package cryptography',
  () => undefined
);
