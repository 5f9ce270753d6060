/** What the fold keeps while it goes through the acts: mutable, seen only by this folder and matching. */
import type { ActOf, Line } from '../act/body.ts';
import type { ActId, DossierKey } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import type { DossierReply, ExportLine, ExportStrand, Quantities, SetAside } from './dossier.ts';
import { NOTHING } from './import-use.ts';

export interface LineState {
  no: number;
  substance: string;
  form: string;
  designation: string;
  authorized: Quantities;
  taken: Quantities;
  exported: Quantities;
  imported: Quantities;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One line of an export authorization; `lines[i]` belongs to `act.body.lines[i]`. */
export type StrandLine = Mutable<ExportLine>;

/** An export authorization and what it becomes in the dossier: the view is filled in place. */
export interface StrandState {
  readonly act: ActOf<'export-authorization'>;
  readonly view: Mutable<Omit<ExportStrand, 'lines'>> & { readonly lines: readonly StrandLine[] };
}

export interface DossierState {
  key: DossierKey;
  importAuthorization: ActOf<'import-authorization'> | null;
  cancelled: boolean;
  lines: LineState[];
  strands: readonly StrandState[];
  replies: readonly DossierReply[];
  timeline: ActId[];
  setAside: readonly SetAside[];
  missing: readonly ActId[];
  /** Export authorizations that a later decision here has separated again: nothing waits for them. */
  unlinked: readonly ActId[];
  demonstration: boolean;
}

/** Shared by all dossiers where nothing was refused, missing or answered, which is most of them. */
const NONE: never[] = [];

export function emptyState(key: DossierKey): DossierState {
  return {
    key,
    importAuthorization: null,
    cancelled: false,
    lines: [],
    strands: NONE,
    replies: NONE,
    timeline: [],
    setAside: NONE,
    missing: NONE,
    unlinked: NONE,
    demonstration: false
  };
}

/**
 * Of a line; `like` itself where it says the same: quantities are values and shared, most lines are exported as
 * authorized and imported as exported.
 */
export function quantitiesOf(
  line: Pick<Line, 'stated' | 'base'>,
  like: Quantities | null = null
): Quantities {
  const stated = microgramsOf(line.stated);
  const base = microgramsOf(line.base);
  return like !== null && like.stated === stated && like.base === base ? like : { stated, base };
}

export function plus(a: Quantities, b: Quantities): Quantities {
  if (a.stated === 0 && a.base === 0) return b;
  return b.stated === 0 && b.base === 0 ? a : { stated: a.stated + b.stated, base: a.base + b.base };
}

export function minus(a: Quantities, b: Quantities): Quantities {
  const stated = a.stated - b.stated;
  const base = a.base - b.base;
  return stated === 0 && base === 0 ? NOTHING : { stated, base };
}

export function lineToState(line: Line): LineState {
  return {
    no: line.no,
    substance: line.substance,
    form: line.form,
    designation: line.designation,
    authorized: quantitiesOf(line),
    taken: NOTHING,
    exported: NOTHING,
    imported: NOTHING
  };
}

export function lineByNo(state: DossierState, no: number | null): LineState | null {
  if (no === null) return null;
  for (const line of state.lines) if (line.no === no) return line;
  return null;
}

export function setAside(state: DossierState, act: ActId, problem: Problem): void {
  state.setAside = state.setAside.concat({ act, problem });
}

export function strandOf(state: DossierState, id: ActId): StrandState | null {
  for (const strand of state.strands) if (strand.act._id === id) return strand;
  return null;
}
