/**
 * Judges an export declaration, 1971 art. 12(2), for the form and for the door: only Schedule III, with its date of despatch,
 * and only if neither country requires an authorization instead (ECOSOC 1985/15).
 */
import type { BodyHead, ExportDeclarationBody } from '../act/body.ts';
import type { ProblemCode } from '../act/problem-codes.ts';
import { withText } from '../act/typed-text.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import { COPY_DUE_DAYS } from '../dossier/declarations.ts';
import type { DraftFields } from '../draft/draft.ts';
import { regimeOf, type EditionIndex, type Substance } from '../goods/substance.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import { MAX_DESPATCH_DAYS_AHEAD } from '../own-choices.ts';
import { NATIONAL_PRACTICE, type Problem } from '../result.ts';
import { judgeCompanyAtHome } from './judge-company.ts';
import { extendedBy, settingsOf } from './country-settings.ts';
import { Findings, practicesOf, readText, type ExportContext } from './judge-context.ts';
import type { Judgement } from './judge-import.ts';
import { judgeLines } from './judge-lines.ts';
import { judgeAuthority, judgeParties, judgePartner } from './judge-parties.ts';
import { judgeTwice } from './judge-plausible.ts';
import { judgeProhibitions } from './judge-prohibitions.ts';
import { judgeWays, readDate } from './judge-terms.ts';
import { practiceOf, settingsByPractice, type PracticeAct } from './practice-in-force.ts';

type Add = (code: ProblemCode, path: string, values?: Problem['values']) => void;
type AddedAtIssue = keyof BodyHead<'export-declaration'> | 'dossier' | 'number' | 'issuedOn';
export type DeclarationParticulars = Omit<ExportDeclarationBody, AddedAtIssue> & {
  readonly issuer: CountryCode;
};

export function judgeDeclaration(
  form: DraftFields,
  context: ExportContext
): Judgement<DeclarationParticulars> {
  const findings = new Findings('declaration');
  const { country, today } = context;
  const authority = judgeAuthority(context, findings);
  const importingCountry = judgePartner(form, 'importingCountry', country, findings);
  const parties = judgeParties(form, { importing: importingCountry, exporting: country }, context, findings);
  const despatchedOn = readDate(form, 'despatchedOn', 'despatch.missing', findings);
  if (despatchedOn) {
    judgeDespatch(despatchedOn, today, (code, path, values) => findings.add(code, path, values));
    const due = addDays(despatchedOn, COPY_DUE_DAYS);
    findings.add(due < today ? 'declaration.copies.late' : 'declaration.copies', 'despatchedOn', { due });
  }
  const lines = judgeLines(form, context, importingCountry, findings, (all, _context, partner) => {
    for (const { substance, key, no } of all)
      judgeSchedule(substance, no, (code, values) =>
        findings.add(code, `lines.${key}.substance`, values, 1971)
      );
    const isOwn = settingsOf(context.settings, country).extendedSchedules.includes('III');
    const isTheirs = partner && extendedBy(partner, 'imports', context)?.includes('III');
    const requiring = isOwn ? country : isTheirs ? partner : null;
    if (requiring) findings.add('declaration.authorizationNeeded', 'lines', { country: requiring });
  });
  const specialLicences = judgeProhibitions(form, lines, context, importingCountry, findings);
  judgeCompanyAtHome('export', parties.exporter, lines, context, findings);
  judgeTwice(importingCountry, parties, lines, context, findings);
  const ways = judgeWays(form, findings);
  const packages = readText(form, 'packages', findings, 500, true);
  // Whatever is wrong with the date of despatch, art. 12(2)(a)(iv) requires it.
  const problems = findings.problems.map((one) =>
    one.article === NATIONAL_PRACTICE && one.path === 'despatchedOn'
      ? { ...one, article: '1971:12.2(a)' }
      : one
  );
  const judged = { kind: 'export-declaration', problems, lines } as const;
  if (!authority || !importingCountry || !despatchedOn || !findings.isReady) return judged;
  return {
    ...judged,
    body: {
      issuer: country,
      authority,
      importingCountry,
      ...parties,
      lines: lines.flatMap(({ line }) => line ?? []),
      despatchedOn,
      ...ways,
      ...(specialLicences.length > 0 ? { specialLicences } : {}),
      ...withText('packages', packages),
      edition: context.edition.edition.edition,
      ...practicesOf(context, importingCountry)
    }
  };
}

function judgeDespatch(despatchedOn: CalendarDate, today: CalendarDate, add: Add): void {
  const latest = addDays(today, MAX_DESPATCH_DAYS_AHEAD);
  if (despatchedOn > latest) add('despatch.tooFarAhead', 'despatchedOn', { date: despatchedOn, latest });
}

/** Other schedules need an authorization (art. 12(1), 1961 art. 31(4)), or only records (art. 11(5)). */
function judgeSchedule(
  substance: Substance | null,
  line: number,
  add: (code: 'declaration.line.other', values: { readonly line: number; readonly substance: string }) => void
): void {
  if (substance && regimeOf(substance).instrument !== 'declaration')
    add('declaration.line.other', { line, substance: substance.name });
}

/** At the door; by the practice that it names, or else that was in force when the days of grace began. */
export function judgeDeclared(
  body: ExportDeclarationBody,
  substances: readonly (Substance | null)[],
  practices: readonly PracticeAct[],
  edition: EditionIndex,
  add: Add
): void {
  judgeDespatch(body.despatchedOn, addDays(instantToDate(body.at), 1), add);
  body.lines.forEach(({ no }, index) =>
    judgeSchedule(substances[index] ?? null, no, (code, values) =>
      add(code, `lines.${index}.substance`, values)
    )
  );
  for (const country of [body.issuer as CountryCode, body.importingCountry]) {
    const practice = practiceOf(body, country, practices);
    const settings = practice ? { [country]: settingsByPractice(practice) } : {};
    const isPartner = country === body.importingCountry;
    const extended = extendedBy(country, 'imports', { settings, edition: isPartner ? edition : {} });
    if (extended?.includes('III')) add('declaration.authorizationNeeded', 'lines', { country });
  }
}
