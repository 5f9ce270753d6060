/**
 * Builds the body to sign. Date, number, sequence and signatory come from the caller (the domain has no clock), and are
 * checked again, because days may pass after judging.
 */
import type {
  BodyHead,
  ExportAuthorizationBody,
  ImportAuthorizationBody,
  ReceiptBody,
  Signatory,
  BodyOf
} from '../act/body.ts';
import type { ActKind } from '../act/kinds.ts';
import type { ActId, AuthorityCode, CalendarDate, CountryCode, DraftId, Instant } from '../ids.ts';
import { dossierKey } from '../act/dossier-key.ts';
import type { InventedMark } from '../act/practice.ts';
import { accept, refuse, type Result } from '../result.ts';
import type { CancellationParticulars, ReplyParticulars } from './judge-answers.ts';
import type { EndorsementParticulars, ShipmentParticulars } from './judge-actual.ts';
import type { ExportParticulars } from './judge-export.ts';
import type { ImportParticulars } from './judge-import.ts';
import { parseNumber, type AuthorizationKind } from '../act/number.ts';

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

export function issueImport(
  particulars: ImportParticulars,
  stamp: IssueStamp
): Result<ImportAuthorizationBody> {
  const checked = checkIssue('import-authorization', particulars, stamp);
  if (!checked.ok) return checked;
  const { issuer, ...rest } = particulars;
  const { number, issuedOn, ...head } = stamp;
  const dossier = dossierKey(issuer, particulars.exportingCountry, issuedOn, number);
  return accept({
    ...toHead('import-authorization', { ...head, issuer }),
    dossier,
    number,
    issuedOn,
    ...rest
  });
}

export function issueExport(
  particulars: ExportParticulars,
  stamp: IssueStamp
): Result<ExportAuthorizationBody> {
  const checked = checkIssue('export-authorization', particulars, stamp);
  if (!checked.ok) return checked;
  const { issuer, ...rest } = particulars;
  const { number, issuedOn, ...head } = stamp;
  const cited = particulars.importAuthorization;
  const dossier = dossierKey(particulars.importingCountry, issuer, cited.issuedOn, cited.number);
  return accept({
    ...toHead('export-authorization', { ...head, issuer }),
    dossier,
    number,
    issuedOn,
    ...rest
  });
}

interface Issued {
  readonly issuer: CountryCode;
  readonly validFrom: CalendarDate;
  readonly validUntil: CalendarDate;
}

/** The number must fit this authority, kind and year of issue, and the period must not be over. */
function checkIssue(
  kind: AuthorizationKind,
  { issuer, validFrom, validUntil }: Issued,
  stamp: IssueStamp
): Result<true> {
  const { number, issuedOn } = stamp;
  const parsed = parseNumber(number);
  if (!parsed.ok) return parsed;
  const { country, year } = parsed.value;
  if (country !== issuer || parsed.value.kind !== kind || year !== Number(issuedOn.slice(0, 4))) {
    return refuse({
      code: 'authorization.number.foreign',
      path: 'number',
      values: { number },
      weight: 'refused'
    });
  }
  const article = '1961:31.4(b)';
  if (validUntil < issuedOn) {
    const values = { until: validUntil, today: issuedOn };
    return refuse({ code: 'validity.past', path: 'validUntil', values, article, weight: 'refused' });
  }
  if (validFrom < issuedOn) {
    const values = { from: validFrom, today: issuedOn };
    return refuse({ code: 'validity.beforeIssue', path: 'validFrom', values, article, weight: 'refused' });
  }
  return accept(true);
}

export function shipBody(particulars: ShipmentParticulars, stamp: Stamp): BodyOf<'shipment'> {
  return { ...toHead('shipment', stamp), ...particulars };
}

export function endorseBody(particulars: EndorsementParticulars, stamp: Stamp): BodyOf<'endorsement'> {
  return { ...toHead('endorsement', stamp), ...particulars };
}

export function replyBody(particulars: ReplyParticulars, stamp: Stamp): BodyOf<'reply'> {
  return { ...toHead('reply', stamp), ...particulars };
}

export function cancelBody(particulars: CancellationParticulars, stamp: Stamp): BodyOf<'cancellation'> {
  return { ...toHead('cancellation', stamp), ...particulars };
}

/** Signed when an officer of `issuer` opens the partner's acts. */
export function openedReceiptBody(of: readonly ActId[], stamp: Stamp): ReceiptBody {
  return { ...toHead('receipt', stamp), stage: 'opened', of, where: stamp.issuer };
}

function toHead<K extends ActKind>(kind: K, stamp: Stamp): BodyHead<K> {
  const { issuer, to, seq, at, by, draft, demonstration } = stamp;
  return {
    schema: 1,
    kind,
    issuer,
    to,
    seq,
    at,
    by,
    ...(draft ? { draft } : {}),
    ...(demonstration ? { demonstration } : {})
  };
}
