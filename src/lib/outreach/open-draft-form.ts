import type { DraftFields, DraftKind } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { store } from '#lib/store/store.svelte.ts';
import { DraftForm } from './draft-form.svelte.ts';

export function openDraftForm<K extends DraftKind, F extends string>(
  kind: K,
  id: DraftId,
  first: Partial<DraftFields>
): DraftForm<K, F> {
  return new DraftForm<K, F>(
    kind,
    id,
    { stored: store.draftOf(kind, id), ...first },
    {
      save: (one) => store.saveDraft(one),
      now: () => new Date().toISOString() as Instant,
      person: store.person?.id ?? '',
      device: store.device?.keyId ?? ('' as KeyId)
    }
  );
}
