/** Data that the rules need besides the form, and the collector of their findings. */
import type { ActOf, AuthorizationAct } from '../act/body.ts';
import type { Rest } from '../dossier/import-use.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { ActId, CalendarDate, CountryCode } from '../ids.ts';
import type { AuthorizedHistory } from './authorized-history.ts';
import type { Problem } from '../result.ts';
import type { Prohibition } from '../goods/prohibition.ts';
import {
  groundOf,
  type Ground,
  findSubstance,
  type Convention,
  type EditionIndex
} from '../goods/substance.ts';
import type { CountriesByName } from './address-country.ts';
import { settingsOf, type SettingsByCountry } from './country-settings.ts';
import { fieldOf, lineFieldOf, type FormField } from './form-fields.ts';
import type { CompanyBook } from '../company/company-book.ts';
import type { Estimates } from '../balance/judge-balance.ts';
import { editionWith, settingsByPractice, type PracticeAct } from './practice-in-force.ts';
import { toProblem, type ProblemCode } from '../act/problem-codes.ts';
import { cleanText, findTextProblem } from '../act/typed-text.ts';

export interface JudgeContext {
  readonly today: CalendarDate;
  readonly edition: EditionIndex;
  readonly country: CountryCode;
  readonly settings: SettingsByCountry;
  /** National practices in force, of this country and of the partner. */
  readonly practices?: readonly PracticeAct[];
  /** This authority's history for this kind; absent if no person can be asked. */
  readonly history?: AuthorizedHistory;
  readonly issuedToday?: readonly AuthorizationAct[];
  /** Country names in addresses; absent until loaded. */
  readonly countryNames?: CountriesByName;
  readonly balance?: Estimates;
  /** The register of companies; absent where nothing is issued. */
  readonly companies?: CompanyBook;
  /** Absent until a list arrives; the form of an export then says that prohibitions are unknown. */
  readonly prohibitions?: readonly Prohibition[];
}

/** The form's rules by the national practices of this country and of the partner. */
export function withPractices<C extends JudgeContext>(context: C, practices: readonly PracticeAct[]): C {
  const settings = Object.fromEntries(
    practices.map((one): [string, SettingsByCountry[CountryCode]] => {
      const { issuer } = one.body;
      const own = issuer === context.country ? settingsOf(context.settings, context.country) : {};
      return [issuer, { ...own, ...settingsByPractice(one) }];
    })
  );
  return {
    ...context,
    edition: editionWith(context.edition, practices),
    settings: { ...context.settings, ...settings },
    practices
  };
}

/** Names the practices that the particulars were judged by. */
export function practicesOf(
  { practices = [], country }: JudgeContext,
  partner: CountryCode
): { readonly practices?: readonly ActId[] } {
  const used = practices.filter(({ body: { issuer } }) => issuer === country || issuer === partner);
  return used.length === 0 ? {} : { practices: used.map(({ _id }) => _id) };
}

export interface ExportContext extends JudgeContext {
  /** Null or absent for an emergency export. */
  readonly importAct?: ActOf<'import-authorization'> | null;
  readonly importCancelled?: boolean;
  readonly importSuspended?: boolean;
  /** This authority's own objection to the import authorization is open. */
  readonly importObjected?: boolean;
  readonly consignmentsUsed?: number;
  /** This authority's own paper, as the partner recorded it: the form issues it again (`dossier/paper-twins.ts`). */
  readonly ownPaper?: ActOf<'export-authorization'>;
  /** Rest of each import line by number; the whole line if absent. */
  readonly remaining?: Readonly<Record<number, Rest>>;
  /** Special import licences of the importing authority for the cited import authorization. */
  readonly licences?: readonly ActOf<'special-import-licence'>[];
}

export class Findings {
  readonly problems: Problem[] = [];

  constructor(readonly ground: Ground) {}

  get convention(): Convention {
    return this.ground === 1961 ? 1961 : 1971;
  }

  add(code: ProblemCode, path: string, values?: Problem['values'], ground = this.ground): void {
    this.problems.push(toProblem(code, path, ground, values));
  }

  /** Adds weight and article to a parser's problems from the table of codes. */
  addParsed(problems: readonly Problem[]): void {
    for (const one of problems) this.add(one.code as ProblemCode, one.path ?? '', one.values);
  }

  get isReady(): boolean {
    return this.problems.every((problem) => problem.weight === 'notice');
  }
}

/** Any narcotic drug, and an empty form, use the 1961 articles. */
export function groundOfForm(form: DraftFields, edition: EditionIndex): Ground {
  const substances = form.lines.map((line) => findSubstance(lineFieldOf(line, 'substance'), edition));
  return groundOf(substances.filter((substance) => substance !== null));
}

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
