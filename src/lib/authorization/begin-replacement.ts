/** A draft in place of an issued authorization. Nothing is stated by it: the old one stays valid until the new one is issued. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CountryCode, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { store } from '#lib/store/store.svelte.ts';
import { readExportContext } from './read-context.ts';
import { formFromAct } from './replacement-form.ts';

export async function beginReplacement(
  of: ActOf<'import-authorization'> | ActOf<'export-authorization'>,
  reason: string
): Promise<Result<DraftId>> {
  const context = readExportContext(store.person?.authority as CountryCode, null);
  const id = store.newDraftId();
  const saved = await store.saveDraft({
    _id: id,
    schema: 1,
    kind: of.body.kind,
    ...formFromAct(of, context, reason),
    updatedAt: new Date().toISOString() as Instant,
    updatedBy: store.person?.id ?? '',
    device: store.device?.keyId ?? ('' as KeyId)
  });
  return saved.ok ? accept(id) : saved;
}
