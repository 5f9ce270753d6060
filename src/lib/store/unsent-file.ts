/**
 * Work that only this computer has, as a file under a passphrase of its own: acts that are signed already and
 * drafts, each with its revision, so that what is taken in twice, or was sent meanwhile, is one (threats P8).
 */
import { createVault, openVault, type VaultRecord } from '#lib/crypto/vault.ts';
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { open, seal } from '#lib/crypto/seal.ts';
import { isPlainObject } from '#lib/domain/act/shape.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { parseDraft } from '#lib/domain/draft/draft.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { OpenStore } from './open-store.ts';
import { isOwnWrite } from './own-writes.ts';
import type { StoredDocument } from './pouch.ts';

export interface UnsentFile {
  readonly name: string;
  readonly text: string;
  readonly count: number;
}

export interface TakenIn {
  readonly acts: number;
  readonly drafts: number;
}

type Desk = Pick<OpenStore, 'records' | 'book' | 'country' | 'person' | 'now'>;

interface Head {
  readonly kind: typeof KIND;
  readonly version: 1;
  readonly authority: string;
  readonly savedAt: string;
}

const KIND = 'i2es-unsent';
const MOST_CHARACTERS = 64 * 1024 * 1024;
const LAST = '\uffff';

export async function writeUnsentFile(store: Desk, passphrase: string): Promise<Result<UnsentFile>> {
  const { id, name, authority } = store.person;
  const problems = judgePassphrase(passphrase, [id, name]);
  if (problems.length > 0) return refuse(...problems);
  const documents = await readUnsent(store);
  if (documents.length === 0) return refuse({ code: 'unsent.none' });
  const head: Head = { kind: KIND, version: 1, authority, savedAt: store.now() };
  const { record, vault } = await createVault(passphrase);
  const sealed = await seal(vault, boundText(head), documents);
  return accept({
    name: `${authority.toLowerCase()}-${head.savedAt.slice(0, 10)}.i2es`,
    text: `${JSON.stringify({ ...head, vault: record, sealed })}\n`,
    count: documents.length
  });
}

/** All of it or nothing: a file of another authority, altered, or under another passphrase is refused. */
export async function takeUnsentFile(
  store: Desk,
  text: string,
  passphrase: string
): Promise<Result<TakenIn>> {
  const file = readFile(text);
  if (!file) return refuse({ code: 'unsent.file.malformed' });
  const { authority } = store.person;
  if (file.authority !== authority)
    return refuse({ code: 'unsent.file.foreign', values: { authority: file.authority } });
  const vault = await openVault(file.vault, passphrase);
  if (!vault.ok) return vault;
  const opened = await open(vault.value, boundText(file), file.sealed);
  if (!opened.ok || !isOwnWork(opened.value, store)) return refuse({ code: 'unsent.file.malformed' });
  const documents = opened.value;
  await store.country.putRevisions(documents);
  await store.records.catchUp();
  const acts = documents.filter(({ _id }) => _id.startsWith('act:')).length;
  return accept({ acts, drafts: documents.length - acts });
}

/** What the server has not acknowledged, what it refused included; conflicting drafts with both their texts. */
async function readUnsent({ country, book, person }: Desk): Promise<StoredDocument[]> {
  const leaves: { readonly id: string; readonly rev: string }[] = [];
  for (const [start, end] of [
    ['act:', 'act:' + LAST],
    ['company:', 'draft:' + LAST],
    ['setting:', 'setting:' + LAST]
  ] as const) {
    await country.load(start, end, (page) => page.forEach(note), true);
  }
  function note({ id, rev, deleted, conflicts }: (typeof leaves)[number] & Noted): void {
    if (deleted || !isOwnWrite(id, person)) return;
    const isSent = (one: string): boolean =>
      id.startsWith('act:') ? book.isOnServer(id) : book.isSent(id, one);
    for (const one of [rev, ...conflicts]) if (!isSent(one)) leaves.push({ id, rev: one });
  }
  const found = await Promise.all(leaves.map(({ id, rev }) => country.pouch.get(id, { rev, revs: true })));
  return Promise.all(found.map((one) => country.openDocument(one)));
}

interface Noted {
  readonly deleted: boolean;
  readonly conflicts: readonly string[];
}

function readFile(text: string): (Head & { readonly vault: VaultRecord; readonly sealed: string }) | null {
  if (text.length > MOST_CHARACTERS) return null;
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
  return { kind: KIND, version: 1, authority, savedAt, sealed, vault: vault as unknown as VaultRecord };
}

/** Signed acts of one's own authority, drafts, companies and settings; each read as if it came from anywhere. */
function isOwnWork(value: unknown, { person }: Desk): value is StoredDocument[] {
  return Array.isArray(value) && value.every((one) => isPlainObject(one) && isWork(one, person));
}

function isWork(document: Record<string, unknown>, person: Desk['person']): boolean {
  const { _id, _rev, _revisions, ...inner } = document;
  if (typeof _id !== 'string' || typeof _rev !== 'string' || !isPlainObject(_revisions)) return false;
  if (!isOwnWrite(_id, person)) return false;
  if (_id.startsWith('act:')) return /^1-/.test(_rev) && parseAct({ _id, ...inner }).ok;
  return !_id.startsWith('draft:') || parseDraft(document).ok;
}

/** Bound into the cipher: nothing that stands plainly in the file can be exchanged. */
function boundText({ kind, version, authority, savedAt }: Head): string {
  return `${kind} ${version} ${authority} ${savedAt}`;
}
