import type { Act, Line } from '#lib/domain/act/body.ts';
import { asExport } from '#lib/domain/act/stand-in.ts';
import type {
  Dossier,
  DossierLine,
  ExportLine,
  ExportStrand,
  Quantities
} from '#lib/domain/dossier/dossier.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityDifference, QuantityLine, QuantityBar } from '#lib/ui/figure/QuantityBars.svelte';
import type { Pair } from '#lib/domain/dossier/judge-pair.ts';
import { formatQuantity } from '#lib/i18n/format.ts';

interface StatedSoFar {
  readonly exported: boolean;
  readonly imported: boolean;
}

export function dossierToQuantityLines(
  dossier: Dossier,
  comparisons: readonly Comparison[],
  actOf: (id: ActId) => Act | null
): readonly QuantityLine[] {
  if (dossier.lines.length === 0) {
    const known = { actOf, comparisons };
    return dossier.exports.flatMap((strand) => exportToQuantityLines(dossier, strand, known));
  }
  const measuredBy = measureOf(dossier, actOf);
  return dossier.lines.map((line) => {
    const stated = statedSoFar(dossier, line.no);
    const measure = measuredBy(line.no);
    const isOver = stated.exported || dossier.status === 'closed';
    return {
      key: String(line.no),
      label:
        measure === 'stated' ? line.designation : m.dossier_line_in_base({ designation: line.designation }),
      bars: [
        aBar(m.dossier_authorized(), line.authorized, measure),
        aBar(m.dossier_exported(), stated.exported ? line.exported : null, measure),
        aBar(m.dossier_imported(), stated.imported ? line.imported : null, measure)
      ],
      differences: differencesOf(line, measure, comparisons, isOver)
    };
  });
}

function statedSoFar(dossier: Dossier, no: number): StatedSoFar {
  const lines = dossier.exports
    .filter((strand) => strand.status !== 'cancelled')
    .flatMap((strand) => strand.lines.filter((line) => (line.importLine ?? line.no) === no));
  return {
    exported: lines.some((line) => line.exported !== null),
    imported: lines.some((line) => line.imported !== null)
  };
}

/**
 * Missing and surplus quantities stay separate, so one consignment never offsets another. Without either, the unused
 * rest, once nothing more can arrive.
 */
function differencesOf(
  line: DossierLine,
  measure: Measure,
  comparisons: readonly Comparison[],
  isOver: boolean
): readonly QuantityDifference[] {
  const arrivals = comparisons.filter(
    ({ pair, importLine, shows }) =>
      pair === 'shipment-endorsement' && importLine === line.no && shows !== 'missing'
  );
  const sums = (['less', 'more'] as const).map((way) => {
    const those = arrivals.filter(({ direction }) => direction === way);
    return those.reduce((sum, { difference }) => sum + difference[measure], 0);
  });
  const [less = 0, more = 0] = sums;
  const found: QuantityDifference[] = [];
  if (less > 0) found.push({ text: m.dossier_less_arrived({ quantity: figure(less) }), tone: 'warn' });
  if (more > 0) found.push({ text: m.dossier_more_arrived({ quantity: figure(more) }), tone: 'bad' });
  const over = Math.max(line.exported[measure], line.imported[measure]) - line.authorized[measure];
  if (over > 0) found.push({ text: m.dossier_more_than_authorized({ quantity: figure(over) }), tone: 'bad' });
  const unused = line.authorized[measure] - line.taken[measure];
  if (found.length === 0 && isOver && unused > 0)
    found.push({ text: m.dossier_not_used({ quantity: figure(unused), no: line.no }), tone: 'info' });
  return found;
}

interface Known {
  readonly actOf: (id: ActId) => Act | null;
  readonly comparisons: readonly Comparison[];
}

