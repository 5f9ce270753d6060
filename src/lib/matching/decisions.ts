/** Today's matching decisions of this authority and its partners; each is one signed act. */
import type { Act, ActOf, BodyOf } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
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
  readonly decision: BodyOf<'match-decision'>['decision'];
  readonly export: ActId;
  readonly dossier: DossierKey;
  readonly number: string;
  /** True if no later decision concerns the pair and no later act depends on it. */
  readonly isLast: boolean;
}

/**
 * Latest first; the day follows this office's clock. Partners' confirmations of exact matches change nothing here and
 * are left out: hundreds would hide the decisions.
 */
export function decidedOn(day: CalendarDate, authority: AuthorityCode, known: Known): readonly Decided[] {
  const all = known.actsOf('match-decision').filter(({ _id }) => known.counts(_id)) as Decision[];
  const last = lastBy(all, subjectOf);
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
  keyOf: (body: BodyOf<'match-decision'>) => K
): ReadonlyMap<K, Decision> {
  const last = new Map<K, Decision>();
  for (const act of all) {
    const key = keyOf(act.body);
    const before = last.get(key);
    if (!before || isLater(act, before)) last.set(key, act);
  }
  return last;
}

/** For a link or its denial either side's next decision counts; comparisons are confirmed by each side separately. */
function aboutOf(body: BodyOf<'match-decision'>, known: Known): string {
  const about = [body.exportAuthorization, body.paperRecord, body.dossier].join(' ');
  return isConfirmed(body, known) ? `${about} ${body.issuer}` : about;
}

/**
 * Any decision on an export authorization ends its earlier link (`domain/dossier/dossier-index.ts`). So a link can be
 * undone while it is the latest decision, and a denial if undoing ends no link.
 */
function isFree({ _id, body }: Decision, last: ReadonlyMap<ActId, Decision>, known: Known): boolean {
  const latest = last.get(subjectOf(body));
  if (!latest || latest._id === _id || isConfirmed(body, known)) return !isLinkedElsewhere(latest, body);
  return body.decision !== 'link' && latest.body.decision !== 'link';
}

function isLinkedElsewhere(latest: Decision | undefined, { dossier }: BodyOf<'match-decision'>): boolean {
  return latest?.body.decision === 'link' && latest.body.dossier !== dossier;
}

/** The next to undo: the own decision without a later one. */
export function lastUndoable(decided: readonly Decided[], authority: AuthorityCode): Decided | null {
  return decided.find((one) => one.by === authority && isUndoable(one)) ?? null;
}

/**
 * The latest decision, then those that can be undone. One decision can cover several, and each undone one makes room
 * for the next.
 */
export function shownOf(decided: readonly Decided[], most: number): readonly Decided[] {
  const [latest, ...others] = decided;
  if (!latest) return [];
  const told = others.filter((one) => !isUndoable(one));
  return [latest, ...others.filter(isUndoable), ...told].slice(0, most);
}

/** Either side can undo a decision; a link on top of a denial is undone first. */
export function isUndoable({ isLast, decision }: Decided): boolean {
  return isLast && decision !== 'reopen';
}

function isConfirmed(decision: BodyOf<'match-decision'>, known: Known): boolean {
  const { dossier, paperRecord } = decision;
  const body = known.act(subjectOf(decision))?.body;
  return paperRecord === undefined && body?.kind === 'export-authorization' && body.dossier === dossier;
}

/** A record of an import authorization is decided about without any export. */
function subjectOf({ exportAuthorization, paperRecord }: BodyOf<'match-decision'>): ActId {
  return (exportAuthorization ?? paperRecord)!;
}

function isLater(a: Decision, b: Decision): boolean {
  return a.body.at !== b.body.at ? a.body.at > b.body.at : a._id > b._id;
}

function toDecided(act: Decision, isLast: boolean, known: Known): Decided {
  const { dossier, decision } = act.body;
  const subject = subjectOf(act.body);
  const read = readAuthorization(known.act(subject));
  return {
    act,
    by: act.body.issuer,
    decision,
    export: subject,
    dossier,
    number: read?.body.number ?? '',
    isLast
  };
}
