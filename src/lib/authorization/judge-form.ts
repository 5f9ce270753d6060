import type { ActOf } from '#lib/domain/act/body.ts';
import {
  toCountrySettings,
  type CountrySettings,
  type SettingsByCountry
} from '#lib/domain/authorization/country-settings.ts';
import type { ExportContext, JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import {
  judgeDeclaration,
  type DeclarationParticulars
} from '#lib/domain/authorization/judge-declaration.ts';
import { judgeExport, type ExportParticulars } from '#lib/domain/authorization/judge-export.ts';
import {
  judgeImport,
  type ImportParticulars,
  type Judgement
} from '#lib/domain/authorization/judge-import.ts';
import { isPaperForm } from '#lib/domain/authorization/form-fields.ts';
import { judgePaperForm, type PaperParticulars } from '#lib/domain/authorization/judge-paper-form.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { readRest } from '#lib/domain/dossier/import-use.ts';
import { standingObjection } from '#lib/domain/dossier/open-question.ts';
import { isSuspended } from '#lib/domain/dossier/stops.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';

export type FormJudgement =
  | Judgement<ImportParticulars>
  | Judgement<ExportParticulars>
  | Judgement<DeclarationParticulars>
  | Judgement<PaperParticulars>;

export type DirectoryEntry = NonNullable<CountrySettings['authority']>;

/** The country's own setting takes precedence over the directory. */
export function countrySettings(setting: unknown, directory: DirectoryEntry | null): CountrySettings {
  const own = toCountrySettings(setting);
  if (own.authority || !directory) return own;
  const { name, address, legalBasis } = directory;
  return { ...own, authority: { name, address, ...(legalBasis ? { legalBasis } : {}) } };
}

export function judgeContext(
  country: CountryCode,
  today: CalendarDate,
  settings: CountrySettings,
  edition: EditionIndex
): JudgeContext {
  const byCountry: SettingsByCountry = { [country]: settings };
  return { country, today, edition, settings: byCountry };
}

/** Adds the dossier's data if the import authorization is in the system; the new act cancels `replaced`, or corrects `corrected`. */
export function exportContext(
  context: JudgeContext,
  importAct: ActOf<'import-authorization'> | null,
  dossier: Dossier | null,
  replaced = '',
  corrected = ''
): ExportContext {
  if (!importAct || !dossier) return { ...context, importAct };
  return {
    ...context,
    importAct,
    importCancelled: dossier.status === 'cancelled',
    importSuspended: isSuspended(dossier, importAct._id),
    importObjected: standingObjection(dossier, importAct._id) !== null,
    ...readRest(dossier, replaced, corrected)
  };
}

const JUDGES: Readonly<
  Record<AuthorizationKind, (words: DraftFields, context: ExportContext) => FormJudgement>
> = {
  'import-authorization': judgeImport,
  'export-authorization': judgeExport,
  'export-declaration': judgeDeclaration
};

export function judgeForm(
  kind: AuthorizationKind,
  words: DraftFields,
  context: ExportContext
): FormJudgement {
  if (isPaperForm(words)) return judgePaperForm(kind, words, context);
  return JUDGES[kind](words, context);
}

const PRESET: readonly string[] = ['unit', 'perUnit', 'strengthUnit'];

/** Drops empty lines except the first, so that its boxes can be required. */
export function withoutEmptyLines(words: DraftFields): DraftFields {
  const filled = words.lines.filter((line) =>
    Object.entries(line.fields).some(([name, text]) => text.trim() !== '' && !PRESET.includes(name))
  );
  return { fields: words.fields, lines: filled.length > 0 ? filled : words.lines.slice(0, 1) };
}

/** Draft lines that cannot be parsed, as typed: the sheet has no place for them. */
export function listHalfTyped(words: DraftFields, judgement: FormJudgement): readonly string[] {
  return words.lines.flatMap(({ fields }, index) => {
    const computed = judgement.lines[index];
    if (computed?.line) return [];
    const { substance = '', preparation = '', quantity = '', unit = '' } = fields;
    const amount = quantity && [quantity, unit].filter(Boolean).join(' ');
    const text = [computed?.substance?.name ?? substance, preparation, amount].filter(Boolean).join(' · ');
    return text === '' ? [] : [text];
  });
}
