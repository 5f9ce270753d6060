/**
 * Builds the body to sign. Date, number, sequence and signatory come from the caller (the domain has no clock), and are
 * checked again, because days may pass after judging.
 */
import type { ActKind, BodyHead, BodyOf, Signatory } from '../act/body.ts';
import { dossierKey } from '../act/dossier-key.ts';
import { parseNumber, type AuthorizationKind } from '../act/number.ts';
import type { InventedMark } from '../act/practice.ts';
import type { AuthorityCode, CalendarDate, CountryCode, DossierKey, DraftId, Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { citedAs } from '../act/kinds/export-declaration.ts';
import type { DeclarationParticulars } from './judge-declaration.ts';
import type { ExportParticulars } from './judge-export.ts';
import type { ImportParticulars } from './judge-import.ts';

/** Input for every act's head; `seq` counts for the issuer and each addressee. */
export interface Stamp {
  readonly issuer: AuthorityCode;
  readonly to: readonly (AuthorityCode | '*')[];
  readonly seq: Readonly<Record<string, number>>;
  readonly at: Instant;
  readonly by: Signatory;
  readonly draft?: DraftId;
  readonly demonstration?: InventedMark;
}

/** The issuer is in the content, which was judged for one authority. */
export interface IssueStamp extends Omit<Stamp, 'issuer'> {
  readonly number: string;
  readonly issuedOn: CalendarDate;
}

/** The content of a body besides its head, as the domain's judgements return it (`judgeReply(…).body` and so on). */
export type ParticularsOf<K extends ActKind> = Omit<BodyOf<K>, keyof BodyHead>;

export function toBody<K extends ActKind>(kind: K, particulars: ParticularsOf<K>, stamp: Stamp): BodyOf<K> {
  // The kind's shape is checked before signing (`parseAct`), and at every door.
  return { schema: 1, kind, ...stamp, ...particulars } as BodyOf<K>;
}

interface Particulars {
  readonly 'import-authorization': ImportParticulars;
  readonly 'export-authorization': ExportParticulars;
  readonly 'export-declaration': DeclarationParticulars;
}
export type IssueParticulars<K extends AuthorizationKind> = Particulars[K];

export function issue<K extends AuthorizationKind>(
  kind: K,
  particulars: IssueParticulars<K>,
  { number, issuedOn, ...head }: IssueStamp
): Result<BodyOf<K>> {
  const { issuer, ...rest } = particulars as Particulars[AuthorizationKind];
  const period = 'validFrom' in rest ? judgePeriod(rest, issuedOn) : null;
  const problem = judgeNumber(kind, issuer, { number, issuedOn }) ?? period;
  if (problem) return refuse(problem);
  const numbered = { dossier: dossierOf(particulars, { number, issuedOn }), number, issuedOn, ...rest };
  return accept(toBody(kind, numbered as object as ParticularsOf<K>, { ...head, issuer }));
}

type Numbered = Pick<IssueStamp, 'number' | 'issuedOn'>;

/** An export authorization belongs to the dossier of the import authorization that it cites. */
function dossierOf(particulars: Particulars[AuthorizationKind], own: Numbered): DossierKey {
  if ('exportingCountry' in particulars)
    return dossierKey(particulars.issuer, particulars.exportingCountry, own.issuedOn, own.number);
  const { importingCountry, issuer } = particulars;
  // An emergency export opens a dossier under its own number.
  const cited =
    'despatchedOn' in particulars
      ? citedAs({ ...particulars, ...own })
      : (particulars.importAuthorization ?? own);
  return dossierKey(importingCountry, issuer, cited.issuedOn, cited.number);
}

function judgeNumber(
  kind: AuthorizationKind,
  issuer: CountryCode,
  { number, issuedOn }: Numbered
): Problem | null {
  const parsed = parseNumber(number);
  if (!parsed.ok) return parsed.problems[0] ?? null;
  const { country, year } = parsed.value;
  if (country === issuer && parsed.value.kind === kind && year === Number(issuedOn.slice(0, 4))) return null;
  return { code: 'authorization.number.foreign', path: 'number', values: { number }, weight: 'refused' };
}

function judgePeriod(
  particulars: Pick<ImportParticulars, 'validFrom' | 'validUntil'>,
  today: CalendarDate
): Problem | null {
  const { validFrom: from, validUntil: until } = particulars;
  const refusal = { article: '1961:31.4(b)', weight: 'refused' } as const;
  if (until < today)
    return { code: 'validity.past', path: 'validUntil', values: { until, today }, ...refusal };
  // The form judges the begin of an export authorization: its author can issue an earlier paper again.
  if (from < today && 'consignments' in particulars)
    return { code: 'validity.beforeIssue', path: 'validFrom', values: { from, today }, ...refusal };
  return null;
}
