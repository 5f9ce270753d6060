/** Anyone can supply such a file; `unsent-work` decides what is trusted. */
import { createVault, openVault, type VaultRecord } from '#lib/crypto/vault.ts';
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { open, seal } from '#lib/crypto/seal.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { listUnsent, readLeaves, takeWork, type Desk, type Leaf, type TakenIn } from './unsent-work.ts';

export interface UnsentFile {
  readonly name: string;
  readonly text: string;
  readonly count: number;
  /** Only these are safe to remove here. */
  readonly leaves: readonly Leaf[];
}

interface Head {
  readonly kind: typeof KIND;
  readonly version: 1;
  readonly authority: string;
  readonly savedAt: string;
}

const KIND = 'i2es-unsent';
/** Bytes; a year's work of an office is a few million, and a large scan is nine. */
const MAX_BYTES = 256 * 1024 * 1024;

export async function writeUnsentFile(store: Desk, passphrase: string): Promise<Result<UnsentFile>> {
  const { id, name, authority } = store.person;
  const problems = judgePassphrase(passphrase, [id, name]);
  if (problems.length > 0) return refuse(...problems);
  const leaves = await listUnsent(store);
  if (leaves.length === 0) return refuse({ code: 'unsent.none' });
  const head: Head = { kind: KIND, version: 1, authority, savedAt: store.now() };
  const { record, vault } = await createVault(passphrase);
  const sealed = await seal(vault, boundText(head), await readLeaves(store, leaves));
  return accept({
    name: `${authority.toLowerCase()}-${head.savedAt.slice(0, 10)}.i2es`,
    text: `${JSON.stringify({ ...head, vault: record, sealed })}\n`,
    count: leaves.length,
    leaves
  });
}

/** Refuses a file of another authority, an altered one, or another passphrase. */
export async function takeUnsentFile(store: Desk, given: Blob, passphrase: string): Promise<Result<TakenIn>> {
  if (given.size > MAX_BYTES) return refuse({ code: 'unsent.file.malformed' });
  const file = readFile(await given.text());
  if (!file) return refuse({ code: 'unsent.file.malformed' });
  const { authority } = store.person;
  if (file.authority !== authority)
    return refuse({ code: 'unsent.file.foreign', values: { authority: file.authority } });
  const vault = await openVault(file.vault, passphrase);
  if (!vault.ok) return refuse(...vault.problems.map(toFileProblem));
  const opened = await open(vault.value, boundText(file), file.sealed);
  return opened.ok ? takeWork(store, opened.value) : refuse({ code: 'unsent.file.malformed' });
}

/** The file has a passphrase of its own. */
function toFileProblem(problem: Problem): Problem {
  return problem.code === 'vault.passphrase.wrong' ? { code: 'unsent.passphrase.wrong' } : problem;
}

function readFile(text: string): (Head & { readonly vault: VaultRecord; readonly sealed: string }) | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlainObject(value) || value['kind'] !== KIND || value['version'] !== 1) return null;
  const { authority, savedAt, vault, sealed } = value;
  const isWhole = typeof authority === 'string' && typeof savedAt === 'string' && typeof sealed === 'string';
  if (!isWhole || !isPlainObject(vault)) return null;
  return { kind: KIND, version: 1, authority, savedAt, sealed, vault: readVault(vault) };
}

function readVault({ version, iterations, salt, wrappedKey }: Record<string, unknown>): VaultRecord {
  return { version, iterations, salt, wrappedKey } as VaultRecord;
}

/** Bound into the cipher: no plain field of the file can be replaced. */
function boundText({ kind, version, authority, savedAt }: Head): string {
  return `${kind} ${version} ${authority} ${savedAt}`;
}
