/**
 * Judges an export authorization by the import rules and its import authorization (1961 art. 31(4)(c), (5)–(9); 1971
 * art. 12(1)(b)(c), 13). Copies go to the importing authority and with the goods (31(6)).
 */
import type { BodyHead, ExportAuthorizationBody } from '../act/body.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { judgeTwice } from './judge-plausible.ts';
import { settingsOf } from './country-settings.ts';
import { fieldOf, isTicked, lineFieldOf } from './form-fields.ts';
import { judgeBonded, judgeAuthority, judgePartner, judgeParties } from './judge-parties.ts';
import { groundOfForm, Findings, practicesOf, readText, type ExportContext } from './judge-context.ts';
import type { Judgement } from './judge-import.ts';
import type { ComputedLine } from './judge-line.ts';
import { judgeLines } from './judge-lines.ts';
import { judgeImportPeriod, judgeReference, judgeSameParties, judgeRemaining } from './judge-reference.ts';
import { judgeWays, judgeValidity } from './judge-terms.ts';
import { cleanText, sameName, withText } from '../act/typed-text.ts';

type AddedAtIssue = keyof BodyHead<'export-authorization'> | 'dossier' | 'number' | 'issuedOn';
export type ExportParticulars = Omit<ExportAuthorizationBody, AddedAtIssue> & {
  readonly issuer: CountryCode;
};

export function judgeExport(form: DraftFields, context: ExportContext): Judgement<ExportParticulars> {
  const findings = new Findings(groundOfForm(form, context.edition));
  const authority = judgeAuthority(context, findings);
  const importingCountry = judgePartner(form, 'importingCountry', context.country, findings);
  const cited = judgeReference(form, context, findings);
  if (!context.importAct) judgeImportPeriod(cited, importingCountry, context, findings);
  const sides = { importing: importingCountry, exporting: context.country };
  const parties = judgeParties(form, sides, context, findings);
  if (context.importAct) judgeSameParties(parties, context.importAct, findings);
  const { exportMonths } = settingsOf(context.settings, context.country);
  const validity = judgeValidity(form, { today: context.today, months: exportMonths, ...cited }, findings);
  const lines = judgeLines(form, context, importingCountry, findings);
  const ready = judgeRemaining(form, lines, context, findings);
  judgeProhibitions(form, lines, context, importingCountry, findings);
  judgeTwice(importingCountry, parties, lines, context, findings);
  const bondedWarehouse = judgeBonded(form, lines, importingCountry, context, findings);
  judgeBondedOnImport(form, cited.isBonded, context, findings);
  const ways = judgeWays(form, findings);
  const packages = readText(form, 'packages', findings, 500, true);
  findings.add('export.copies', 'importAuthority');
  const judged = { kind: 'export-authorization', problems: findings.problems, lines } as const;
  if (!authority || !importingCountry || !cited.reference || !validity || !findings.isReady) return judged;
  return {
    ...judged,
    body: {
      issuer: context.country,
      authority,
      importingCountry,
      importAuthorization: cited.reference,
      ...parties,
      lines: ready,
      validFrom: validity.from,
      validUntil: validity.until,
      ...(bondedWarehouse ? { bondedWarehouse } : {}),
      ...ways,
      ...withText('packages', packages),
      edition: context.edition.edition.edition,
      ...practicesOf(context, importingCountry)
    }
  };
}

/** 1961 art. 31(9): bonded warehouse only if the import certificate names one, and then always. */
function judgeBondedOnImport(
  form: DraftFields,
  isBondedOnImport: boolean,
  { importAct }: ExportContext,
  findings: Findings
): void {
  const isBonded = isTicked(form, 'bonded');
  if (isBonded && !isBondedOnImport) findings.add('bonded.notOnImport', 'bonded');
  if (!isBonded && isBondedOnImport) findings.add('bonded.unstated', 'bonded');
  const approved = importAct?.body.bondedWarehouse?.name;
  const typed = cleanText(fieldOf(form, 'bondedName'));
  // Two spellings of one name are possible, so the officer decides.
  if (isBonded && approved !== undefined && typed !== '' && !sameName(approved, typed))
    findings.add('bonded.differs', 'bondedName', { warehouse: approved });
}

/** 1971 art. 13(1) covers Schedules II, III and IV. */
function mayBeProhibited({ substance }: ComputedLine): boolean {
  return substance?.convention === 1971 && substance.schedules.some((schedule) => schedule !== 'I');
}

/** 1971 art. 13(2); a special import licence of art. 13(3) lifts it for its quantity. */
function judgeProhibitions(
  form: DraftFields,
  lines: readonly ComputedLine[],
  { prohibitions }: ExportContext,
  importingCountry: CountryCode | null,
  findings: Findings
): void {
  if (!prohibitions) {
    if (importingCountry && lines.some(mayBeProhibited))
      findings.add('prohibition.unknown', 'importingCountry', { country: importingCountry }, 1971);
    return;
  }
  lines.forEach((line, index) => {
    const found = prohibitions.find(
      (one) => one.country === importingCountry && one.substance === line.substance?.key
    );
    if (!found || !line.substance) return;
    const typed = form.lines[index];
    const licence = typed ? cleanText(lineFieldOf(typed, 'specialLicence')) : '';
    const values = {
      line: line.no,
      substance: line.substance.name,
      country: found.country,
      since: found.since
    };
    const path = `lines.${line.key}.specialLicence`;
    if (licence === '') findings.add('line.prohibited', path, values, 1971);
    else findings.add('line.prohibited.licensed', path, { ...values, licence }, 1971);
  });
}
