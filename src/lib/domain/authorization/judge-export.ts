/**
 * Judges an export authorization by the import rules and its import authorization (1961 art. 31(4)(c), (5)–(9); 1971
 * art. 12(1)(b)(c), 13). Copies go to the importing authority and with the goods (31(6)).
 */
import type { BodyHead, ExportAuthorizationBody } from '../act/body.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { areAlike } from '../dossier/paper-twins.ts';
import { judgeTwice } from './judge-plausible.ts';
import { judgeCompanyAtHome } from './judge-company.ts';
import { settingsOf } from './country-settings.ts';
import { fieldOf, isTicked } from './form-fields.ts';
import { judgeBonded, judgeAuthority, judgePartner, judgeParties } from './judge-parties.ts';
import { groundOfForm, Findings, practicesOf, readText, type ExportContext } from './judge-context.ts';
import { judgeEstimates } from './judge-estimates.ts';
import type { Judgement } from './judge-import.ts';
import { judgeLines } from './judge-lines.ts';
import { judgeReference, judgeSameParties, judgeRemaining } from './judge-reference.ts';
import { judgeProhibitions } from './judge-prohibitions.ts';
import { judgeSpecialPerson } from './judge-special-person.ts';
import { judgeWays, judgeValidity } from './judge-terms.ts';
import { cleanText, sameName, withText } from '../act/typed-text.ts';

type AddedAtIssue = keyof BodyHead<'export-authorization'> | 'dossier' | 'number' | 'issuedOn';
export type ExportParticulars = Omit<ExportAuthorizationBody, AddedAtIssue> & {
  readonly issuer: CountryCode;
};

export function judgeExport(form: DraftFields, context: ExportContext): Judgement<ExportParticulars> {
  const findings = new Findings(groundOfForm(form, context.edition));
  const authority = judgeAuthority(context, findings);
  const importingCountry = context.importAct
    ? (context.importAct.body.issuer as CountryCode)
    : judgePartner(form, 'importingCountry', context.country, findings);
  const cited = judgeReference(form, context, findings);
  const sides = { importing: importingCountry, exporting: context.country };
  const parties = judgeParties(form, sides, context, findings);
  if (context.importAct) judgeSameParties(parties, context.importAct, findings);
  const { exportMonths } = settingsOf(context.settings, context.country);
  const { today, ownPaper } = context;
  const bounds = { today, months: exportMonths, earliest: ownPaper?.body.validFrom, ...cited };
  const validity = judgeValidity(form, bounds, findings);
  const lines = judgeLines(form, context, importingCountry, findings);
  const ready = judgeRemaining(form, lines, context, findings);
  judgeCompanyAtHome('export', parties.exporter, lines, context, findings);
  const specialLicences = judgeProhibitions(form, lines, context, importingCountry, findings);
  const special = judgeSpecialPerson(form, lines, findings);
  judgeTwice(importingCountry, parties, lines, context, findings);
  const bondedWarehouse = judgeBonded(form, lines, importingCountry, context, findings);
  judgeBondedOnImport(form, cited.isBonded, context, findings);
  const ways = judgeWays(form, findings);
  const terms = context.importAct?.body ?? {};
  const estimates = judgeEstimates('export-authorization', form, { lines, terms }, context, findings);
  const packages = readText(form, 'packages', findings, 500, true);
  findings.add('export.copies', 'reference');
  if (ownPaper && ready.length === lines.length) {
    const issued = { kind: 'export-authorization', ...parties, lines: ready } as const;
    if (!areAlike(issued, ownPaper.body))
      findings.add('export.ownPaper.differs', 'lines', { number: ownPaper.body.number });
  }
  const judged = { kind: 'export-authorization', problems: findings.problems, lines } as const;
  if (!authority || !importingCountry || !cited.grounds || !validity || !findings.isReady) return judged;
  return {
    ...judged,
    body: {
      issuer: context.country,
      authority,
      importingCountry,
      ...cited.grounds,
      ...parties,
      lines: ready,
      validFrom: validity.from,
      validUntil: validity.until,
      ...(bondedWarehouse ? { bondedWarehouse } : {}),
      ...ways,
      ...special,
      ...estimates,
      ...(specialLicences.length > 0 ? { specialLicences } : {}),
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
