/** Findings of one dossier, a function of dossier, acts and date. Most dossiers have none and need no comparison. */
import { isAuthorizationId } from '../act/act-id.ts';
import { instantToDate } from '../calendar-date.ts';
import type { Dossier, ExportStrand, SetAside } from '../dossier/dossier.ts';
import { openQuestions, openVerdicts } from '../dossier/open-question.ts';
import { isOpenWithoutImport, isUnreconciled } from '../dossier/without-import.ts';
import { endorsementsDue } from '../dossier/status-on.ts';
import { citationOf } from '../act/body.ts';
import type { EditionIndex } from '../goods/substance.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import {
  bodyOf,
  type Finder,
  compareMoved,
  goodsOf,
  movedOn,
  numberOf,
  whoseAct,
  whoseDifference,
  whoseFigure,
  type Finding,
  type FindingClass,
  type Says
} from './finding.ts';
import type { Comparison } from './comparison.ts';
import { readComparisons } from './comparisons.ts';
import type { Problem } from '../result.ts';
import { aboutStrand, add, addStopFindings, isInSpite, sidesIn, type Read } from './collect-findings.ts';

export function readFindings(
  dossier: Dossier,
  actOf: Finder,
  today: CalendarDate,
  edition?: EditionIndex
): readonly Finding[] {
  const isLate = (): boolean => endorsementsDue(dossier, today).some(({ overdue }) => overdue);
  if (isQuiet(dossier, isLate)) return [];
  const read: Read = { dossier, actOf, today, edition, found: [] };
  for (const strand of dossier.exports) {
    if (isUnreconciled(dossier, strand)) addEmergency(read, strand);
    else if (isOpenWithoutImport(dossier, strand.act)) addStray(read, strand);
  }
  for (const aside of dossier.setAside) addRefused(read, aside);
  for (const one of readComparisons(dossier, actOf, today, edition)) addComparison(read, one);
  addDifferences(read);
  addDue(read);
  addQuestions(read);
  addStopFindings(read);
  return read.found;
}

function isQuiet(
  { match, setAside, replies, exports, suspensions, corrections }: Dossier,
  isLate: () => boolean
): boolean {
  if ((match !== 'none' && match !== 'matched') || setAside.length > 0) return false;
  if (suspensions.length > 0 || corrections.length > 0) return false;
  if (replies.some(({ answer }) => answer === 'query' || answer === 'objection')) return false;
  return exports.every(({ agreement }) => agreement === 'agrees') && !isLate();
}

/**
 * Adds one finding for a number given twice, here or in another dossier. It replaces the dossier's refusal and joins
 * any question.
 */
export function addTwice(
  found: readonly Finding[],
  dossier: Dossier,
  { actOf, on, other }: { readonly actOf: Finder; readonly on: ActId; readonly other: ActId }
): readonly Finding[] {
  const first = actOf(other)?.body;
  const body = actOf(on)?.body;
  if (!first || !body || !('issuedOn' in first) || !('issuedOn' in body)) return found;
  const isAside = dossier.setAside.some(({ act }) => act === on);
  const kept = isAside ? found.filter((one) => one.on !== on || one.says.kind === 'question') : found;
  const strand = dossier.exports.find(({ act }) => act === on);
  const read: Read = { dossier, actOf, today: body.issuedOn, found: kept.slice() };
  add(read, 'duplicate-number', {
    ...(strand
      ? aboutStrand(read, strand)
      : { on, number: numberOf(read.actOf, on), goods: goodsOf(read.actOf, on) }),
    since: body.issuedOn,
    says: { kind: 'twice', other, issuedOn: first.issuedOn, isAside },
    whose: whoseAct(on)
  });
  return read.found;
}

/** Only all dossiers of both countries show whether a fitting import authorization is here. */
function addStray(read: Read, strand: ExportStrand): void {
  const body = bodyOf(read.actOf, strand.act, 'export-authorization');
  if (!body) return;
  const { number, issuedOn } = citationOf(body);
  const { authority } = body.importAuthorization ?? {};
  const apart = strand.isApart && authority ? { authority } : {};
  add(read, 'export-without-import', {
    ...aboutStrand(read, strand),
    since: strand.issuedOn,
    says: { kind: 'reference', number, issuedOn, ...apart },
    whose: null
  });
}

