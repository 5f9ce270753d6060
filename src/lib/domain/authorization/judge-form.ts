/** The judgement of what was typed in any form, and the context that its rules need: on a device, and at the server for a national system. */
import type { ActOf } from '../act/body.ts';
import { toCountrySettings, type CountrySettings, type SettingsByCountry } from './country-settings.ts';
import type { ExportContext, JudgeContext } from './judge-context.ts';
import { judgeDeclaration, type DeclarationParticulars } from './judge-declaration.ts';
import { judgeExport, type ExportParticulars } from './judge-export.ts';
import { judgeImport, type ImportParticulars, type Judgement } from './judge-import.ts';
import { isPaperForm } from './form-fields.ts';
import { judgePaperForm, type PaperParticulars } from './judge-paper-form.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { readRest } from '../dossier/import-use.ts';
import { standingObjection } from '../dossier/open-question.ts';
import { isSuspended } from '../dossier/stops.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { EntryOf } from '../lists/in-force.ts';

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

/** The first office in INCB's directory; before one is published, the country's entry from its registration. */
export function directoryEntryOf(
  country: string,
  registered: readonly ActOf<'authority'>[],
  offices: readonly EntryOf<'directory'>[]
): DirectoryEntry | null {
  const latest = registered
    .filter(({ body }) => body.authority === country)
    .reduce<ActOf<'authority'> | null>((one, act) => (one && one.body.at > act.body.at ? one : act), null);
  const office = offices.find((one) => one.country === country);
  return office ? { ...latest?.body, ...office } : (latest?.body ?? null);
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
