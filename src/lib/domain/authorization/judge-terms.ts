/**
 * Validity period (1961 art. 31(4)(b), 1971 art. 12(1)(b)). The country's settings give its maximum; an export
 * authorization never outlives its import authorization (rule R9). A far year is a typing error.
 */
import { MAX_MONTHS_AHEAD } from '../own-choices.ts';
import { isActId } from '../act/act-id.ts';
import { PURPOSES, TRANSPORT_MODES, type Purpose, type TransportMode } from '../act/body.ts';
import { foldText, withText } from '../act/typed-text.ts';
import { addMonths, findDateProblem, isCalendarDate } from '../calendar-date.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CalendarDate, ActId } from '../ids.ts';
import type { CountrySettings } from './country-settings.ts';
import { fieldOf, type FormField, isTicked, lineFieldOf } from './form-fields.ts';
import { type Findings, readText } from './judge-context.ts';
import { parseTypedCount } from './typed-quantity.ts';

interface Validity {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

interface ValidityBounds {
  readonly today: CalendarDate;
  readonly months: number;
  /** Today, unless this authority's own paper is issued again. */
  readonly earliest?: CalendarDate | undefined;
  readonly importFrom?: CalendarDate | null;
  readonly importUntil?: CalendarDate | null;
}

export function importMonthsOf(settings: CountrySettings, transport: string): number {
  return transport === 'sea' ? settings.importMonthsBySea : settings.importMonths;
}

export function judgeValidity(
  form: DraftFields,
  bounds: ValidityBounds,
  findings: Findings
): Validity | null {
  const from = readDate(form, 'validFrom', 'validity.from.missing', findings);
  const until = readDate(form, 'validUntil', 'validity.until.missing', findings);
  const { today, importFrom, importUntil } = bounds;
  const isExpired = importUntil ? importUntil < today : false;
  if (importUntil && isExpired) findings.add('validity.importExpired', 'validUntil', { until: importUntil });
  if (!from || !until) return null;
  if (until < from) findings.add('authorization.validity.reversed', 'validUntil', { from, until });
  if (from < (bounds.earliest ?? today)) findings.add('validity.beforeIssue', 'validFrom', { from, today });
  if (until < today) findings.add('validity.past', 'validUntil', { until, today });
  const furthest = addMonths(today, MAX_MONTHS_AHEAD);
  if (from > furthest) findings.add('validity.tooFarAhead', 'validFrom', { from, latest: furthest });
  if (importFrom && from < importFrom)
    findings.add('validity.beforeImport', 'validFrom', { from, limit: importFrom });
  if (importUntil && !isExpired && until > importUntil) {
    findings.add('validity.pastImport', 'validUntil', { until, limit: importUntil });
  }
  const latest = addMonths(from > today ? from : today, bounds.months);
  if (until > latest)
    findings.add('validity.tooLong', 'validUntil', { until, latest, months: bounds.months });
  return { from, until };
}

export function readDate(
  form: DraftFields,
  name: FormField,
  missing:
    | 'validity.from.missing'
    | 'validity.until.missing'
    | 'despatch.missing'
    | `paper.${'issuedOn' | 'comparedOn'}.missing`,
  findings: Findings
): CalendarDate | null {
  const typed = fieldOf(form, name).trim();
  if (typed === '') {
    findings.add(missing, name);
    return null;
  }
  if (isCalendarDate(typed)) return typed;
  const found = findDateProblem(typed);
  if (found) findings.add(found.code, name, { ...found.values, typed });
  return null;
}

const MAX_CONSIGNMENTS = 1000;
const AID_KIT =
  /first[\s-]?aid\s+(?:kit|box|chest)|trousse\s+de\s+(?:premiers\s+)?secours|botiquin|аптечк|急救箱|急救包|اسعافات/;

/** 1961 art. 31(1)(b), 21(4)(b)(ii): the balance of estimates depends on the purpose. */
export function judgePurpose(form: DraftFields, findings: Findings): Purpose | null {
  const typed = fieldOf(form, 'purpose').trim();
  const purpose = PURPOSES.find((one) => one === typed) ?? null;
  if (typed === '') findings.add('purpose.missing', 'purpose');
  else if (!purpose) findings.add('purpose.unknown', 'purpose', { typed });
  if (purpose === 'essential-treatment' && fieldOf(form, 'remarks').trim() === '') {
    findings.add('purpose.reason.missing', 'remarks');
  }
  return purpose;
}

/** 1961 art. 31(4)(d); 1971 has no such clause. Zero is "no limit stated". */
export function judgeConsignments(form: DraftFields, findings: Findings): number | null {
  const typed = fieldOf(form, 'consignments').trim();
  if (typed === '') {
    findings.add('consignments.missing', 'consignments');
    return null;
  }
  const count = parseTypedCount(typed, MAX_CONSIGNMENTS, 'consignments');
  if (!count.ok) {
    findings.add('consignments.malformed', 'consignments', { typed, most: MAX_CONSIGNMENTS });
    return null;
  }
  if (count.value === 0) findings.add('consignments.unlimited', 'consignments');
  if (count.value !== 1 && findings.convention === 1971)
    findings.add('consignments.several1971', 'consignments');
  return count.value;
}

interface Ways {
  readonly portOfEntry?: string;
  readonly portOfExit?: string;
  readonly route?: string;
  readonly transport?: TransportMode;
  readonly carrier?: string;
  readonly agents?: string;
  readonly remarks?: string;
  readonly replaces?: ActId;
}

export function judgeWays(form: DraftFields, findings: Findings): Ways {
  const replaces = fieldOf(form, 'replaces');
  const transport = readTransport(form, findings);
  judgeAidKit(form, findings);
  return {
    ...withText('portOfEntry', readText(form, 'portOfEntry', findings, 120)),
    ...withText('portOfExit', readText(form, 'portOfExit', findings, 120)),
    ...withText('route', readText(form, 'route', findings, 300)),
    ...(transport ? { transport } : {}),
    ...withText('carrier', readText(form, 'carrier', findings, 200)),
    ...withText('agents', readText(form, 'agents', findings, 500, true)),
    ...withText('remarks', readText(form, 'remarks', findings, 2000, true)),
    ...(isActId(replaces) ? { replaces } : {})
  };
}

function readTransport(form: DraftFields, findings: Findings): TransportMode | null {
  const typed = fieldOf(form, 'transport').trim();
  const transport = TRANSPORT_MODES.find((mode) => mode === typed) ?? null;
  if (typed !== '' && !transport) findings.add('transport.unknown', 'transport', { typed });
  return transport;
}

/**
 * First-aid kits of ships and aircraft in international traffic are neither import nor export (1961 art. 32, 1971 art.
 * 14; rule R24). The officer says so, and then no authorization is issued.
 */
function judgeAidKit(form: DraftFields, findings: Findings): void {
  if (isTicked(form, 'aidKit')) return findings.add('consignment.notTrade', 'aidKit');
  const texts = [fieldOf(form, 'remarks'), ...form.lines.map((line) => lineFieldOf(line, 'preparation'))];
  if (texts.some((text) => AID_KIT.test(foldText(text)))) findings.add('consignment.aidKit', 'aidKit');
}
