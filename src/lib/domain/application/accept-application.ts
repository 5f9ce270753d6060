/** An accepted application becomes a draft of the authority: the company's boxes over a new form. */
import type { ActOf } from '../act/body.ts';
import { normalizeNumber } from '../act/dossier-key.ts';
import { fieldOf, lineFieldOf } from '../authorization/form-fields.ts';
import type { ExportContext } from '../authorization/judge-context.ts';
import { draftFromImport, newImportForm, withoutGaps } from '../authorization/new-form.ts';
import type { DraftFields, DraftLine, Typed } from '../draft/draft.ts';
import type { Submission } from './application.ts';

type ImportAct = ActOf<'import-authorization'>;

/** An import authorization says these itself; the goods cannot leave under other ones (1961 art. 31(5)). */
// prettier-ignore
const SAID_BY_IMPORT = [
  'number', 'issuedOn', 'importingCountry', 'purpose', 'consignments',
  'importerName', 'importerAddress', 'importerCountry', 'importerLicence',
  'bonded', 'bondedName', 'bondedAddress', 'bondedLicence'
] as const;

/** `importAct`: of an export, the import authorization that the company names. */
export function acceptedForm(
  { of, form }: Pick<Submission, 'of' | 'form'>,
  context: ExportContext,
  importAct: ImportAct | null
): DraftFields {
  // A last day that has passed while the application waited is no suggestion any more.
  const isPast = fieldOf(form, 'validUntil') < context.today;
  const typed = without(withoutGaps(form.fields), isPast ? ['validUntil'] : []);
  if (of === 'import-authorization')
    return {
      fields: { ...newImportForm(context).fields, ...without(typed, ['number', 'issuedOn']) },
      lines: form.lines
    };
  if (!importAct) return { fields: typed, lines: form.lines };
  const { fields } = draftFromImport(importAct, context);
  return {
    fields: { ...fields, ...without(typed, SAID_BY_IMPORT) },
    lines: form.lines.map((line) => toExportLine(line, importAct))
  };
}

/** The only line of the import authorization with the same goods. */
function toExportLine(line: DraftLine, { body }: ImportAct): DraftLine {
  const same = body.lines.filter(({ substance }) => substance === lineFieldOf(line, 'substance'));
  const exact = same.filter(({ form }) => form === lineFieldOf(line, 'form'));
  const [found, ...others] = exact.length > 0 ? exact : same;
  if (!found || others.length > 0) return line;
  return { key: line.key, fields: { ...line.fields, importLine: String(found.no) } };
}

function without(typed: Typed, names: readonly string[]): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => names.indexOf(name) < 0));
}

/** Null if none of them has that number and was issued by that country. */
export function importNamedBy(form: DraftFields, acts: readonly ImportAct[]): ImportAct | null {
  const plain = (number: string): string => normalizeNumber(number.replace(/[^\p{L}\p{N}]+/gu, ''));
  const [number, issuer] = [plain(fieldOf(form, 'number')), fieldOf(form, 'importingCountry')];
  if (number === '') return null;
  return acts.filter(({ body }) => body.issuer === issuer && plain(body.number) === number)[0] ?? null;
}
