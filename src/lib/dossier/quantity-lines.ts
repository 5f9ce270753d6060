/** Each line of goods as three bars on one scale, with what is missing said beside it. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier, DossierLine, ExportStrand, Quantities } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityBar, QuantityLine } from '#lib/ui/QuantityBars.svelte';

/** In which measure lines compare: as stated while all statements are of one form, else in anhydrous base. */
export type Measure = keyof Quantities;

export interface StatedSoFar {
  readonly exported: boolean;
  readonly imported: boolean;
}

export function dossierToQuantityLines(
  dossier: Dossier,
  measureOf: (no: number) => Measure,
  actOf: (id: ActId) => Act | null
): readonly QuantityLine[] {
  return shownLines(dossier, actOf).map((line) => {
    const stated = statedSoFar(dossier, line.no);
    const measure = measureOf(line.no);
    return {
      key: String(line.no),
      label:
        measure === 'stated' ? line.designation : m.dossier_line_in_base({ designation: line.designation }),
      bars: [
        aBar(m.dossier_authorized(), line.authorized, measure, true),
        aBar(m.dossier_exported(), line.exported, measure, stated.exported),
        aBar(m.dossier_imported(), line.imported, measure, stated.imported)
      ],
      difference: differenceOf(line, measure, stated, dossier.status === 'closed')
    };
  });
}

/** Without the import authorization the export authorizations' own lines are all that is known. */
function shownLines(dossier: Dossier, actOf: (id: ActId) => Act | null): readonly DossierLine[] {
  if (dossier.lines.length > 0) return dossier.lines;
  return dossier.exports.flatMap((strand) =>
    strand.lines.map((line) => ({
      no: line.no,
      substance: '',
      form: '',
      designation: designationOf(strand, line.no, actOf),
      authorized: line.authorized,
      taken: line.authorized,
      exported: line.exported ?? NOTHING,
      imported: line.imported ?? NOTHING
    }))
  );
}

function designationOf({ act, number }: ExportStrand, no: number, actOf: (id: ActId) => Act | null): string {
  const body = actOf(act)?.body;
  const line = body?.kind === 'export-authorization' ? body.lines.find((one) => one.no === no) : undefined;
  return line?.designation ?? m.dossier_line_of({ no, number });
}

const NOTHING: Quantities = { stated: 0, base: 0 };

/** Zero is a figure only where somebody stated it. */
function statedSoFar(dossier: Dossier, no: number): StatedSoFar {
  const isOfLine = (line: { importLine: number | null; no: number }): boolean =>
    dossier.lines.length === 0 ? line.no === no : (line.importLine ?? line.no) === no;
  const lines = dossier.exports
    .filter((strand) => strand.status !== 'cancelled')
    .flatMap((strand) => strand.lines.filter(isOfLine));
  return {
    exported: lines.some((line) => line.exported !== null),
    imported: lines.some((line) => line.imported !== null)
  };
}

function aBar(name: string, quantities: Quantities, measure: Measure, isStated: boolean): QuantityBar {
  if (!isStated) return { name, micrograms: undefined, text: m.dossier_not_stated() };
  return { name, micrograms: quantities[measure], text: formatQuantity(String(quantities[measure])) };
}

/** The most pressing one: arrived against left, then left against authorized once nothing more can come. */
function differenceOf(
  line: DossierLine,
  measure: Measure,
  stated: StatedSoFar,
  isClosed: boolean
): QuantityLine['difference'] {
  const [authorized, exported, imported] = [line.authorized, line.exported, line.imported].map(
    (quantities) => quantities[measure]
  ) as [number, number, number];
  const isBoth = stated.exported && stated.imported;
  if (isBoth && imported < exported) {
    return { text: m.dossier_less_arrived({ quantity: figure(exported - imported) }), tone: 'warn' };
  }
  if (isBoth && imported > exported) {
    return { text: m.dossier_more_arrived({ quantity: figure(imported - exported) }), tone: 'bad' };
  }
  const used = stated.exported ? exported : imported;
  if ((stated.exported || isClosed) && used < authorized) {
    return { text: m.dossier_not_used({ quantity: figure(authorized - used), no: line.no }), tone: 'info' };
  }
  return undefined;
}

function figure(micrograms: number): string {
  return formatQuantity(String(micrograms));
}
