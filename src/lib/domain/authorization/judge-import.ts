/**
 * Judges an import authorization by 1961 art. 31 and 1971 art. 12. It corrects nothing and refuses nothing silently;
 * `body` exists only if it can be signed.
 */
import type { BodyHead, ImportAuthorizationBody } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { judgeTwice } from './judge-plausible.ts';
import type { Problem } from '../result.ts';
import { judgeCompanyAtHome } from './judge-company.ts';
import { settingsOf } from './country-settings.ts';
import { fieldOf } from './form-fields.ts';
import { judgeBonded, judgeAuthority, judgePartner, judgeParties } from './judge-parties.ts';
import { groundOfForm, Findings, practicesOf, type JudgeContext } from './judge-context.ts';
import { judgeEstimates } from './judge-estimates.ts';
import type { ComputedLine } from './judge-line.ts';
import { judgeAuthorized, judgeLines } from './judge-lines.ts';
import { judgeOwnProhibitions } from './judge-prohibitions.ts';
import { judgeSpecialPerson } from './judge-special-person.ts';
import { judgeConsignments, judgePurpose, judgeWays, importMonthsOf, judgeValidity } from './judge-terms.ts';

type AddedAtIssue = keyof BodyHead<'import-authorization'> | 'dossier' | 'number' | 'issuedOn';
export type ImportParticulars = Omit<ImportAuthorizationBody, AddedAtIssue> & {
  readonly issuer: CountryCode;
};

export interface Judgement<Particulars> {
  readonly kind: AuthorizationKind;
  /** For the record of a partner's paper. */
  readonly isPaper?: true;
  readonly problems: readonly Problem[];
  readonly lines: readonly ComputedLine[];
  readonly body?: Particulars;
}

export function judgeImport(form: DraftFields, context: JudgeContext): Judgement<ImportParticulars> {
  const findings = new Findings(groundOfForm(form, context.edition));
  const authority = judgeAuthority(context, findings);
  const exportingCountry = judgePartner(form, 'exportingCountry', context.country, findings);
  const sides = { importing: context.country, exporting: exportingCountry };
  const parties = judgeParties(form, sides, context, findings);
  const purpose = judgePurpose(form, findings);
  const consignments = judgeConsignments(form, findings);
  const months = importMonthsOf(settingsOf(context.settings, context.country), fieldOf(form, 'transport'));
  const validity = judgeValidity(form, { today: context.today, months }, findings);
  const lines = judgeLines(form, context, exportingCountry, findings, judgeAuthorized('exports'));
  judgeOwnProhibitions(lines, context, findings);
  judgeCompanyAtHome('import', parties.importer, lines, context, findings);
  const special = judgeSpecialPerson(form, lines, findings);
  judgeTwice(exportingCountry, parties, lines, context, findings);
  const bondedWarehouse = judgeBonded(form, lines, context.country, context, findings);
  const ways = judgeWays(form, findings);
  const terms = { purpose, ...ways };
  const estimates = judgeEstimates('import-authorization', form, { lines, terms }, context, findings);
  const judged = { kind: 'import-authorization', problems: findings.problems, lines } as const;
  const isWhole = authority && exportingCountry && purpose && consignments !== null && validity;
  if (!isWhole || !findings.isReady) return judged;
  return {
    ...judged,
    body: {
      issuer: context.country,
      authority,
      exportingCountry,
      ...parties,
      lines: lines.map((line) => line.line).filter((line) => line !== null),
      purpose,
      consignments,
      validFrom: validity.from,
      validUntil: validity.until,
      ...(bondedWarehouse ? { bondedWarehouse } : {}),
      ...ways,
      ...special,
      ...estimates,
      edition: context.edition.edition.edition,
      ...practicesOf(context, exportingCountry)
    }
  };
}