/** Lawful, and nobody's error: it waits for the import authorization of the goods. */
function addEmergency(read: Read, strand: ExportStrand): void {
  const body = bodyOf(read.actOf, strand.act, 'export-authorization');
  if (!body?.emergency) return;
  const says: Says = { kind: 'emergency', reason: body.emergency.reason };
  add(read, 'emergency-export', { ...aboutStrand(read, strand), since: strand.issuedOn, says, whose: null });
}

/** Shown with figures if one line exceeds (`addComparison`), otherwise by rule. */
function addRefused(read: Read, { act, problem, isCancelled }: SetAside): void {
  const known = read.actOf(act)?.body;
  if (isCancelled || !known || problem.code === 'dossier.refersToSetAside') return;
  if (!isAuthorizationId(act) && known.kind !== 'shipment' && known.kind !== 'endorsement') return;
  const isMore = problem.code === 'export.line.exceedsImport';
  if (problem.code === 'shipment.line.exceedsAuthorization') return;
  if (isMore && read.actOf(act) && exceedsByItself(read, act)) return;
  const what = problem.code === 'dossier.number.duplicate' ? 'duplicate-number' : 'contradicts';
  const upon = known.kind === 'shipment' || known.kind === 'endorsement' ? known.exportAuthorization : act;
  add(read, isMore ? 'more-shipped' : what, {
    on: isAuthorizationId(act) ? act : upon,
    number: numberOf(read.actOf, upon),
    since: instantToDate(known.at),
    goods: 'lines' in known && isAuthorizationId(act) ? goodsOf(read.actOf, act) : [],
    says: { kind: 'problem', problem },
    whose: whoseAct(act),
    mark: isAuthorizationId(act) ? '' : act
  });
}

function exceedsByItself({ dossier, actOf, today }: Read, act: ActId): boolean {
  return readComparisons(dossier, actOf, today).some(
    (one) => one.shows === 'refused' && one.pair === 'import-export' && one.on === act
  );
}

function addComparison(read: Read, comparison: Comparison): void {
  const what = classOf(read.dossier, comparison);
  if (what === null) return;
  const { on, number, line, pair, difference } = comparison;
  const strand = read.dossier.exports.find(({ act }) => act === on);
  const goods = goodsOf(read.actOf, on, line).map((one) => ({ ...one, ...difference }));
  const body = bodyOf(read.actOf, on, 'export-authorization');
  const since = strand?.receivedOn ?? strand?.shippedOn ?? strand?.issuedOn ?? body?.issuedOn;
  if (since === undefined) return;
  // A refused shipment is reported already.
  if (pair === 'export-endorsement' && hasRefusedShipment(read, on)) return;
  const says: Says = { kind: 'comparison', comparison };
  add(read, what, {
    on,
    number,
    since,
    goods,
    says,
    whose: whoseFigure(comparison),
    mark: `${pair} ${line}`,
    ...(strand ? { strand } : {})
  });
}

function hasRefusedShipment({ dossier, actOf }: Read, on: ActId): boolean {
  return dossier.setAside.some(({ act }) => bodyOf(actOf, act, 'shipment')?.exportAuthorization === on);
}

/** Null for lawful, rounded or missing figures; the date reports missing ones. */
function classOf(
  dossier: Dossier,
  { pair, shows, direction, number, line }: Comparison
): FindingClass | null {
  if (shows === 'refused') return 'more-shipped';
  if (shows === 'short') return 'arrived-less';
  if (shows === 'form') return 'form-differs';
  if (shows !== 'differs') return null;
  if (direction === 'more' && isMoreThanAuthorized(dossier, number, line)) return 'more-shipped';
  return pair === 'shipment-endorsement' && direction === 'less' ? 'arrived-less' : 'figures-differ';
}

const MORE = 'matching.line.moreThanAuthorized';

function isMoreThanAuthorized({ differences }: Dossier, number: string, line: number): boolean {
  return differences.some(
    ({ code, values }) => code === MORE && values?.['number'] === number && values['line'] === line
  );
}

