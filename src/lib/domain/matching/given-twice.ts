/**
 * One number that an authority has given to two authorizations of one kind. By its number a document is known at the
 * border and in every answer, so that the later of the two is told of on both desks, and another number is wanted for it.
 * Asked of two countries at a time: what both of them hold.
 */
import { isAuthorizationId } from '../act/act-id.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { ActId } from '../ids.ts';
import { bodyOf, type Finder } from './body-of.ts';
import { normalizeNumber } from './dossier-key.ts';

/** An authorization under its number. */
export interface Numbered {
  readonly act: ActId;
  /** The same for all that bear one number: the two countries, the kind, the number as it is compared. */
  readonly name: string;
  /** False for what was set aside: it takes no number away from anybody. */
  readonly counts: boolean;
}

/** What is cancelled bears its number no more: another may have taken its place. */
export function numbersIn(dossier: Dossier, actOf: Finder): readonly Numbered[] {
  const { importAuthorization, status, number, exports, setAside } = dossier;
  const numbered: Numbered[] = [];
  const add = (act: ActId, kind: 'import' | 'export', typed: string, counts: boolean): unknown =>
    numbered.push({ act, name: `${dossier.key.slice(0, 5)} ${kind} ${normalizeNumber(typed)}`, counts });
  if (importAuthorization !== null && status !== 'cancelled')
    add(importAuthorization, 'import', number, true);
  for (const strand of exports)
    if (strand.status !== 'cancelled') add(strand.act, 'export', strand.number, true);
  for (const { act, isCancelled } of setAside) {
    if (isCancelled || !isAuthorizationId(act)) continue;
    const [ia, ea] = [bodyOf(actOf, act, 'import-authorization'), bodyOf(actOf, act, 'export-authorization')];
    if (ia) add(act, 'import', ia.number, false);
    else if (ea) add(act, 'export', ea.number, false);
  }
  return numbered;
}

/** Of each number that was given more than once all but the first, each with the first: what counts, by the hour it was stated. */
export function findTwice(all: Iterable<Numbered>, actOf: Finder): ReadonlyMap<ActId, ActId> {
  const first = new Map<string, Numbered>();
  const several = new Map<string, Numbered[]>();
  for (const one of Array.from(all)) {
    const before = first.get(one.name);
    if (before === undefined) first.set(one.name, one);
    else several.set(one.name, (several.get(one.name) ?? [before]).concat(one));
  }
  const twice = new Map<ActId, ActId>();
  several.forEach((group) => {
    const [earliest, ...later] = group.sort((a, b) => compareGiven(a, b, actOf));
    if (earliest?.counts) for (const { act } of later) twice.set(act, earliest.act);
  });
  return twice;
}

function compareGiven(a: Numbered, b: Numbered, actOf: Finder): number {
  if (a.counts !== b.counts) return a.counts ? -1 : 1;
  const [left, right] = [actOf(a.act)?.body.at ?? '', actOf(b.act)?.body.at ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.act < b.act ? -1 : 1;
}
