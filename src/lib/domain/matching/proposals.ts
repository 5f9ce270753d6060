/**
 * Likely import authorizations of one export authorization. Rejected pairs are not proposed again; habits are used
 * (`habits.ts`).
 */
import type { ActOf } from '../act/body.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { ActId, DossierKey } from '../ids.ts';
import type { Finder } from './finding.ts';
import { chooseFitting, findLikely, type Candidate } from './candidates.ts';
import { learnHabit, type Habit } from './habits.ts';

type ExportAct = ActOf<'export-authorization'>;
type ImportAct = ActOf<'import-authorization'>;
type Decision = ActOf<'match-decision'>;

export interface KnownPair {
  readonly strays: readonly ExportAct[];
  readonly imports: readonly ImportAct[];
  readonly decisions: readonly Decision[];
  readonly dossierOf: (id: ActId) => Dossier | null;
  readonly actOf: Finder;
}

/**
 * Proposals for one export authorization, for Today and its dossier; the same rejections apply as on the matching page.
 */
export function proposeFor(stray: ExportAct, pair: Omit<KnownPair, 'strays'>): readonly Candidate[] {
  const denied = readDenied(pair.decisions);
  const likely = findLikely(stray, pair.imports, readHabits(pair));
  return chooseFitting(stray, exceptDenied(stray, likely, denied), pair);
}

export function exceptDenied(
  { _id }: ExportAct,
  likely: readonly Candidate[],
  denied: ReadonlySet<string>
): readonly Candidate[] {
  return denied.size === 0 ? likely : likely.filter(({ act }) => !denied.has(`${_id} ${act.body.dossier}`));
}

export function readDenied(decisions: readonly Decision[]): ReadonlySet<string> {
  const denied = new Set<string>();
  for (const { body } of inOrder(decisions)) {
    if (body.exportAuthorization === undefined) continue;
    const about = `${body.exportAuthorization} ${body.dossier}`;
    if (body.decision === 'unlink') denied.add(about);
    else denied.delete(about);
  }
  return denied;
}

/** Latest first: a partner might change its writing. */
export function readHabits({ decisions, imports, actOf }: Omit<KnownPair, 'strays'>): readonly Habit[] {
  if (decisions.length === 0) return [];
  const last = new Map<ActId, Decision>();
  for (const one of inOrder(decisions))
    if (one.body.exportAuthorization) last.set(one.body.exportAuthorization, one);
  const meantBy = new Map<DossierKey, string>();
  for (const { body } of imports) meantBy.set(body.dossier, body.number);
  const habits: Habit[] = [];
  for (const [id, { body }] of Array.from(last).reverse()) {
    const of = body.decision === 'link' ? actOf(id)?.body : undefined;
    const meant = meantBy.get(body.dossier);
    if (of?.kind !== 'export-authorization' || meant === undefined) continue;
    // An emergency export cites nothing, so it shows no way of writing.
    if (!of.importAuthorization) continue;
    const habit = learnHabit(of.importAuthorization.number, meant, id);
    if (habit) habits.push(habit);
  }
  return habits;
}

function inOrder(decisions: readonly Decision[]): readonly Decision[] {
  return decisions
    .slice()
    .sort((a, b) =>
      a.body.at !== b.body.at ? (a.body.at < b.body.at ? -1 : 1) : a._id < b._id ? -1 : a._id > b._id ? 1 : 0
    );
}
