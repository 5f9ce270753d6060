/** Mutable state of the fold, used only by this folder and matching. */
import type { ActOf, Line } from '../act/body.ts';
import { countedBase } from '../goods/counted-base.ts';
import { exemptOf } from '../goods/substance-totals.ts';
import type { ActId, DecimalText, DossierKey } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import type {
  Correction,
  DossierReply,
  ExportLine,
  ExportStrand,
  Quantities,
  SetAside,
  Suspension
} from './dossier.ts';
import { NOTHING } from './import-use.ts';
import type { Papers } from './papers.ts';

export interface LineState {
  no: number;
  isExempt?: true;
  substance: string;
  form: string;
  designation: string;
  authorized: Quantities;
  taken: Quantities;
  exported: Quantities;
  imported: Quantities;
  countedBy: DecimalText;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type StrandLine = Mutable<ExportLine>;

export interface StrandState {
  readonly act: ActOf<'export-authorization'>;
  readonly view: Mutable<Omit<ExportStrand, 'lines'>> & { readonly lines: readonly StrandLine[] };
}

export interface DossierState {
  key: DossierKey;
  importAuthorization: ActOf<'import-authorization'> | null;
  /** The cancellation of the import authorization. */
  cancelled: ActId | null;
  lines: LineState[];
  strands: readonly StrandState[];
  replies: readonly DossierReply[];
  suspensions: readonly Suspension[];
  corrections: readonly Correction[];
  timeline: ActId[];
  setAside: readonly SetAside[];
  missing: readonly ActId[];
  /** Export authorizations that a later decision unlinked; nothing waits for them. */
  unlinked: readonly ActId[];
  /** Export authorizations that the latest decision links to this dossier. */
  linked: readonly ActId[];
  papers: Papers | null;
  newest: ActId | null;
  demonstration: boolean;
}

/** Shared empty list, since most dossiers have no refusals, gaps or replies. */
const NONE: never[] = [];

/** An emergency export has its own number as key, so nothing else shares its dossier. */
export function isEmergency({ strands }: Pick<DossierState, 'strands'>): boolean {
  return strands.some(({ view }) => view.isEmergency);
}

export function emptyState(key: DossierKey): DossierState {
  return {
    key,
    importAuthorization: null,
    cancelled: null,
    lines: [],
    strands: NONE,
    replies: NONE,
    suspensions: NONE,
    corrections: NONE,
    timeline: [],
    setAside: NONE,
    missing: NONE,
    unlinked: NONE,
    linked: NONE,
    papers: null,
    newest: null,
    demonstration: false
  };
}

/** Returns `like` if equal: most lines are exported and imported as authorized, so values are shared. */
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
    imported: NOTHING,
    countedBy: countedBy(line),
    ...exemptOf(line)
  };
}

/** Texts of the table of factors are shared by all dossiers. */
export function countedBy(line: Line): DecimalText {
  return countedBase(line)?.factor ?? line.factor.value;
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

export function isKnown(state: DossierState, id: ActId): boolean {
  return state.timeline.indexOf(id) >= 0;
}

export function isSetAside(state: DossierState, id: ActId): boolean {
  return state.setAside.some((one) => one.act === id);
}

/** A reference to nothing that counts here: to an act that does not count, or to one that is not here. */
export function absent(state: DossierState, id: ActId): Problem | 'missing' {
  return isSetAside(state, id) ? { code: 'dossier.refersToSetAside' } : 'missing';
}
