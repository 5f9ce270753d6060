/**
 * A draft with the words of an authorization: in place of one that was issued, or of one that the server
 * refused. Nothing is stated by it: an old one stays valid until the new one is issued.
 */
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

/** The refused one was never in force, so nothing is replaced: what is issued has a number of its own. */
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
