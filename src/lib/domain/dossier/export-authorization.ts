/**
 * Judges an export authorization against its import authorization (1961 art. 31(4)(d), 31(5); 1971 art. 12(1)(c)).
 * Over-shipment has no tolerance.
 */
import type { ActOf, ExportAuthorizationBody, ImportAuthorizationBody, Line } from '../act/body.ts';
import { isPaper } from '../act/stand-in.ts';
import { isNameVariant } from '../act/typed-text.ts';
import { exemptOf } from '../goods/substance-totals.ts';
import type { Problem } from '../result.ts';
import type { Quantities } from './dossier.ts';
import {
  comparedAs,
  importLineOf,
  isOverdrawn,
  areConsignmentsUsed,
  basisOf,
  countUsing,
  takenBy
} from './import-use.ts';
import { withoutTwins } from './paper-twins.ts';
import {
  emptyState,
  countedBy,
  lineByNo,
  lineToState,
  plus,
  quantitiesOf,
  type DossierState,
  type LineState,
  type StrandLine,
  type StrandState
} from './state.ts';

export function applyExportAuthorization(
  state: DossierState,
  act: ActOf<'export-authorization'>
): Problem | null {
  if (state.strands[0]?.view.declaration) return { code: 'dossier.declaration.duplicate' };
  const lines = act.body.lines.map((line) => toStrandLine(state, line));
  if (isApart(state, act)) {
    const apart = lines.map((line) => ({ ...line, importLine: null, basis: 'base' as const }));
    const view = { ...toStrandView(state, act, apart), isApart: true } as const;
    state.strands = state.strands.concat({ act, view });
    return null;
  }
  // An emergency export was lawful before its import authorization existed: an excess is a difference, not a refusal.
  for (const limit of act.body.emergency ? [] : limitsOf(state, act)) {
    const upon = limit === state.importAuthorization ? state : asOpenedBy(limit, state);
    const problem = judgeAgainstImport(upon, act);
    if (problem) return problem;
  }
  openStrand(state, act);
  return null;
}

export function openStrand(state: DossierState, act: ActOf<'export-authorization'>): StrandState {
  const lines = act.body.lines.map((line) => toStrandLine(state, line));
  for (const line of lines) {
    const target = lineByNo(state, line.importLine);
    if (target) target.taken = plus(target.taken, line.authorized);
  }
  const strand = { act, view: toStrandView(state, act, lines) };
  state.strands = state.strands.concat(strand);
  return strand;
}

/**
 * Two authorities of one country can give the same number on one day. So an export authorization that names another
 * authority, and no act, is proposed to an officer and not linked; a longer or shorter name of one authority is no other.
 */
function isApart(
  { importAuthorization: ia, linked }: DossierState,
  { _id, body }: ActOf<'export-authorization'>
): boolean {
  const cited = body.importAuthorization;
  if (!ia || !cited || cited.act !== undefined || isPaper(ia._id) || isPaper(_id)) return false;
  return linked.indexOf(_id) < 0 && !isNameVariant(cited.authority, ia.body.authority.name);
}

/**
 * The import authorizations that refuse an export. Facts are not refused: a paper that was recorded, what was exported
 * upon one record before another or before its correction, and what was exported before its paper was recorded (`differences.ts` reports any
 * excess). What is new must keep to all of them.
 */
function limitsOf(
  { importAuthorization, papers, newest }: DossierState,
  { _id, body }: ActOf<'export-authorization'>
): readonly ActOf<'import-authorization'>[] {
  const opener = importAuthorization === null ? [] : [importAuthorization];
  if (papers === null) return opener;
  if (isPaper(_id)) return [];
  if (_id === newest) return opener.concat(papers.limits.filter((one) => opener.indexOf(one) < 0));
  const record = body.importAuthorization?.act;
  if (record && papers.superseded.has(record)) return [];
  const named = papers.limits.filter((one) => one._id === record);
  return named.length > 0 ? named : opener.filter((one) => !isPaper(one._id));
}

/** The same exports, counted upon another import authorization. */
function asOpenedBy(ia: ActOf<'import-authorization'>, { key, strands }: DossierState): DossierState {
  const other = emptyState(key);
  other.importAuthorization = ia;
  other.lines = ia.body.lines.map(lineToState);
  other.strands = strands.map(({ act, view }) => {
    const lines = act.body.lines.map((line, at) => {
      const { exported = null, imported = null } = view.lines[at] ?? {};
      return { ...toStrandLine(other, line), exported, imported };
    });
    for (const line of lines) {
      const target = lineByNo(other, line.importLine);
      if (target) target.taken = plus(target.taken, takenBy(view, line));
    }
    return { act, view: { ...view, lines } };
  });
  return other;
}