export function exportToQuantityLines(
  dossier: Dossier,
  strand: ExportStrand,
  { actOf, comparisons }: Known
): readonly QuantityLine[] {
  return strand.lines.map((line) => {
    const target = dossier.lines.find(({ no }) => no === line.importLine) ?? null;
    const measure = target ? line.basis : 'stated';
    const designation = designationOf(strand, line.no, actOf);
    return {
      key: `${strand.act} ${line.no}`,
      label: measure === 'stated' ? designation : m.dossier_line_in_base({ designation }),
      bars: [
        ...(target ? [aBar(m.dossier_import_authorized(), target.authorized, measure)] : []),
        ...(strand.declaration ? [] : [aBar(m.dossier_export_authorized(), line.authorized, measure)]),
        aBar(m.dossier_exported(), line.exported, measure),
        aBar(m.dossier_imported(), line.imported, measure)
      ],
      differences: [
        ...comparisons
          .filter((one) => one.on === strand.act && one.line === line.no)
          .flatMap((one) => comparisonToDifference(one, measure)),
        ...returnedUnused(strand, line, measure),
        ...movedOf(line, measure)
      ]
    };
  });
}

function designationOf({ act, number }: ExportStrand, no: number, actOf: (id: ActId) => Act | null): string {
  const line = linesOf(actOf(act)).find((one) => one.no === no);
  return line?.designation ?? m.dossier_line_of({ no, number });
}

function linesOf(act: Act | null): readonly Line[] {
  return asExport(act)?.body.lines ?? [];
}

function movedOf({ moved }: ExportLine, measure: Measure): QuantityDifference[] {
  if (!moved || moved[measure] === 0) return [];
  return [{ text: m.dossier_moved_quantity({ quantity: figure(moved[measure]) }), tone: 'warn' }];
}

/** Returned nil and nothing was shipped: the quantity is free again. */
function returnedUnused(
  { status }: ExportStrand,
  { no, authorized, exported }: ExportLine,
  measure: Measure
): QuantityDifference[] {
  if (status !== 'not-imported' || exported) return [];
  return [{ text: m.dossier_not_used({ quantity: figure(authorized[measure]), no }), tone: 'info' }];
}

export function measureOf(dossier: Dossier, actOf: (id: ActId) => Act | null): (no: number) => Measure {
  const otherForm = new Set<number>();
  for (const strand of dossier.exports) {
    for (const line of linesOf(actOf(strand.act))) {
      const target = dossier.lines.find((one) => one.no === (line.importLine ?? line.no));
      if (target && target.form !== line.form) otherForm.add(target.no);
    }
  }
  return (no) => (otherForm.has(no) ? 'base' : 'stated');
}

type Measure = keyof Quantities;

/** Zero is a figure that someone entered; `null` means no figure. */
export function aBar(name: string, quantities: Quantities | null, measure: Measure): QuantityBar {
  if (!quantities) return { name, micrograms: undefined, text: m.dossier_not_stated() };
  return { name, micrograms: quantities[measure], text: figure(quantities[measure]) };
}

const WORDS: Readonly<Record<Pair, Partial<Record<'less' | 'more', (inputs: Inputs) => string>>>> = {
  'import-export': { less: m.dossier_less_granted },
  'export-shipment': { less: m.dossier_less_exported },
  'shipment-endorsement': { less: m.dossier_less_arrived, more: m.dossier_more_arrived },
  'export-endorsement': {}
};

interface Inputs {
  readonly quantity: string;
  readonly no: number;
}

function comparisonToDifference(one: Comparison, measure: Measure): readonly QuantityDifference[] {
  const { pair, direction, shows, difference, line, importLine } = one;
  if (shows === 'missing') return [];
  if (pair === 'export-endorsement') return [{ text: m.dossier_shipment_unstated(), tone: 'warn' }];
  const words = direction === 'same' ? undefined : WORDS[pair][direction];
  const amount = difference[measure];
  if (!words || shows === 'refused' || amount === 0) return [];
  const no = pair === 'import-export' ? (importLine ?? line) : line;
  return [{ text: words({ quantity: figure(amount), no }), tone: toneOf(one) }];
}

/** Shipped but not received is missing; received but never shipped is worse. */
function toneOf({ pair, direction, shows }: Comparison): QuantityDifference['tone'] {
  if (pair === 'shipment-endorsement') return direction === 'more' ? 'bad' : 'warn';
  return shows === 'differs' ? 'warn' : 'info';
}

function figure(micrograms: number): string {
  return formatQuantity(String(micrograms));
}
