/** A country's archive, checked before anything is written: every hash, every signed document, the server's signature. */
import { open } from 'node:fs/promises';
import { StartError } from '#couch/base/command.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { openArchive, type Archive } from '#lib/crypto/archive.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import { parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import {
  ACTIVITY_LOG,
  filePath,
  KEY_ACTS,
  NAMED_ACTS,
  OWN_DOCUMENTS,
  SCAN_RECORDS,
  type ArchiveManifest
} from '#lib/domain/exchange/archive-manifest.ts';
import { authorityToDatabase, countryToFiles, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import { countPieces, PIECE_BYTES } from '#lib/domain/file/pieces.ts';
import { piecesOf, readStoredScan, scanId } from '#lib/domain/file/scan.ts';
import { isOlderVersion } from '#lib/domain/program-version.ts';
import type { Problem, Result } from '#lib/domain/result.ts';

export interface CheckedArchive {
  readonly manifest: ArchiveManifest;
  /** Verified, and those whose key is not in the archive. */
  readonly verdicts: Readonly<Record<'good' | 'other', number>>;
  readonly isSigned: boolean;
  /** Their signature is wrong, or its signer had no right to it: not restored. */
  readonly bad: ReadonlySet<string>;
  /** `isNew`: the database gives the revisions. */
  portions(): AsyncGenerator<{
    readonly name: string;
    readonly documents: readonly object[];
    readonly isNew?: true;
  }>;
  close(): Promise<void>;
}

const SENTENCES: Readonly<Record<string, string>> = {
  'archive.zip': 'is not a whole ZIP file: it is cut short or damaged',
  'archive.manifest': 'has no manifest that this version of I2ES can read',
  'archive.entry.missing': 'lacks a file that its manifest names',
  'archive.entry.changed': 'has a file that is not what the manifest says: it was changed or damaged',
  'archive.entry.added': 'has a file that its manifest does not name',
  'archive.entry.unreadable': 'has a file with a line that cannot be read'
};

export async function checkArchive(file: string): Promise<CheckedArchive> {
  const handle = await open(file);
  const read = async (from: number, to: number): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = new Uint8Array(to - from);
    await handle.read(bytes, 0, bytes.length, from);
    return bytes;
  };
  const valueOf = <T>(result: Result<T>): T => {
    if (result.ok) return result.value;
    const { code, path } = result.problems[0] as Problem;
    throw new StartError(
      `Not restored: ${file} ${SENTENCES[code] ?? code}${path === undefined ? '' : ` (${path})`}. Take another copy of the archive.`
    );
  };
  try {
    const archive = valueOf(await openArchive({ size: (await handle.stat()).size, read }));
    const { version } = archive.manifest;
    if (isOlderVersion(PROGRAM_VERSION, version))
      throw new StartError(
        `I2ES ${version} made ${file}, and this is I2ES ${PROGRAM_VERSION}, which is older. Restore it with I2ES ${version} or newer.`
      );
    valueOf(archive.judgeEntries());
    for (const { path } of archive.manifest.entries) valueOf(await archive.read(path));
    const judged = await judgeActs(archive, file, valueOf);
    return {
      ...judged,
      manifest: archive.manifest,
      close: () => handle.close(),
      portions: () => portionsOf(archive, judged.bad, valueOf)
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

type ValueOf = <T>(result: Result<T>) => T;

async function judgeActs(
  archive: Archive,
  file: string,
  valueOf: ValueOf
): Promise<Pick<CheckedArchive, 'verdicts' | 'isSigned' | 'bad'>> {
  const keyring = valueOf(await archive.keyring());
  const signed = await archive.judgeManifest(keyring);
  if (signed === 'changed')
    throw new StartError(`Not restored: the manifest of ${file} was changed after the server signed it.`);
  const verdicts = { good: 0, other: 0 };
  const bad = new Set<string>();
  const isOfCountry = new Set(archive.actsPaths);
  for (const path of [...isOfCountry, KEY_ACTS, NAMED_ACTS]) {
    const acts = valueOf(await archive.lines(path));
    for (const act of acts) {
      const parsed = parseCarriedAct(act, nativeSha256);
      if (!parsed.ok)
        throw new StartError(
          `Not restored: ${String(act['_id']).slice(0, 120)} in ${path} of ${file} is altered (${parsed.problems[0]?.code}).`
        );
    }
    const found = await verifyActs(acts, keyring);
    for (const [at, one] of found.entries()) {
      if (isOfCountry.has(path)) verdicts[one.verdict === 'good' ? 'good' : 'other']++;
      if (one.verdict === 'bad') bad.add(String(acts[at]?.['_id']));
    }
  }
  return { verdicts, bad, isSigned: signed === 'signed' };
}

async function* portionsOf(
  archive: Archive,
  bad: ReadonlySet<string>,
  valueOf: ValueOf
): ReturnType<CheckedArchive['portions']> {
  const { country } = archive.manifest;
  const name = authorityToDatabase(country) ?? '';
  const linesOf = async (path: string): Promise<readonly Record<string, unknown>[]> =>
    valueOf(await archive.lines(path)).filter(({ _id }) => !bad.has(String(_id)));
  for (const path of [...archive.actsPaths, OWN_DOCUMENTS]) yield { name, documents: await linesOf(path) };
  for (const path of [KEY_ACTS, NAMED_ACTS])
    yield { name: REFERENCE_DATABASE, documents: await linesOf(path) };
  for (const record of valueOf(await archive.lines(SCAN_RECORDS))) {
    const scan = readStoredScan(record);
    const sha256 = String(record['_id']).slice(scanId('').length);
    if (scan === null)
      throw new StartError(`Not restored: ${SCAN_RECORDS} names a file that cannot be read.`);
    const bytes = valueOf(await archive.read(filePath(sha256, scan.type)));
    const { type, size, by, startedAt: takenAt } = scan;
    const pieces = Array.from({ length: countPieces(bytes.length) }, (_, number) => ({
      _id: `${piecesOf(sha256)}${number}`,
      schema: 1,
      type,
      size,
      by,
      takenAt,
      data: bytesToBase64url(bytes.subarray(number * PIECE_BYTES, (number + 1) * PIECE_BYTES))
    }));
    yield { name: countryToFiles(country), documents: [...pieces, record], isNew: true };
  }
  const log = valueOf(await archive.lines(ACTIVITY_LOG));
  const documents = log.map(({ id, ...entry }) => ({
    _id: `audit:${country}:${String(id)}`,
    schema: 1,
    ...entry
  }));
  yield { name: 'accounts', documents, isNew: true };
}