function toStrandView(
  state: DossierState,
  act: ActOf<'export-authorization'>,
  lines: StrandLine[]
): StrandState['view'] {
  return {
    act: act._id,
    number: act.body.number,
    issuedOn: act.body.issuedOn,
    validUntil: act.body.validUntil,
    status: 'issued',
    shipment: null,
    shippedOn: null,
    endorsement: null,
    receivedOn: null,
    lines,
    linkedByDecision: act.body.dossier !== state.key || state.linked.indexOf(act._id) >= 0,
    agreement: 'agrees',
    stop: null,
    ...(act.body.emergency ? { isEmergency: true } : {})
  };
}

function judgeAgainstImport(given: DossierState, act: ActOf<'export-authorization'>): Problem | null {
  const state = withoutTwins(given, act);
  const lines = act.body.lines.map((line) => toStrandLine(state, line));
  if (state.cancelled) return { code: 'export.importCancelled', article: '1961:31.5' };
  const terms = judgeTerms(state.importAuthorization?.body, act.body);
  if (terms) return terms;
  const consignments = state.importAuthorization?.body.consignments ?? 0;
  const used = countUsing(state.strands.map(({ view }) => view));
  if (areConsignmentsUsed(consignments, used)) {
    return { code: 'export.consignments.exceeded', values: { consignments }, article: '1961:31.4(d)' };
  }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const target = lineByNo(state, line.importLine);
    if (!target) return { code: 'export.line.notInImport', values: { line: line.no }, article: '1961:31.5' };
    const basis = basisWith(lines, target, state);
    const sum = sumUpTo(lines, i, target);
    const { taken, authorized } = target;
    if (isOverdrawn(basis, sum, authorized)) {
      const figures = { asked: sum[basis] - taken[basis], remaining: authorized[basis] - taken[basis] };
      return {
        code: 'export.line.exceedsImport',
        values: { line: line.no, ...figures },
        article: '1961:31.1'
      };
    }
  }
  return null;
}

/** Must not outlive the import authorization, nor name a bonded warehouse absent from it (31(9)). */
export function judgeTerms(
  ia: ImportAuthorizationBody | undefined,
  ea: ExportAuthorizationBody
): Problem | null {
  if (!ia) return null;
  const until = ia.validUntil;
  if (ea.issuedOn > until) return { code: 'validity.importExpired', values: { until }, article: '1961:31.5' };
  if (ea.validUntil > until) {
    const values = { until: ea.validUntil, limit: until };
    return { code: 'validity.pastImport', values, article: '1961:31.5' };
  }
  const isBondedAlone = ea.bondedWarehouse !== undefined && ia.bondedWarehouse === undefined;
  return isBondedAlone ? { code: 'bonded.notOnImport', article: '1961:31.9' } : null;
}

/** Includes the newcomer's lines: two can draw on one import line in different forms. */
function basisWith(
  lines: readonly StrandLine[],
  { no }: LineState,
  { strands }: DossierState
): keyof Quantities {
  const isMixed = lines.some(({ importLine, basis }) => importLine === no && basis === 'base');
  const exports = strands.map(({ view }) => view);
  return isMixed ? 'base' : basisOf(no, exports);
}

/** Drawn on an import line by this authorization's lines up to `last` (two can draw on one). */
function sumUpTo(lines: readonly StrandLine[], last: number, target: LineState): Quantities {
  let sum = target.taken;
  for (let i = 0; i <= last; i++)
    if (lines[i]!.importLine === target.no) sum = plus(sum, lines[i]!.authorized);
  return sum;
}

function toStrandLine(state: DossierState, line: Line): StrandLine {
  const target = importLineOf(line, state.lines);
  const authorized = quantitiesOf(line, target?.authorized);
  const basis = target ? comparedAs(line, target) : 'base';
  return {
    no: line.no,
    importLine: target?.no ?? null,
    substance: line.substance,
    basis,
    authorized,
    exported: null,
    imported: null,
    countedBy: countedBy(line),
    ...exemptOf(line)
  };
}
