/** Two versions of one draft, merged. Loads when there are two. */
import { parseDraft, type AnyDraft } from '#lib/domain/draft/draft.ts';
import { mergeDrafts, type DraftConflict, type MergedDraft } from '#lib/domain/draft/merge-drafts.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import { historyOf, type SealedDatabase } from '../disk/sealed-database.ts';

export type DraftChoices = Readonly<Record<string, 'mine' | 'theirs'>>;

/** Null if one of them cannot be read. */
export async function mergeLeaves(
  db: SealedDatabase,
  id: DraftId,
  [winning, other]: readonly [string, string]
): Promise<MergedDraft | null> {
  const mine = toDraft(await db.get(id, winning));
  const theirs = toDraft(await db.get(id, other));
  if (!mine || !theirs) return null;
  return mergeDrafts(await commonBase(db, id, [winning, other]), mine, theirs);
}

async function commonBase(
  db: SealedDatabase,
  id: DraftId,
  revs: readonly [string, string]
): Promise<AnyDraft | null> {
  const [left, right] = await Promise.all(revs.map((rev) => historyOf(db, id, rev)));
  const common = left?.find((rev) => right?.includes(rev));
  return common === undefined ? null : toDraft(await db.get(id, common));
}

export function chosenOf({ draft, conflicts }: MergedDraft, choices: DraftChoices): AnyDraft {
  return conflicts.reduce((one, conflict) => choose(one, conflict, choices), draft);
}

function toDraft(document: StoredDocument | null): AnyDraft | null {
  const parsed = document ? parseDraft(document) : null;
  return parsed?.ok ? parsed.value : null;
}

/** `importerName` or `lines.<key>.quantity` or `lines.<key>`. */
function choose(draft: AnyDraft, { path, mine, theirs }: DraftConflict, choices: DraftChoices): AnyDraft {
  const text = choices[path] === 'mine' ? mine : theirs;
  const [head, key, field] = path.split('.');
  if (head !== 'lines' || key === undefined) return { ...draft, fields: { ...draft.fields, [path]: text } };
  if (field === undefined && text === '')
    return { ...draft, lines: draft.lines.filter((line) => line.key !== key) };
  const fieldsOf = (before: AnyDraft['fields']): AnyDraft['fields'] =>
    field === undefined ? (JSON.parse(text) as AnyDraft['fields']) : { ...before, [field]: text };
  const lines = draft.lines.map((line) => (line.key === key ? { key, fields: fieldsOf(line.fields) } : line));
  return { ...draft, lines };
}
