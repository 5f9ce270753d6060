/** Drafts on paper, for `PaperActions`, and for a superior to read: every sheet says that it is not valid, and none has a number, a signature or a code. */
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import type { InventedMark } from '#lib/domain/act/practice.ts';
import { FORM_SETTING, toFormChoices } from '#lib/domain/authorization/form-choices.ts';
import type { IssueParticulars } from '#lib/domain/authorization/issue.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import { numberLater } from '#lib/i18n/form-words.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Print } from '#lib/pdf/print-request.ts';
import { store } from '#lib/store/store.svelte.ts';

/** More make a file that phones cannot open. */
export const MAX_PRINTED_DRAFTS = 100;

interface WholeDraft {
  readonly id: DraftId;
  readonly kind: AuthorizationKind;
  readonly content: IssueParticulars<AuthorizationKind>;
  readonly edition: EditionIndex;
}

export async function draftsPdf(drafts: readonly [WholeDraft, ...WholeDraft[]]): Promise<Print> {
  const { authorizationsPdf } = await import('#lib/pdf/authorization-pdf.ts');
  const [locale, choices] = [readLocale(), toFormChoices(store.setting(FORM_SETTING))];
  const toForm = ({ edition, ...draft }: WholeDraft) => ({
    act: asPrinted(draft),
    options: { locale, copy: 'original', mark: { kind: 'draft' }, choices, edition } as const
  });
  const [first, ...others] = drafts;
  return authorizationsPdf([toForm(first), ...others.map(toForm)], {
    title: m.form_draft_note(),
    filename: `draft-${store.today}.pdf`,
    onprinted: () => undefined,
    signal: new AbortController().signal
  });
}

/** A form is printed from an act: the members that a draft does not have yet are empty. */
function asPrinted({ id, kind, content }: Omit<WholeDraft, 'edition'>): AuthorizationAct {
  const invented = store.invented as InventedMark | false;
  const later = { number: numberLater(kind), issuedOn: '', dossier: '', at: store.now };
  const body = { ...content, ...later, kind, by: { name: '', function: '' } };
  return {
    _id: id,
    body: { ...body, ...(invented ? { demonstration: invented } : {}) },
    signature: { key: '', value: '' }
  } as unknown as AuthorizationAct;
}
