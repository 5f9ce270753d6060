/** Templates: named drafts from which a new form is filled. Quantities, dates and remarks are left out, as in a copy. */
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import { fieldOf, type FormField } from '#lib/domain/authorization/form-fields.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import { importMonthsOf } from '#lib/domain/authorization/judge-terms.ts';
import { withoutQuantity } from '#lib/domain/authorization/new-form.ts';
import { addMonths } from '#lib/domain/calendar-date.ts';
import { tidyText, type Draft, type DraftFields } from '#lib/domain/draft/draft.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
import { store } from '#lib/store/store.svelte.ts';

export const MAX_TEMPLATE_NAME = 80;

const SAID_ANEW: readonly FormField[] = [
  'validFrom',
  'validUntil',
  'despatchedOn',
  'remarks',
  'exceeding',
  'exceedingReason',
  'specialPersonName',
  'specialPersonDecision',
  'prepared',
  'batch'
];

/** Forms that answer another document begin with that document. */
export function canBeTemplate(kind: AuthorizationKind, form: DraftFields): boolean {
  const answers: readonly FormField[] = [
    'paper',
    'replaces',
    'importAct',
    'emergency',
    'corrects',
    'ownPaper'
  ];
  return kind !== 'export-authorization' && answers.every((name) => fieldOf(form, name) === '');
}

export function saveTemplate(
  kind: AuthorizationKind,
  { fields, lines }: DraftFields,
  typedName: string
): Promise<Result<DraftId>> {
  const template = tidyText(typedName);
  if (template === '') return Promise.resolve(refuse({ code: 'template.name.missing', path: 'name' }));
  const kept = Object.entries(fields).filter(([name]) => !(SAID_ANEW as readonly string[]).includes(name));
  const words = { fields: { ...Object.fromEntries(kept), template }, lines: lines.map(withoutQuantity) };
  const same = store
    .templates()
    .find((one) => one.kind === kind && foldText(fieldOf(one, 'template')) === foldText(template));
  return saveNewDraft(kind, words, same?._id);
}

export function wordsOfTemplate(
  { kind, fields, lines }: Pick<Draft, 'kind' | 'fields' | 'lines'>,
  { today, settings, country }: JudgeContext
): DraftFields {
  const { template: _name, ...kept } = fields;
  const months = importMonthsOf(settingsOf(settings, country), kept['transport'] ?? '');
  const period = { validFrom: today, validUntil: addMonths(today, months) };
  return { fields: { ...kept, ...(kind === 'import-authorization' ? period : {}) }, lines };
}
