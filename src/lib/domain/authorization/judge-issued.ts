/**
 * Judges an issued body again, since the server cannot trust the sending program (threats P2). Confirmations ticked on
 * the form are not in the body.
 */
import type { AuthorizationBody, ExportAuthorizationBody, Factor, Line, Party } from '../act/body.ts';
import { toExportBody } from '../act/kinds/export-declaration.ts';
import { addDays, addMonths, instantToDate } from '../calendar-date.ts';
import { countryOfNational } from '../goods/national-substance.ts';
import { microgramsOf } from '../quantity.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import {
  BASE_FORM,
  designationOf,
  factorOf,
  findForm,
  findSubstance,
  type EditionIndex,
  type Substance,
  groundOf
} from '../goods/substance.ts';
import { MAX_MONTHS, MAX_MONTHS_AHEAD } from '../own-choices.ts';
import { totalOf } from './line-fields.ts';
import {
  editionWith,
  judgeNamed,
  monthsByPractice,
  practicesNamed,
  type PracticeAct
} from './practice-in-force.ts';
import { judgeCitedNumber } from '../act/number.ts';
import { judgeDeclared } from './judge-declaration.ts';
import { judgeTerms } from './judge-issued-terms.ts';
import { isPostBox } from './judge-parties.ts';
import { toProblem, type ProblemCode } from '../act/problem-codes.ts';
import { isBlank } from '../act/typed-text.ts';

type AuthorizingBody = Exclude<AuthorizationBody, { readonly kind: 'export-declaration' }>;

/**
 * All problems are `refused`, since nothing can be added any more. Paths point into the body. `hasTerms`: the signing
 * program had boxes for the terms of `judge-issued-terms.ts`.
 */
export function judgeIssued(
  stated: AuthorizationBody,
  listed: EditionIndex,
  practices: readonly PracticeAct[] = [],
  cited: readonly ActId[] = [],
  hasTerms = true
): readonly Problem[] {
  const misnamed = judgeNamed(stated, practices, cited);
  if (misnamed.length > 0) return misnamed;
  const body = stated.kind === 'export-declaration' ? toExportBody(stated) : stated;
  const edition = editionWith(listed, practicesNamed(body, practices));
  const substances = body.lines.map((line) => findSubstance(line.substance, edition));
  const ground = groundOf(substances);
  const problems: Problem[] = [];
  const add = (code: ProblemCode, path: string, values?: Problem['values']): void => {
    problems.push({ ...toProblem(code, `body.${path}`, ground, values), weight: 'refused' });
  };
  const { importer, bondedWarehouse } = body;
  judgeNames(body, add);
  if (hasTerms) judgeTerms(body, substances, add, listed.prohibitions);
  if (stated.kind === 'export-declaration') judgeDeclared(stated, substances, practices, listed, add);
  else judgePeriod(body, monthsByPractice(body, practices) ?? MAX_MONTHS, add);
  if (body.kind === 'export-authorization') judgeCited(body, add);
  if (isPostBox(importer.address)) add('importer.postBox', 'importer.address', { address: importer.address });
  if (bondedWarehouse && isPostBox(bondedWarehouse.address)) {
    add('bonded.postBox', 'bondedWarehouse.address', { address: bondedWarehouse.address });
  }
  body.lines.forEach((line, index) => {
    const substance = substances[index] ?? null;
    judgeLine(line, substance, edition, (code, member, values) =>
      add(code, `lines.${index}.${member}`, { line: line.no, ...values })
    );
    if (bondedWarehouse && substance?.convention === 1971 && substance.schedules.includes('I')) {
      add('bonded.scheduleOne', 'bondedWarehouse', { substance: substance.name, line: line.no });
    }
  });
  return problems;
}

export type Add = (code: ProblemCode, path: string, values?: Problem['values']) => void;

/**
 * Refuses names and addresses without content, such as "-" (1961 art. 31(4)(b)(c), (9); 1971 art. 12(1)(b), (3)(c)).
 */
function judgeNames({ authority, importer, exporter, bondedWarehouse }: AuthorizingBody, add: Add): void {
  if (isBlank(authority.name) || isBlank(authority.address)) add('authority.missing', 'authority');
  judgeParty(importer, 'importer', 'importer', add);
  judgeParty(exporter, 'exporter', 'exporter', add);
  if (bondedWarehouse) judgeParty(bondedWarehouse, 'bonded', 'bondedWarehouse', add);
}

function judgeParty(
  { name, address }: Party,
  role: 'importer' | 'exporter' | 'bonded',
  path: string,
  add: Add
): void {
  if (isBlank(name)) add(`${role}.name.missing`, `${path}.name`);
  if (isBlank(address)) add(`${role}.address.missing`, `${path}.address`);
}

/** The hard matching key (1961 art. 31(4)(c), 1971 art. 12(1)(b)): a misread number leads nowhere. */
function judgeCited({ importAuthorization, emergency }: ExportAuthorizationBody, add: Add): void {
  if (emergency && isBlank(emergency.reason)) add('export.emergency.reason.missing', 'emergency');
  if (!importAuthorization) return;
  const { number, authority } = importAuthorization;
  if (isBlank(authority)) add('importReference.authority.missing', 'importAuthorization.authority');
  const path = 'importAuthorization.number';
  for (const { values } of judgeCitedNumber(number, path))
    add('authorization.number.checkDigits', path, values);
}

/** Limits of the issuer's own practice, or else those that no country can exceed. */
function judgePeriod(
  { at, validFrom: from, validUntil: until }: AuthorizingBody,
  months: number,
  add: Add
): void {
  const dayThere = addDays(instantToDate(at), 1);
  const furthest = addMonths(dayThere, MAX_MONTHS_AHEAD);
  if (from > furthest) add('validity.tooFarAhead', 'validFrom', { from, latest: furthest });
  const latest = addMonths(from, months);
  if (until > latest) add('validity.tooLong', 'validUntil', { until, latest, months });
}

type AddToLine = (code: ProblemCode, member: string, values?: Problem['values']) => void;

/**
 * An unknown edition is a later one, so substances and factors cannot be compared with it. A national substance is
 * compared with the practice that lists it.
 */
function judgeLine(line: Line, substance: Substance | null, edition: EditionIndex, add: AddToLine): void {
  if (line.content && totalOf(line.content) !== microgramsOf(line.stated)) {
    add('line.content.differs', 'stated', {
      quantity: line.stated,
      content: String(totalOf(line.content) ?? '')
    });
  }
  const isEntered = line.factor.source === 'national' || line.factor.edition !== edition.edition.edition;
  if (isEntered && countryOfNational(line.substance) === null) return;
  const form = substance && findForm(substance, line.form);
  if (!substance) return add('line.substance.unknown', 'substance', { typed: line.substance });
  if (!form) return add('line.form.unknown', 'form', { typed: line.form });
  // The line names the bundled edition, which computes.
  const computed = { factor: form.computed ?? null, factorSource: 'computed' } as const;
  const factor = factorOf(form.computed === undefined ? form : { ...BASE_FORM, ...computed }, edition);
  const isSame = (name: keyof Factor): boolean => factor?.[name] === line.factor[name];
  if (!isSame('value') || !isSame('source') || !isSame('edition')) {
    add('line.factor.malformed', 'factor', { typed: line.factor.value });
  }
  if (designationOf(substance, form) !== line.designation) {
    add('line.form.unknown', 'designation', { typed: line.designation });
  }
}
