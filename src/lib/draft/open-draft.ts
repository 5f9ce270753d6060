import type { DraftFields, DraftKind } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { store } from '#lib/store/store.svelte.ts';
import { DraftForm, type DraftDeps } from './draft-form.svelte.ts';

export function openDraftForm<K extends DraftKind, F extends string, L extends string = string>(
  kind: K,
  id: DraftId,
  words: Partial<DraftFields>
): DraftForm<K, F, L> {
  return new DraftForm<K, F, L>({ id, kind, stored: store.draftOf(kind, id), words }, draftDeps());
}

export async function saveNewDraft(
  kind: DraftKind,
  { fields = {}, lines = [] }: Partial<DraftFields>,
  id = store.newDraftId()
): Promise<Result<DraftId>> {
  const { save, now, person: updatedBy, device } = draftDeps();
  const saved = await save({ _id: id, schema: 1, kind, fields, lines, updatedAt: now(), updatedBy, device });
  return saved.ok ? accept(id) : saved;
}

function draftDeps(): DraftDeps<DraftKind> {
  return {
    save: (draft) => store.saveDraft(draft),
    now: () => new Date().toISOString() as Instant,
    person: store.person?.id ?? '',
    device: store.device?.keyId ?? ('' as KeyId)
  };
}
