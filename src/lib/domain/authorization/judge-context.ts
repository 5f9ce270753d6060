/** What the rules need to know beside the form, and the notebook they write into. */
import type { ActOf } from '../act/body.ts';
import type { Rest } from '../dossier/import-use.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { AuthorizedHistory } from './authorized-history.ts';
import type { Problem } from '../result.ts';
import { findSubstance, type Convention, type EditionIndex } from '../goods/substance.ts';
import type { CountriesByName } from './address-country.ts';
import type { SettingsByCountry } from './country-settings.ts';
import { fieldOf, lineFieldOf, type FormField } from './form-fields.ts';
import { toProblem, type ProblemCode } from '../act/problem-codes.ts';
import { cleanText, findTextProblem } from '../act/typed-text.ts';

export type IssuedAuthorization = ActOf<'import-authorization'> | ActOf<'export-authorization'>;

export interface JudgeContext {
  readonly today: CalendarDate;
  readonly edition: EditionIndex;
  /** The authority that judges and will issue. */
  readonly country: CountryCode;
  readonly settings: SettingsByCountry;
  /** The history of this authority with this kind of authorization; absent where nobody is there to be asked. */
  readonly history?: AuthorizedHistory;
  /** What this authority has issued today of this kind and not cancelled; absent where nobody is there to be asked. */
  readonly issuedToday?: readonly IssuedAuthorization[];
  /** By what names countries are called in addresses; absent as long as they are not loaded. */
  readonly countryNames?: CountriesByName;
}

/** 1971 art. 13(2): a Party has prohibited the import of this substance. */
interface Prohibition {
  readonly country: CountryCode;
  readonly substance: string;
  readonly since: CalendarDate;
}

export interface ExportContext extends JudgeContext {
  /** The import authorization, where it is in the system; else its particulars are typed from paper. */
  readonly importAct?: ActOf<'import-authorization'> | null;
  readonly importCancelled?: boolean;
  /** Numbers of the import authorizations here, as they are matched, of every country whose acts arrive here. */
  readonly recorded?: Readonly<Record<string, ReadonlySet<string>>>;
  /** Export authorizations that take a consignment of it already. */
  readonly consignmentsUsed?: number;
  /** What is left of each line of the import authorization, by its number; all of it where not given. */
  readonly remaining?: Readonly<Record<number, Rest>>;
  /** Absent as long as no list of them was received: then nothing is known, and that is said. */
  readonly prohibitions?: readonly Prohibition[];
}

export class Findings {
  readonly problems: Problem[] = [];

  constructor(readonly convention: Convention) {}

  add(code: ProblemCode, path: string, values?: Problem['values'], convention = this.convention): void {
    this.problems.push(toProblem(code, path, convention, values));
  }

  /** Problems of parsers get weight and article here; their codes are in the table like all others. */
  addParsed(problems: readonly Problem[], convention = this.convention): void {
    for (const one of problems) this.add(one.code as ProblemCode, one.path ?? '', one.values, convention);
  }

  get isReady(): boolean {
    return this.problems.every((problem) => problem.weight === 'notice');
  }
}

/** A consignment with any narcotic drug is judged by the 1961 articles, as is an empty form. */
export function conventionOf(form: DraftFields, edition: EditionIndex): Convention {
  const conventions = form.lines
    .map((line) => findSubstance(lineFieldOf(line, 'substance'), edition)?.convention)
    .filter((convention) => convention !== undefined);
  return conventions.length > 0 && conventions.every((convention) => convention === 1971) ? 1971 : 1961;
}

/** Clean text of a box, `''` where empty; what the act does not allow is refused. */
export function readText(
  form: DraftFields,
  name: FormField,
  findings: Findings,
  most: number,
  multiline = false
): string {
  const text = cleanText(fieldOf(form, name), multiline);
  const found = findTextProblem(text, most, multiline);
  if (found) findings.add(found.code, name, found.values);
  return text;
}
