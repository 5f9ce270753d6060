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
  /** Whether it still holds: nothing was decided about the same two since, and no later word stands upon it. */
  readonly isLast: boolean;
}

/**
 * The latest first. The day is the one on which it was signed, by the clock on the wall of this office. What a partner confirms of an exact
 * match changes nothing here and is left out: hundreds of them would hide what was decided.
 */
export function decidedOn(day: CalendarDate, authority: AuthorityCode, known: Known): readonly Decided[] {
  const all = known.actsOf('match-decision').filter(({ _id }) => known.counts(_id)) as Decision[];
  const last = lastBy(all, ({ exportAuthorization }) => exportAuthorization);
  const lastOfTwo = lastBy(all, (body) => aboutOf(body, known));
  const holds = (act: Decision): boolean =>
    lastOfTwo.get(aboutOf(act.body, known)) === act && isFree(act, last, known);
  return all
    .filter(({ body }) => dateHere(Date.parse(body.at)) === day)
    .filter(({ body }) => body.issuer === authority || !isConfirmed(body, known))
    .sort((a, b) => (isLater(a, b) ? -1 : 1))
    .map((act) => toDecided(act, holds(act), known));
}

function lastBy<K>(
  all: readonly Decision[],
  keyOf: (body: MatchDecisionBody) => K
): ReadonlyMap<K, Decision> {
  const last = new Map<K, Decision>();
  for (const act of all) {
    const key = keyOf(act.body);
    const before = last.get(key);
    if (!before || isLater(act, before)) last.set(key, act);
  }
  return last;
}

/** Of two that may be linked or not either side's word is the next one; that two were compared each confirms for itself. */
function aboutOf(body: MatchDecisionBody, known: Known): string {
  const about = `${body.exportAuthorization} ${body.dossier}`;
  return isConfirmed(body, known) ? `${about} ${body.issuer}` : about;
}

/**
 * Any word about an export authorization ends a link of it that was decided before (`domain/dossier/route-acts.ts`):
 * so a link is taken back while it is the last word, and a “no” as long as no link would be ended by that.
 */
function isFree({ _id, body }: Decision, last: ReadonlyMap<ActId, Decision>, known: Known): boolean {
  const latest = last.get(body.exportAuthorization);
  if (!latest || latest._id === _id || isConfirmed(body, known)) return !isLinkedElsewhere(latest, body);
  return body.decision !== 'link' && latest.body.decision !== 'link';
}

function isLinkedElsewhere(latest: Decision | undefined, { dossier }: MatchDecisionBody): boolean {
  return latest?.body.decision === 'link' && latest.body.dossier !== dossier;
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

/** Either of the two may take back what was decided, whoever decided it; a link upon a “no” is undone first. */
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

function toDecided(act: Decision, isLast: boolean, known: Known): Decided {
  const { exportAuthorization, dossier, decision } = act.body;
  const body = known.act(exportAuthorization)?.body;
  return {
    act,
    by: act.body.issuer,
    decision,
    export: exportAuthorization,
    dossier,
    number: body?.kind === 'export-authorization' ? body.number : '',
    isLast
  };
}