/** Totals of all consignments: on the import authorization, as serious as a single excess. */
const TOTALS = [
  'matching.import.moreImported',
  'matching.import.moreExported',
  'matching.import.moreAuthorized'
];
const ALL: Readonly<Record<string, 'imported' | 'taken' | undefined>> = {
  'matching.import.moreImported': 'imported',
  'matching.import.moreAuthorized': 'taken'
};

const COMPARED = [MORE, 'matching.shipped.notImported'];

function addDifferences(read: Read): void {
  read.dossier.differences.forEach((problem, index) => {
    if (problem.weight === 'notice' || COMPARED.indexOf(problem.code) >= 0 || isInSpite(problem)) return;
    if (TOTALS.indexOf(problem.code) >= 0) return addTotal(read, problem);
    if (problem.path !== undefined) return addPaper(read, problem, problem.path as ActId);
    const number = problem.values?.['number'];
    const strand =
      read.dossier.exports.find((one) => one.number === number) ??
      read.dossier.exports.find(({ status }) => status === 'issued');
    if (!strand) return;
    const line = problem.values?.['line'];
    add(read, 'particulars-differ', {
      ...aboutStrand(read, strand),
      goods: typeof line === 'number' ? goodsOf(read.actOf, strand.act, line) : [],
      since: movedOn(strand),
      says: { kind: 'problem', problem },
      whose: whoseDifference(problem, sidesIn(read)),
      mark: `${problem.code} ${index}`
    });
  });
}

/** On a record, or on the import authorization itself: nothing need be exported yet. */
function addPaper(read: Read, problem: Problem, on: ActId): void {
  const body = read.actOf(on)?.body;
  add(read, 'particulars-differ', {
    on,
    number: numberOf(read.actOf, on) || String(problem.values?.['number'] ?? ''),
    since: body ? instantToDate(body.at) : read.dossier.issuedOn,
    goods: [],
    says: { kind: 'problem', problem },
    whose: null,
    mark: `${problem.code} ${problem.values?.['line'] ?? ''}`
  });
}

function addTotal(read: Read, problem: Problem): void {
  const { importAuthorization: on, lines, exports, number } = read.dossier;
  const line = lines.find(({ no }) => no === problem.values?.['line']);
  const last = exports
    .filter(({ agreement }) => agreement === 'exceeds')
    .sort(compareMoved)
    .pop();
  if (on === null || !line || !last) return;
  const all = line[ALL[problem.code] ?? 'exported'];
  const over = {
    stated: Math.max(all.stated - line.authorized.stated, 0),
    base: Math.max(all.base - line.authorized.base, 0)
  };
  add(read, 'more-shipped', {
    on,
    number,
    since: movedOn(last),
    goods: goodsOf(read.actOf, on, line.no).map((one) => ({ ...one, ...over })),
    says: { kind: 'problem', problem },
    whose: whoseDifference(problem, sidesIn(read)),
    mark: `${problem.code} ${line.no}`,
    strand: last
  });
}

function addDue(read: Read): void {
  for (const { act, due, overdue } of endorsementsDue(read.dossier, read.today)) {
    const strand = read.dossier.exports.find((one) => one.act === act);
    if (!overdue || !strand) continue;
    add(read, strand.status === 'shipped' ? 'endorsement-overdue' : 'expired-unused', {
      ...aboutStrand(read, strand),
      since: due,
      says: { kind: 'due', until: strand.validUntil, due },
      whose: read.dossier.importingCountry
    });
  }
}

function addQuestions(read: Read): void {
  const { importingCountry, exportingCountry } = read.dossier;
  const asked = openQuestions(read.dossier);
  const answered = openVerdicts(read.dossier).map(({ answer, upon }) => ({ question: answer, upon }));
  for (const { question, upon } of [...asked, ...answered]) {
    if (!isAuthorizationId(upon)) continue;
    add(read, 'answer-outstanding', {
      on: upon,
      number: numberOf(read.actOf, upon),
      since: instantToDate(question.at),
      goods: [],
      says: { kind: 'question', by: question.issuer, answer: question.answer },
      whose: question.issuer === importingCountry ? exportingCountry : importingCountry,
      mark: question.act
    });
  }
}
