/**
 * One number on two authorizations of one kind: the later one needs another, since border and partners know a document
 * by it. Only the issuer sees a number given to two partners.
 */
import { isAuthorizationId } from '../act/act-id.ts';
import type { Act } from '../act/body.ts';
import type { Dossier } from '../dossier/dossier.ts';
import type { ActId, DossierKey } from '../ids.ts';
import { bodyOf, type Finder } from './finding.ts';
import { normalizeNumber } from '../act/dossier-key.ts';

export interface Numbered {
  readonly act: ActId;
  /** Same for all with one number: issuer, kind, folded number. */
  readonly name: string;
  readonly dossier: DossierKey;
  readonly pair: string;
  /** False if not counted: it does not take a number from another. */
  readonly counts: boolean;
}

/** Another document of the same author and kind that has the number of `act`. */
export function findSameNumber({ _id, body }: Act, others: readonly Act[]): Act | null {
  if (!('number' in body)) return null;
  const number = normalizeNumber(body.number);
  const isSame = (one: Act['body']): boolean =>
    one.issuer === body.issuer &&
    one.kind === body.kind &&
    'number' in one &&
    normalizeNumber(one.number) === number;
  return others.find((one) => one._id !== _id && isSame(one.body)) ?? null;
}

/** Cancelled acts release their number to a replacement. */
export function numbersIn(dossier: Dossier, actOf: Finder): readonly Numbered[] {
  const { importAuthorization, status, number, exports, setAside } = dossier;
  const numbered: Numbered[] = [];
  const pair = dossier.key.slice(0, 5);
  const add = (act: ActId, kind: 'import' | 'export', typed: string, counts: boolean): void => {
    const issuer = kind === 'import' ? dossier.importingCountry : dossier.exportingCountry;
    numbered.push({
      act,
      name: `${issuer} ${kind} ${normalizeNumber(typed)}`,
      dossier: dossier.key,
      pair,
      counts
    });
  };
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

export function findTwice(all: Iterable<Numbered>, actOf: Finder): ReadonlyMap<ActId, ActId> {
  const first = new Map<string, Numbered>();
  const several = new Map<string, Numbered[]>();
  for (const one of Array.from(all)) {
    const before = first.get(one.name);
    if (before === undefined) first.set(one.name, one);
    else several.set(one.name, (several.get(one.name) ?? [before]).concat(one));
  }
  const twice = new Map<ActId, ActId>();
  several.forEach((group) =>
    noteTwice(
      group.sort((a, b) => compareGiven(a, b, actOf)),
      twice
    )
  );
  return twice;
}

/** Finds what `findTwice` finds; after a change it compares only the numbers of that dossier. */
export class NumbersGiven {
  readonly #of = new Map<DossierKey, readonly Numbered[]>();
  readonly #byName = new Map<string, readonly Numbered[]>();
  readonly #twice = new Map<ActId, ActId>();
  readonly #actOf: Finder;

  constructor(actOf: Finder) {
    this.#actOf = actOf;
  }

  /** The dossiers with the numbers that this one has or had. */
  put(key: DossierKey, dossier: Dossier | null): ReadonlySet<DossierKey> {
    const before = this.#of.get(key) ?? [];
    const numbers = dossier ? numbersIn(dossier, this.#actOf) : [];
    if (dossier) this.#of.set(key, numbers);
    else this.#of.delete(key);
    const names = new Set([...before, ...numbers].map(({ name }) => name));
    const near = new Set<DossierKey>();
    names.forEach((name) => {
      const held = this.#byName.get(name) ?? [];
      const group = held
        .filter((one) => one.dossier !== key)
        .concat(numbers.filter((one) => one.name === name));
      if (group.length > 0) this.#byName.set(name, group);
      else this.#byName.delete(name);
      if (held.length < 2 && group.length < 2) return;
      for (const { act } of held) this.#twice.delete(act);
      noteTwice(
        Array.from(group).sort((a, b) => compareGiven(a, b, this.#actOf)),
        this.#twice
      );
      for (const one of held.concat(group)) near.add(one.dossier);
    });
    return near;
  }

  get hasTwice(): boolean {
    return this.#twice.size > 0;
  }

  /** Those of the dossier's acts that need another number, each with the act that has it. */
  twiceIn(key: DossierKey): ReadonlyMap<ActId, ActId> {
    if (this.#twice.size === 0) return NONE;
    const twice = new Map<ActId, ActId>();
    for (const { act } of this.#of.get(key) ?? []) {
      const other = this.#twice.get(act);
      if (other !== undefined) twice.set(act, other);
    }
    return twice;
  }
}

const NONE: ReadonlyMap<ActId, ActId> = new Map();

/** First repeats within a country pair, visible to both; then the earliest of each pair with another pair's. */
function noteTwice(group: readonly Numbered[], twice: Map<ActId, ActId>): void {
  const earliest = new Map<string, Numbered>();
  for (const one of group) {
    const before = earliest.get(one.pair);
    if (before === undefined) earliest.set(one.pair, one);
    else if (before.counts) twice.set(one.act, before.act);
  }
  const [first, ...later] = Array.from(earliest.values()).filter(({ counts }) => counts);
  if (first) for (const { act } of later) twice.set(act, first.act);
}

function compareGiven(a: Numbered, b: Numbered, actOf: Finder): number {
  if (a.counts !== b.counts) return a.counts ? -1 : 1;
  const [left, right] = [actOf(a.act)?.body.at ?? '', actOf(b.act)?.body.at ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.act < b.act ? -1 : 1;
}
