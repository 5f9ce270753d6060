/**
 * Proposals for an officer: all unmatched export authorizations with likely import authorizations, and totals of several.
 * Today needs none of it, only `proposals.ts`.
 */
import type { ActOf, AuthorizationAct, DossierAct, Line } from '../act/body.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { foldDossier } from '../dossier/fold-dossier.ts';
import { importLineOf } from '../dossier/import-use.ts';
import { addTo } from '../groups.ts';
import type { ActId } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import { chooseFitting, findLikely, isCited, type Candidate } from './candidates.ts';
import type { Habit } from './habits.ts';
import { exceptDenied, readDenied, readHabits, type KnownPair } from './proposals.ts';

type ExportAct = ActOf<'export-authorization'>;
type ImportAct = ActOf<'import-authorization'>;

export interface Proposal {
  readonly export: ActId;
  readonly candidates: readonly Candidate<AuthorizationAct>[];
  readonly sum: SumProposal | null;
}

/** False for a similar order that no cited data supports. */
export function isLed({ candidates, sum }: Proposal): boolean {
  return sum !== null || candidates.some(isCited);
}

type SumProposal =
  | { readonly kind: 'one-import'; readonly import: ActId; readonly exports: readonly ActId[] }
  /** One authorization is one import or export (1961 art. 31(4)(a)): no link, so the partner is asked. */
  | { readonly kind: 'one-export'; readonly export: ActId; readonly imports: readonly ActId[] };

export function findProposals(pair: KnownPair, kept = new Likely()): readonly Proposal[] {
  if (pair.strays.length === 0) return [];
  const denied = readDenied(pair.decisions);
  const likelyOf = kept.read(pair.strays, pair.imports, readHabits(pair));
  const found = pair.strays.map((stray) => ({
    stray,
    candidates: chooseFitting(stray, exceptDenied(stray, likelyOf(stray), denied), pair)
  }));
  // Acts with their own candidates are not part of a total.
  const left = found.filter(({ candidates }) => candidates.length === 0).map(({ stray }) => stray);
  const sums = findSums({ ...pair, strays: left }, denied);
  return found
    .map(({ stray, candidates }) => ({ export: stray._id, candidates, sum: sums.get(stray._id) ?? null }))
    .filter(({ candidates, sum }) => candidates.length > 0 || sum !== null);
}

/** Only import authorizations without exports that could take all of them. */
function findSums(pair: KnownPair, denied: ReadonlySet<string>): ReadonlyMap<ActId, SumProposal> {
  const sums = new Map<ActId, SumProposal>();
  if (pair.strays.length === 0) return sums;
  const free = pair.imports.filter((ia) => isFree(ia, pair.dossierOf(ia._id)));
  for (const ia of free) {
    const strays = pair.strays.filter((one) => !denied.has(`${one._id} ${ia.body.dossier}`));
    const several = strays.length > 1 ? exportsWithin(ia, strays, pair) : null;
    if (!several) continue;
    const sum: SumProposal = { kind: 'one-import', import: ia._id, exports: several.map(({ _id }) => _id) };
    for (const { _id } of several) if (!sums.has(_id)) sums.set(_id, sum);
  }
  for (const stray of pair.strays) {
    const several = sums.has(stray._id) ? null : importsWithin(stray, free, denied);
    if (several)
      sums.set(stray._id, {
        kind: 'one-export',
        export: stray._id,
        imports: several.map(({ _id }) => _id)
      });
  }
  return sums;
}

function isFree({ _id }: ImportAct, dossier: Dossier | null): boolean {
  if (dossier?.importAuthorization !== _id || dossier.status === 'cancelled') return false;
  return dossier.exports.every(({ status }) => status === 'cancelled');
}

/** With more parts, a matching total proves little. */
const MAX_PARTS = 14;

function exportsWithin(
  ia: ImportAct,
  strays: readonly ExportAct[],
  { dossierOf, actOf }: KnownPair
): readonly ExportAct[] | null {
  const whole = loadOf(ia.body.lines, ia.body.lines);
  const parts: { act: ExportAct; load: Load }[] = [];
  for (const act of strays) {
    const { issuer, issuedOn, validUntil, lines } = act.body;
    if (issuer !== ia.body.exportingCountry || issuedOn < ia.body.issuedOn) continue;
    const load = validUntil > ia.body.validUntil ? null : loadOf(lines, ia.body.lines);
    if (load && whole) parts.push({ act, load });
  }
  const places =
    whole && parts.length <= MAX_PARTS
      ? findSum(
          whole,
          parts.map(({ load }) => load)
        )
      : null;
  const several = places?.map((at) => parts[at]!.act) ?? null;
  const dossier = dossierOf(ia._id);
  if (!several || !dossier) return null;
  const acts = dossier.timeline.map(actOf).filter((act): act is DossierAct => act !== null);
  const after = foldDossier(dossier.key, acts.concat(several));
  return after.timeline.length === acts.length + several.length ? several : null;
}

