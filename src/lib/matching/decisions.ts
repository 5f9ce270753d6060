/** What was decided today, by this authority and by its partners; each decision is one signed act. */
import type { Act, ActOf, MatchDecisionBody } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { ActId, AuthorityCode, CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import { dateHere } from '#lib/store/browser/deps.ts';

type Decision = ActOf<'match-decision'>;

interface Known {
  act(id: ActId): Act | null;
  actsOf(kind: ActKind): readonly Act[];
  counts(id: ActId): boolean;
}

export interface Decided {
  readonly act: Decision;
  readonly by: AuthorityCode;
  readonly decision: MatchDecisionBody['decision'];
  readonly export: ActId;
  readonly dossier: DossierKey;
  /** The number of the export authorization. */
  readonly number: string;
  /** Whether nothing was decided about the same two since. */
  readonly isLast: boolean;
}

/**
 * The latest first. The day is the one on which it was signed, by the clock on the wall of this office. What a partner confirms of an exact
 * match changes nothing here and is left out: hundreds of them would hide what was decided.
 */
export function decidedOn(day: CalendarDate, authority: AuthorityCode, known: Known): readonly Decided[] {
  const all = known.actsOf('match-decision').filter(({ _id }) => known.counts(_id)) as Decision[];
  const last = new Map<ActId, Decision>();
  for (const act of all) {
    const before = last.get(act.body.exportAuthorization);
    if (!before || isLater(act, before)) last.set(act.body.exportAuthorization, act);
  }
  return all
    .filter(({ body }) => dateHere(Date.parse(body.at)) === day)
    .filter(({ body }) => body.issuer === authority || !isConfirmed(body, known))
    .sort((a, b) => (isLater(a, b) ? -1 : 1))
    .map((act) => toDecided(act, last, known));
}

/** What would be undone first: the own word that nobody has said anything after. */
export function lastUndoable(decided: readonly Decided[], authority: AuthorityCode): Decided | null {
  return decided.find((one) => one.by === authority && isUndoable(one)) ?? null;
}

/**
 * Of those, what is shown: the latest word, and then what can still be taken back. One decision may be about several
 * at once, and each that was taken back must leave its place to the next.
 */
export function shownOf(decided: readonly Decided[], most: number): readonly Decided[] {
  const [latest, ...others] = decided;
  if (!latest) return [];
  const told = others.filter((one) => !isUndoable(one));
  return [latest, ...others.filter(isUndoable), ...told].slice(0, most);
}

/** Either of the two may take back what was decided, whoever decided it; a later word is undone first. */
export function isUndoable({ isLast, decision }: Decided): boolean {
  return isLast && decision !== 'reopen';
}

/** About two whose reference had led there already. */
function isConfirmed({ exportAuthorization, dossier }: MatchDecisionBody, known: Known): boolean {
  const body = known.act(exportAuthorization)?.body;
  return body?.kind === 'export-authorization' && body.dossier === dossier;
}

function isLater(a: Decision, b: Decision): boolean {
  return a.body.at !== b.body.at ? a.body.at > b.body.at : a._id > b._id;
}

function toDecided(act: Decision, last: ReadonlyMap<ActId, Decision>, known: Known): Decided {
  const { exportAuthorization, dossier, decision } = act.body;
  const body = known.act(exportAuthorization)?.body;
  return {
    act,
    by: act.body.issuer,
    decision,
    export: exportAuthorization,
    dossier,
    number: body?.kind === 'export-authorization' ? body.number : '',
    isLast: last.get(exportAuthorization) === act
  };
}
