/** What the fold keeps while it goes through the acts: mutable, seen only by this folder and matching. */
import type { ActOf, Line } from '../act/body.ts';
import type { ActId, CalendarDate, DossierKey } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import type { DossierReply, ExportStatus, ExportStrand, Quantities, SetAside } from './dossier.ts';

export interface MutableQuantities {
  stated: number;
  base: number;
}

export interface LineState {
  no: number;
  substance: string;
  form: string;
  designation: string;
  authorized: MutableQuantities;
  taken: MutableQuantities;
  exported: MutableQuantities;
  imported: MutableQuantities;
}

export interface StrandLine {
  line: Line;
  importLine: number | null;
  exported: MutableQuantities | null;
  imported: MutableQuantities | null;
}

export interface StrandState {
  act: ActOf<'export-authorization'>;
  status: ExportStatus;
  shipment: ActId | null;
  shippedOn: CalendarDate | null;
  endorsement: ActId | null;
  receivedOn: CalendarDate | null;
  lines: StrandLine[];
  linkedByDecision: boolean;
}

export interface DossierState {
  key: DossierKey;
  importAuthorization: ActOf<'import-authorization'> | null;
  cancelled: boolean;
  duplicates: number;
  lines: LineState[];
  strands: StrandState[];
  replies: DossierReply[];
  timeline: ActId[];
  setAside: SetAside[];
  missing: ActId[];
  demonstration: boolean;
}

export function emptyState(key: DossierKey): DossierState {
  return {
    key,
    importAuthorization: null,
    cancelled: false,
    duplicates: 0,
    lines: [],
    strands: [],
    replies: [],
    timeline: [],
    setAside: [],
    missing: [],
    demonstration: false
  };
}

export function quantitiesOf(line: Pick<Line, 'stated' | 'base'>): MutableQuantities {
  return { stated: microgramsOf(line.stated), base: microgramsOf(line.base) };
}

export function lineToState(line: Line): LineState {
  return {
    no: line.no,
    substance: line.substance,
    form: line.form,
    designation: line.designation,
    authorized: quantitiesOf(line),
    taken: { stated: 0, base: 0 },
    exported: { stated: 0, base: 0 },
    imported: { stated: 0, base: 0 }
  };
}

export function addQuantities(to: MutableQuantities, more: Quantities, sign: 1 | -1 = 1): void {
  to.stated += sign * more.stated;
  to.base += sign * more.base;
}

export function setAside(state: DossierState, act: ActId, problem: Problem): void {
  state.setAside.push({ act, problem });
}

export function strandOf(state: DossierState, id: ActId): StrandState | null {
  for (const strand of state.strands) if (strand.act._id === id) return strand;
  return null;
}

/** What a strand takes of the import authorization: authorized while open, actual once stated, nothing if returned. */
export function takenBy(strand: StrandState, line: StrandLine): Quantities {
  if (strand.status === 'cancelled' || strand.status === 'not-imported') return { stated: 0, base: 0 };
  return line.exported ?? line.imported ?? quantitiesOf(line.line);
}

export function strandToView(strand: StrandState): ExportStrand {
  const body = strand.act.body;
  return {
    act: strand.act._id,
    number: body.number,
    issuedOn: body.issuedOn,
    validUntil: body.validUntil,
    status: strand.status,
    shipment: strand.shipment,
    shippedOn: strand.shippedOn,
    endorsement: strand.endorsement,
    receivedOn: strand.receivedOn,
    lines: strand.lines.map((line) => ({
      no: line.line.no,
      importLine: line.importLine,
      authorized: quantitiesOf(line.line),
      exported: line.exported,
      imported: line.imported
    })),
    linkedByDecision: strand.linkedByDecision
  };
}
