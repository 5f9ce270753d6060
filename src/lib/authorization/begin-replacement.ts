/** Starts a draft from an issued or refused authorization. The old one stays valid until the new one is issued. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { store } from '#lib/store/store.svelte.ts';
import { readExportContext } from './read-context.ts';
import { formFromAct, wordsOfAct } from './replacement-form.ts';

type AuthorizationAct = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

export function beginReplacement(of: AuthorizationAct, reason: string): Promise<Result<DraftId>> {
  return saveWords(of.body.kind, (context) => formFromAct(of, context, reason));
}

/** A refused authorization was never in force, so the new one replaces nothing and has its own number. */
export function beginAnew(of: AuthorizationAct): Promise<Result<DraftId>> {
  return saveWords(of.body.kind, (context) => wordsOfAct(of, context));
}

async function saveWords(
  kind: AuthorizationAct['body']['kind'],
  wordsIn: (context: JudgeContext) => DraftFields
): Promise<Result<DraftId>> {
  const context = readExportContext(store.person?.authority as CountryCode, null);
  const id = store.newDraftId();
  const saved = await store.saveDraft({
    _id: id,
    schema: 1,
    kind,
    ...wordsIn(context),
    updatedAt: new Date().toISOString() as Instant,
    updatedBy: store.person?.id ?? '',
    device: store.device?.keyId ?? ('' as KeyId)
  });
  return saved.ok ? accept(id) : saved;
}
