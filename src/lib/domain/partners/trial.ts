/**
 * A trial of two authorities: proposed by one, accepted or declined by the other, its result signed by both. A pure fold
 * over acts: the same on both sides in whatever order they arrive, since acts are taken by the time that they state.
 *
 * | state      | when                                                            |
 * |------------|-----------------------------------------------------------------|
 * | proposed   | nobody has answered                                             |
 * | declined   | the partner declined                                            |
 * | accepted   | the partner accepted, and nobody has signed a result            |
 * | one-signed | one side has signed a result                                    |
 * | differs    | both have, and not the same: `differences` says where           |
 * | agreed     | both have signed the same figures; nothing is signed after that |
 */
import { addTo } from '../groups.ts';
import type { ActOf, Body, TrialFigures } from '../act/body.ts';
import { isTrialKind, type TrialKind } from '../act/kinds.ts';
import type { CarriedAct } from '../act/later-act.ts';
import type { Invented } from '../act/practice.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '../ids.ts';
import type { Problem } from '../result.ts';

export type TrialAct = ActOf<TrialKind>;

export const TRIAL_KINDS: readonly TrialKind[] = ['trial-proposal', 'trial-answer', 'trial-result'];

export function isTrialAct(act: CarriedAct): act is TrialAct {
  return isTrialKind(act.body.kind);
}

/** The id of a trial is the id of its proposal. */
export function trialOf({ _id, body }: TrialAct): ActId {
  return body.kind === 'trial-proposal' ? _id : body.trial;
}

export type TrialState = 'proposed' | 'declined' | 'accepted' | 'one-signed' | 'differs' | 'agreed';

export interface SignedResult {
  readonly act: ActId;
  readonly by: CountryCode;
  readonly at: Instant;
  readonly asAt: CalendarDate;
  readonly figures: readonly TrialFigures[];
}

export type TrialFigure = keyof Omit<TrialFigures, 'importing' | 'substances'>;

/** `substance`: only for quantities. */
export interface FigureName {
  readonly figure: TrialFigure;
  readonly substance: string | null;
}

export interface TrialDifference extends FigureName {
  readonly importing: CountryCode;
  readonly proposer: string;
  readonly partner: string;
}

export interface TrialScope {
  readonly proposer: CountryCode;
  readonly partner: CountryCode;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
  readonly importing: readonly CountryCode[];
}

export interface Trial extends TrialScope {
  readonly id: ActId;
  readonly note: string | null;
  readonly proposedAt: Instant;
  readonly state: TrialState;
  readonly answer: {
    readonly act: ActId;
    readonly at: Instant;
    readonly answer: 'accept' | 'decline';
    readonly reason: string | null;
  } | null;
  /** The latest counted result of each side, the proposer's first. */
  readonly results: readonly SignedResult[];
  readonly differences: readonly TrialDifference[];
  /** Acts that the rules refuse are kept and shown. */
  readonly setAside: readonly { readonly act: ActId; readonly problem: Problem }[];
  readonly demonstration: Invented;
}

type Building = { -readonly [K in keyof Trial]: Trial[K] };

export function foldTrial(id: ActId, acts: readonly TrialAct[]): Trial | null {
  const opening = acts.find(({ _id }) => _id === id)?.body;
  if (opening?.kind !== 'trial-proposal') return null;
  const trial = openTrial(id, opening);
  const seen = new Set<ActId>([id]);
  for (const { _id, body } of acts.slice().sort(compareActs)) {
    if (seen.has(_id)) continue;
    seen.add(_id);
    const problem = body.kind === 'trial-proposal' ? null : applyTo(trial, _id, body);
    if (problem) trial.setAside = [...trial.setAside, { act: _id, problem }];
  }
  return trial;
}

export function foldTrials(acts: Iterable<TrialAct>): readonly Trial[] {
  const byTrial = new Map<ActId, TrialAct[]>();
  for (const act of acts) addTo(byTrial, trialOf(act), act);
  const trials = Array.from(byTrial, ([id, group]) => foldTrial(id, group));
  return trials.filter((one) => one !== null).sort(byProposal);
}

/** The time when the second side signed the agreed figures; later acts are not part of the trial. Null before. */
export function agreedAt({ state, results }: Trial): Instant | null {
  if (state !== 'agreed') return null;
  return results.map(({ at }) => at).reduce((last, at) => (at > last ? at : last));
}

