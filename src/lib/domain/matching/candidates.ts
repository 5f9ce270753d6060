/**
 * Import authorizations that fit an unmatched export authorization, likeliest first, with reasons (domain.md 5.2). A
 * person decides.
 */
import { citationOf, type Act, type ActOf, type AuthorizationAct, type DossierAct } from '../act/body.ts';
import { numberInKey } from '../act/dossier-key.ts';
import { runTogetherKeys } from '../act/run-together.ts';
import { sameName } from '../act/typed-text.ts';
import { judgePair } from '../dossier/judge-pair.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { foldDossier } from '../dossier/fold-dossier.ts';
import { areConsignmentsUsed, countUsing, comparedAs, importLineOf } from '../dossier/import-use.ts';
import { quantitiesOf } from '../dossier/state.ts';
import type { ActId } from '../ids.ts';
import { wouldWrite, type Habit } from './habits.ts';

/** Weights of evidence; two parties are not enough if they trade weekly. */
const WEIGHTS = {
  number: 4,
  joined: 4,
  slip: 3,
  habit: 3,
  date: 2,
  quantity: 2,
  importer: 1,
  exporter: 1
} as const;
const MIN_LIKENESSES = 3;
const MAX_CANDIDATES = 5;

/**
 * `joined`: the same number without its separators. `slip`: numbers differ by one character or a swapped pair. `habit`: an officer's earlier decision shows that the
 * partner writes numbers this way (`habits.ts`).
 */
export type Likeness = keyof typeof WEIGHTS;

export interface Candidate<A extends AuthorizationAct = ActOf<'import-authorization'>> {
  readonly act: A;
  readonly likeness: readonly Likeness[];
  readonly habit?: Habit;
}

const NONE: readonly Likeness[] = [];

/** Goods and parties recur with monthly orders, so they do not identify one; cited data does. */
const CITED: readonly Likeness[] = ['number', 'joined', 'slip', 'habit', 'date'];

export function isCited({ likeness }: Pick<Candidate, 'likeness'>): boolean {
  return likeness.some((one) => CITED.indexOf(one) >= 0);
}

type ExportAct = ActOf<'export-authorization'>;
type ImportAct = ActOf<'import-authorization'>;

interface KnownTrade {
  readonly dossierOf: (id: ActId) => Dossier | null;
  readonly actOf: (id: ActId) => Act | null;
}

export function findCandidates(
  of: ExportAct,
  imports: readonly ImportAct[],
  known: KnownTrade & { readonly habits?: readonly Habit[] }
): readonly Candidate[] {
  return chooseFitting(of, findLikely(of, imports, known.habits ?? []), known);
}

/** Compares only the two acts, which never change, so the result can be kept. */
export function findLikely(
  of: ExportAct,
  imports: readonly ImportAct[],
  habits: readonly Habit[]
): readonly Candidate[] {
  const likely: Candidate[] = [];
  for (const act of imports) {
    if (act.body.issuer !== of.body.importingCountry || act.body.exportingCountry !== of.body.issuer)
      continue;
    const one = compare(of, act, habits);
    const least = of.body.emergency ? WEIGHTS.importer + WEIGHTS.exporter : MIN_LIKENESSES;
    if (weigh(one.likeness) >= least) likely.push(one);
  }
  return likely;
}

export function chooseFitting(
  of: ExportAct,
  likely: readonly Candidate[],
  known: KnownTrade
): readonly Candidate[] {
  const sorted = likely
    .slice()
    .sort((a, b) => weigh(b.likeness) - weigh(a.likeness) || compareIds(a.act._id, b.act._id));
  const fitting: Candidate[] = [];
  for (const one of sorted) {
    const dossier = known.dossierOf(one.act._id);
    if (dossier && fits(of, one.act, dossier, known.actOf)) fitting.push(one);
    if (fitting.length === MAX_CANDIDATES) break;
  }
  return fitting;
}

function weigh(likeness: readonly Likeness[]): number {
  return likeness.reduce((sum, one) => sum + WEIGHTS[one], 0);
}

/** Later first: an id begins with its date. */
function compareIds(a: ActId, b: ActId): number {
  return a < b ? 1 : -1;
}

function compare(of: ExportAct, act: ImportAct, habits: readonly Habit[]): Candidate {
  const [{ body }, other] = [of, act.body];
  if (!hasGoods(body, other)) return { act, likeness: NONE };
  const cited = citationOf(body);
  const number = numberInKey(body.dossier);
  const theirs = numberInKey(other.dossier);
  const found: Likeness[] = [];
  if (number === theirs) found.push('number');
  else if (isJoined(number, other)) found.push('joined');
  else if (isOneSlip(number, theirs)) found.push('slip');
  const habit = found.length > 0 ? undefined : habits.find((one) => wouldWrite(one, theirs) === number);
  if (habit) found.push('habit');
  if (cited.issuedOn === other.issuedOn) found.push('date');
  if (hasSameQuantities(body, other)) found.push('quantity');
  // Names are slow to compare, and not enough without other evidence, except for an emergency export, which cites nothing.
  if (found.length > 0 || body.emergency) {
    if (sameName(body.importer.name, other.importer.name)) found.push('importer');
    if (sameName(body.exporter.name, other.exporter.name)) found.push('exporter');
  }
  return habit ? { act, likeness: found, habit } : { act, likeness: found };
}

/** The first character, which no separator precedes, spares most numbers the comparison. */
function isJoined(number: string, other: ImportAct['body']): boolean {
  const theirs = numberInKey(other.dossier);
  if (number.indexOf('-') >= 0 || number[0] !== theirs[0]) return false;
  return runTogetherKeys(other).some((key) => numberInKey(key) === number);
}

/** Other goods can never be linked, so this runs first, for every import authorization. */
function hasGoods({ lines }: ExportAct['body'], other: ImportAct['body']): boolean {
  return lines.every(({ substance }) => other.lines.some((one) => one.substance === substance));
}

function hasSameQuantities(body: ExportAct['body'], other: ImportAct['body']): boolean {
  return body.lines.every((line) => {
    const target = importLineOf(line, other.lines);
    if (!target) return false;
    const goods = { basis: comparedAs(line, target), factor: target.factor.value };
    const outcome = judgePair('import-export', quantitiesOf(target), quantitiesOf(line), goods);
    return outcome === 'same' || outcome === 'tolerated';
  });
}

export function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** True if, once linked, it would count and displace no act. */
function fits(of: ExportAct, ia: ImportAct, dossier: Dossier, actOf: (id: ActId) => Act | null): boolean {
  if (dossier.importAuthorization !== ia._id || dossier.status === 'cancelled') return false;
  // Cheap test before the fold: most are used up long ago.
  if (areConsignmentsUsed(dossier.consignments, countUsing(dossier.exports))) return false;
  const isLater = of.body.validUntil > ia.body.validUntil || of.body.issuedOn > ia.body.validUntil;
  if (isLater && !of.body.emergency) return false;
  const acts = dossier.timeline.map(actOf).filter((act): act is DossierAct => act !== null);
  const others = acts.filter(({ _id }) => _id !== of._id);
  const after = foldDossier(dossier.key, others.concat(asNamedBy(ia, of)));
  return after.timeline.length === others.length + 1 && after.timeline.indexOf(of._id) >= 0;
}

/** Another authority's name keeps the two apart until somebody links them. */
function asNamedBy({ body }: ImportAct, of: ExportAct): ExportAct {
  const cited = of.body.importAuthorization;
  if (!cited) return of;
  const importAuthorization = { ...cited, authority: body.authority.name };
  return { ...of, body: { ...of.body, importAuthorization } };
}
