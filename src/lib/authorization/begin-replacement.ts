/** Starts a draft from an issued or refused authorization. The old one stays valid until the new one is issued. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
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

function saveWords(
  kind: AuthorizationAct['body']['kind'],
  wordsIn: (context: JudgeContext) => DraftFields
): Promise<Result<DraftId>> {
  const context = readExportContext(store.person?.authority as CountryCode, null);
  return saveNewDraft(kind, wordsIn(context));
}