function importsWithin(
  stray: ExportAct,
  free: readonly ImportAct[],
  denied: ReadonlySet<string>
): readonly ImportAct[] | null {
  const { lines, issuer, importingCountry, issuedOn, validUntil } = stray.body;
  const whole = loadOf(lines, lines);
  const parts: { act: ImportAct; load: Load }[] = [];
  for (const act of free) {
    const { body } = act;
    if (body.issuer !== importingCountry || body.exportingCountry !== issuer) continue;
    if (body.issuedOn > issuedOn || body.validUntil < validUntil) continue;
    if (denied.has(`${stray._id} ${body.dossier}`)) continue;
    const load = loadOf(body.lines, lines);
    if (load) parts.push({ act, load });
  }
  if (!whole || parts.length > MAX_PARTS) return null;
  const places = findSum(
    whole,
    parts.map(({ load }) => load)
  );
  return places?.map((at) => parts[at]!.act) ?? null;
}

/** Keyed by target line; null if a line does not fit one in its own form. */
function loadOf(lines: readonly Line[], targets: readonly Line[]): Load | null {
  const load: Record<string, number> = {};
  for (const line of lines) {
    const { substance, form, pharmaceuticalForm } = line;
    const target = importLineOf({ substance, form, pharmaceuticalForm }, targets);
    if (!target || target.form !== form) return null;
    const key = String(target.no);
    load[key] = (load[key] ?? 0) + microgramsOf(line.stated);
  }
  return load;
}

/** Finds several loads that together equal one, line by line: authorized 500 g once, exported 300 g and 200 g. */
type Load = Readonly<Record<string, number>>;

/** A match of more parts is a coincidence. */
const MAX_SUM_PARTS = 4;
const MAX_STEPS = 2000;

/** Indexes of at least two parts with that total; null if none or ambiguous. */
function findSum(whole: Load, parts: readonly Load[]): readonly number[] | null {
  const names = Object.keys(whole);
  const found: number[][] = [];
  let steps = 0;
  const search = (from: number, chosen: readonly number[], rest: Load): void => {
    if (++steps > MAX_STEPS || found.length > 1) return;
    if (names.every((name) => rest[name] === 0)) {
      if (chosen.length > 1) found.push(chosen.slice());
      return;
    }
    if (chosen.length === MAX_SUM_PARTS) return;
    for (let at = from; at < parts.length; at++) {
      const left = minus(rest, parts[at]!);
      if (left) search(at + 1, chosen.concat(at), left);
    }
  };
  search(0, [], whole);
  return found.length === 1 && steps <= MAX_STEPS ? found[0]! : null;
}

function minus(rest: Load, part: Load): Load | null {
  const left: Record<string, number> = { ...rest };
  for (const name of Object.keys(part)) {
    const after = (left[name] ?? -1) - (part[name] ?? 0);
    if (after < 0) return null;
    left[name] = after;
  }
  return left;
}

/**
 * Similarities between unmatched export authorizations and import authorizations of two countries. Acts never change,
 * so each pair is compared only once.
 */
const NO_IMPORTS: readonly ImportAct[] = [];

export class Likely {
  /** By export authorization, compared with all of `#imports` under `#habits`. */
  #found = new Map<ActId, readonly Candidate[]>();
  #imports = new Set<ActId>();
  #habits = '';

  read(
    strays: readonly ExportAct[],
    imports: readonly ImportAct[],
    habits: readonly Habit[]
  ): (stray: ExportAct) => readonly Candidate[] {
    const before = this.#keepIfSame(imports, habits);
    const all = bySubstance(imports);
    const fresh = bySubstance(imports.filter(({ _id }) => !this.#imports.has(_id)));
    this.#found = new Map();
    for (const stray of strays) {
      const kept = before.get(stray._id);
      const likely = findLikely(stray, (kept ? fresh : all)(stray), habits);
      this.#found.set(stray._id, kept ? kept.concat(likely) : likely);
    }
    this.#imports = new Set(imports.map(({ _id }) => _id));
    return ({ _id }) => this.#found.get(_id) ?? [];
  }

  /** A removed act or a new habit, both rare, repeats all comparisons. */
  #keepIfSame(
    imports: readonly ImportAct[],
    habits: readonly Habit[]
  ): ReadonlyMap<ActId, readonly Candidate[]> {
    const told = habits.map(({ learntFrom, meant }) => `${learntFrom} ${meant}`).join();
    const here = new Set(imports.map(({ _id }) => _id));
    const isSame = told === this.#habits && Array.from(this.#imports).every((id) => here.has(id));
    this.#habits = told;
    if (isSame) return this.#found;
    this.#imports = new Set();
    return new Map();
  }
}

/** Other goods can never be linked, so they are skipped. */
function bySubstance(imports: readonly ImportAct[]): (stray: ExportAct) => readonly ImportAct[] {
  const groups = new Map<string, ImportAct[]>();
  for (const act of imports)
    for (const substance of new Set(act.body.lines.map((line) => line.substance as string)))
      addTo(groups, substance, act);
  return ({ body }) => {
    const [first] = body.lines;
    return first ? (groups.get(first.substance) ?? NO_IMPORTS) : imports;
  };
}