function byProposal(a: Trial, b: Trial): number {
  if (a.proposedAt !== b.proposedAt) return a.proposedAt < b.proposedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/**
 * An answer sorts before acts that rest on it, even if clocks differ; the rest sorts by time, then deterministically.
 */
function compareActs(a: TrialAct, b: TrialAct): number {
  const [left, right] = [rank(a), rank(b)];
  if (left !== right) return left - right;
  if (a.body.at !== b.body.at) return a.body.at < b.body.at ? -1 : 1;
  return a._id < b._id ? -1 : 1;
}

function rank({ body }: TrialAct): number {
  return body.kind === 'trial-result' ? 1 : 0;
}

function openTrial(id: ActId, body: ActOf<'trial-proposal'>['body']): Building {
  return {
    id,
    proposer: body.issuer as CountryCode,
    partner: body.to[0] as CountryCode,
    from: body.from,
    until: body.until,
    importing: body.importing.slice().sort(),
    note: body.note ?? null,
    proposedAt: body.at,
    state: 'proposed',
    answer: null,
    results: [],
    differences: [],
    setAside: [],
    demonstration: body.demonstration ?? false
  };
}

type Following = Extract<Body, { readonly kind: 'trial-answer' | 'trial-result' }>;

function applyTo(trial: Building, id: ActId, body: Following): Problem | null {
  return body.kind === 'trial-answer' ? applyAnswer(trial, id, body) : applyResult(trial, id, body);
}

function applyAnswer(trial: Building, act: ActId, body: ActOf<'trial-answer'>['body']): Problem | null {
  if (body.issuer !== trial.partner || body.to[0] !== trial.proposer) return { code: 'trial.answer.foreign' };
  if (trial.answer !== null) return { code: 'trial.answer.twice' };
  trial.answer = { act, at: body.at, answer: body.answer, reason: body.reason ?? null };
  trial.state = body.answer === 'accept' ? 'accepted' : 'declined';
  return null;
}

function applyResult(trial: Building, act: ActId, body: ActOf<'trial-result'>['body']): Problem | null {
  const { issuer, to, asAt, figures, at } = body;
  const sides: readonly string[] = [trial.proposer, trial.partner];
  if (sides.indexOf(issuer) < 0 || sides.indexOf(to[0] as string) < 0)
    return { code: 'trial.result.foreign' };
  if (trial.answer?.answer !== 'accept') return { code: 'trial.result.notAccepted' };
  if (trial.state === 'agreed') return { code: 'trial.result.afterAgreement' };
  if (asAt < trial.from) return { code: 'trial.result.early' };
  const inOrder = figures.slice().sort((a, b) => (a.importing < b.importing ? -1 : 1));
  if (inOrder.map(({ importing }) => importing).join() !== trial.importing.join())
    return { code: 'trial.scope.foreign' };
  const by = issuer as CountryCode;
  const others = trial.results.filter((one) => one.by !== by);
  trial.results = [...others, { act, by, at, asAt, figures: inOrder }].sort(
    (a, b) => Number(b.by === trial.proposer) - Number(a.by === trial.proposer)
  );
  settle(trial);
  return null;
}

function settle(trial: Building): void {
  const [ours, theirs] = trial.results;
  if (!ours || !theirs) {
    trial.state = 'one-signed';
    return;
  }
  const isSame = ours.asAt === theirs.asAt && canonicalJson(ours.figures) === canonicalJson(theirs.figures);
  trial.state = isSame ? 'agreed' : 'differs';
  trial.differences = isSame ? [] : differencesOf(ours.figures, theirs.figures);
}

const COUNTS = ['dossiers', 'agreed', 'open', 'waiting'] as const;
const QUANTITIES = ['authorized', 'exported', 'imported'] as const;
const SOURCES = ['acts', 'hash'] as const;

/** Display order; quantities by substance. */
export function figureNames(all: readonly TrialFigures[]): readonly FigureName[] {
  const substances = new Set<string>();
  for (const one of all) for (const { substance } of one.substances ?? []) substances.add(substance);
  const alone = (figure: TrialFigure): FigureName => ({ figure, substance: null });
  const quantities = Array.from(substances)
    .sort()
    .map((substance) => QUANTITIES.map((figure) => ({ figure, substance })));
  return COUNTS.map(alone).concat(...quantities, SOURCES.map(alone));
}

/** Signed value; a substance without a row counts as 0. */
export function figureOf(figures: TrialFigures, { figure, substance }: FigureName): string {
  if (figure !== 'authorized' && figure !== 'exported' && figure !== 'imported')
    return String(figures[figure]);
  return figures.substances?.find((one) => one.substance === substance)?.[figure] ?? '0';
}

/** Compares figures of one scope in one order. Totals over all drugs are never compared with a quantity of one. */
export function differencesOf(
  proposer: readonly TrialFigures[],
  partner: readonly TrialFigures[]
): readonly TrialDifference[] {
  return proposer.flatMap((one, index) => {
    const other = partner[index];
    if (!other) return [];
    const isAlike = (one.substances === undefined) === (other.substances === undefined);
    return figureNames([one, other])
      .filter(({ substance }) => isAlike || substance === null)
      .map((name) => ({
        importing: one.importing,
        ...name,
        proposer: figureOf(one, name),
        partner: figureOf(other, name)
      }))
      .filter((found) => found.proposer !== found.partner);
  });
}

// Judges an act of a trial by the fold that shows it, the same at the door and on the device.

/** `acts`: stored ones in the issuer's database, perhaps of other trials too. */
export function admitTrialAct(acts: readonly TrialAct[], act: TrialAct): readonly Problem[] {
  if (act.body.kind === 'trial-proposal') return [];
  const all = acts.some(({ _id }) => _id === act._id) ? acts : [...acts, act];
  const id = trialOf(act);
  const trial = foldTrial(
    id,
    all.filter((one) => trialOf(one) === id)
  );
  // Only an authority with the proposal can answer or sign.
  if (trial === null) return [{ code: 'trial.proposal.missing', path: 'body.trial' }];
  return trial.setAside.filter((one) => one.act === act._id).map(({ problem }) => problem);
}
