import type { Database } from '#couch/engine/engine.ts';
import type { SlicedTask } from '#couch/base/sliced-task.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { PRINT_CODE_PREFIX } from '#lib/domain/print-code/print-code.ts';
import { isActDocument } from '#lib/domain/door/blocks.ts';
import type { Amount } from '#lib/domain/door/room.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { INVITATION_PREFIX } from '#lib/domain/reply-file/invitation-id.ts';
import { RETURN_PREFIX } from '#lib/domain/returns/return-id.ts';

const PAGE = 500;
/** People's documents other than acts; the server's notes do not count. */
const WRITTEN_BY_PEOPLE = [
  'draft:',
  'company:',
  'setting:',
  'contact:',
  PRINT_CODE_PREFIX,
  INVITATION_PREFIX,
  RETURN_PREFIX
];

export interface HeldSizes {
  replacedBy(document: object): number | null;
}

interface Held {
  readonly rev: string;
  readonly bytes: number;
}

export function sizeOf(document: object): number {
  const { _revisions: _history, ...content } = document as Record<string, unknown>;
  return Buffer.byteLength(JSON.stringify(content));
}

/** Mutable documents only: an act replaces nothing. */
export async function readHeldSizes(database: Database, documents: readonly object[]): Promise<HeldSizes> {
  const ids = new Set(documents.filter((one) => !isActDocument(one)).map(idOf));
  const held = new Map<string, Held>();
  if (ids.size > 0) {
    const { rows } = await database.allDocs({ keys: [...ids], include_docs: true });
    for (const row of rows)
      if ('doc' in row && row.doc) held.set(row.id, { rev: row.value.rev, bytes: sizeOf(row.doc) });
  }
  return {
    replacedBy: (document) => {
      const one = held.get(idOf(document));
      return one && follows(document, one.rev) ? one.bytes : null;
    }
  };
}

export async function countStored(
  database: Database,
  authority: AuthorityCode,
  work: Pick<SlicedTask, 'yieldWhenDue'>
): Promise<Amount> {
  let [bytes, documents] = [0, 0];
  for (let startkey = ''; ;) {
    const { rows } = await database.allDocs({ startkey, limit: PAGE, include_docs: true });
    for (const { id, doc } of rows) {
      if (!doc || !isWrittenBy(authority, id)) continue;
      bytes += sizeOf(doc);
      documents++;
    }
    await work.yieldWhenDue();
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return { bytes, documents };
    startkey = `${last.id}\u0000`;
  }
}

function isWrittenBy(authority: AuthorityCode, id: string): boolean {
  if (id.startsWith('act:')) return parseActId(id)?.issuer === authority;
  return WRITTEN_BY_PEOPLE.some((prefix) => id.startsWith(prefix));
}

/** A concurrent version counts as one more. */
function follows(document: object, rev: string): boolean {
  const { _revisions } = document as { readonly _revisions?: { start: number; ids: readonly string[] } };
  const [generation = '', hash = ''] = rev.split('-');
  return _revisions?.ids[_revisions.start - Number(generation)] === hash;
}

function idOf(document: object): string {
  return (document as { readonly _id: string })._id;
}
