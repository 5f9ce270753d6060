/** The page in every archive: it runs alone, has its sentences in each language, and finds what was changed. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { packZip, type ZipEntry } from '#couch/archive/zip-writer.ts';
import { buildReader, type BuiltReader } from '#lib/archive/build-reader.ts';
import { openForms } from '#lib/archive/print-forms.ts';
import { readArchive } from '#lib/archive/page/read-archive.ts';
import { textToBytes } from '#lib/crypto/bytes.ts';
import { formPath } from '#lib/domain/exchange/archive-manifest.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aCountry, aRoot } from '../crypto/sample-country.ts';
import { AU, anImportAuthorization } from '../samples/acts.ts';
import { loadFont } from '../pdf/forms.ts';
import { signBody } from '#lib/crypto/sign.ts';

let reader: BuiltReader;
beforeAll(async () => {
  reader = await buildReader();
}, 60_000);

describe('the page that reads an archive', () => {
  test('loads nothing, runs no program but its own, and is smaller than 400 kB', () => {
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(reader.page) ?? [];
    const programs = [...reader.page.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text ?? '');
    expect(programs).toHaveLength(1);
    const hash = createHash('sha256').update(programs[0]!).digest('base64');
    expect(policy).toContain(`default-src 'none'; script-src 'sha256-${hash}'`);
    expect(/\s(?:src|href)=["']?(?:https?:)?\/\//.test(reader.page)).toBe(false);
    expect(Buffer.byteLength(reader.page)).toBeLessThan(400_000);
  });

  test('has its sentences and the explanation in six languages', () => {
    for (const title of ['Archive of ', 'Archive de', 'Archivo documental', 'Архив', '的档案', 'أرشيف'])
      expect(reader.page.includes(title), title).toBe(true);
    expect(/\b\w+:void 0\b/.exec(reader.page)?.[0]).toBeUndefined();
    expect(reader.readme.split('\r\n\r\n')).toHaveLength(6);
    expect(reader.readme).not.toContain('undefined');
  });
});

describe('the forms of an archive', () => {
  test('are printed from the signed documents alone, and not from one that was altered', async () => {
    const root = await aRoot();
    const { officer, acts: documents } = await aCountry(root, AU);
    const by = { person: officer.person, name: 'A. Person', function: 'Delegate' };
    const act = await signBody({ ...anImportAuthorization().body, by }, officer.key);
    const setup = { country: AU, origin: 'https://i2es.example', at: act.body.at, settings: {} };
    const roots = [root.key.publicKey];
    const print = await openForms({ ...setup, roots, documents, locale: 'en' }, loadFont);
    const key = act.body.dossier;
    const [form, ...others] = await print({ key, acts: [act], codes: [] });
    expect([form?.path, others]).toEqual([
      formPath('import-authorization-AU-I-2026-000101-98-quadruplicate-en', act._id),
      []
    ]);
    expect(new TextDecoder('latin1').decode(form?.bytes ?? undefined)).toMatch(/^%PDF-/);
    const altered = { ...act, body: { ...act.body, number: 'AU-I-2026-000102-95' } };
    expect(await print({ key, acts: [altered], codes: [] })).toEqual([]);
  });
});

describe('an archive in the page', () => {
  type Change = (texts: Map<string, string>) => void;
  const nothing: Change = () => undefined;

  /** `before`: what its maker put in, with the manifest of it. */
  async function anArchive(change = nothing, before = nothing): Promise<Blob> {
    const root = await aRoot();
    const { officer, acts: certificates } = await aCountry(root, AU);
    const by = { person: officer.person, name: 'A. Person', function: 'Delegate' };
    const act = await signBody({ ...anImportAuthorization().body, by }, officer.key);
    const linesOf = (documents: readonly object[]): string =>
      documents.map((one) => `${JSON.stringify(one)}\n`).join('');
    const texts = new Map([
      ['acts/2026-10.jsonl', linesOf([act])],
      ['keys/documents.jsonl', linesOf(certificates)],
      [formPath('form', act._id), '%PDF'],
      ['country/documents.jsonl', linesOf([{ _id: 'setting:country', schema: 1 }])]
    ]);
    before(texts);
    const entries = [...texts].map(([path, text]) => ({
      path,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex')
    }));
    const manifest = {
      ...{ product: 'I2ES', archive: 'country', format: 1, version: '0.2.0', country: 'AU' },
      ...{ at: '2026-11-25T09:00:00.000Z', demonstration: true, roots: [root.key.publicKey] },
      ...{ acts: 1, sequence: [], leftOut: [], entries }
    };
    texts.set('manifest.json', JSON.stringify(manifest));
    change(texts);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of packZip(zipEntries(texts), new Date(0))) parts.push(part);
    return new Blob(parts);
  }

  async function* zipEntries(texts: ReadonlyMap<string, string>): AsyncGenerator<ZipEntry> {
    for (const [path, text] of texts)
      yield {
        path,
        content: (async function* () {
          yield textToBytes(text);
        })()
      };
  }

  const read = async (file: Blob) => readArchive(file, () => undefined);
  const codeOf = async (file: Blob): Promise<string | undefined> => {
    const found = await read(file);
    return found.ok ? undefined : found.problems[0]?.code;
  };

  test('is verified up to the root key, with its dossiers and other documents', async () => {
    const { verdicts, groups, own, manifest, forms } = unwrap(await read(await anArchive()));
    expect([...verdicts.values()]).toEqual(['good']);
    expect([...forms.keys()]).toEqual([...verdicts.keys()].map((id) => id.slice(-43)));
    expect([groups.length, groups[0]?.isDossier, own.length, manifest]).toEqual([1, true, 1, 'unsigned']);
  });

  test('is refused if a file in it was changed, added or is missing, and says which', async () => {
    const withAct = 'acts/2026-10.jsonl';
    const changed = await anArchive((texts) =>
      texts.set(withAct, texts.get(withAct)!.replace('morphine', 'codeine_'))
    );
    expect(await codeOf(changed)).toBe('archive.entry.changed');
    expect(await codeOf(await anArchive((texts) => texts.set('acts/2026-11.jsonl', '')))).toBe(
      'archive.entry.added'
    );
    expect(await codeOf(await anArchive((texts) => texts.delete(withAct)))).toBe('archive.entry.missing');
    expect(await codeOf(await anArchive((texts) => texts.delete('manifest.json')))).toBe('archive.manifest');
  });

  test('gives an altered document no verdict of a genuine one with its name, and hides none among the unsigned', async () => {
    const withAct = 'acts/2026-10.jsonl';
    const others = 'country/documents.jsonl';
    const more = (path: string, made: (line: string) => string) =>
      anArchive(nothing, (texts) => texts.set(path, made(texts.get(withAct)!) + texts.get(path)!));
    const altered = (line: string): string => line.replace('A. Person', 'B. Person');
    for (const made of [
      more(withAct, altered),
      more(withAct, (line) => line),
      more(withAct, (line) => line.replace(/"to":\[[^\]]*\]/, '"to":5')),
      more(withAct, () => '{"_id":7}\n'),
      more(others, altered),
      more(others, () => '{"_id":"_design/door","validate_doc_update":""}\n'),
      more(others, () => '{"schema":1}\n')
    ])
      expect(await codeOf(await made)).toBe('archive.entry.unreadable');
    const alone = await anArchive(nothing, (texts) => texts.set(withAct, altered(texts.get(withAct)!)));
    expect([...unwrap(await read(alone)).verdicts.values()]).toEqual(['bad']);
  });

  test('is refused as unreadable, whatever the file', async () => {
    const whole = await anArchive();
    for (const file of [
      new Blob([]),
      new Blob(['PK']),
      new Blob(['x'.repeat(100_000)]),
      whole.slice(0, whole.size - 30)
    ])
      expect(await codeOf(file)).toBe('archive.zip');
  });
});
