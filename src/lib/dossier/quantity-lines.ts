/** Each line of goods as three bars on one scale, with what is missing said beside it. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier, DossierLine } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityDifference, QuantityLine } from '#lib/ui/QuantityBars.svelte';
import { exportToQuantityLines } from './export-quantities.ts';
import { aBar, arrivalDifference, figure, type Measure } from './quantity-figures.ts';

interface StatedSoFar {
  readonly exported: boolean;
  readonly imported: boolean;
}

/** Without the import authorization the export authorizations' own lines are all that is known. */
export function dossierToQuantityLines(
  dossier: Dossier,
  measureOf: (no: number) => Measure,
  actOf: (id: ActId) => Act | null
): readonly QuantityLine[] {
  if (dossier.lines.length === 0)
    return dossier.exports.flatMap((strand) => exportToQuantityLines(dossier, strand, actOf));
  return dossier.lines.map((line) => {
    const stated = statedSoFar(dossier, line.no);
    const measure = measureOf(line.no);
    const difference = differenceOf(line, measure, stated, dossier.status === 'closed');
    return {
      key: String(line.no),
      label:
        measure === 'stated' ? line.designation : m.dossier_line_in_base({ designation: line.designation }),
      bars: [
        aBar(m.dossier_authorized(), line.authorized, measure),
        aBar(m.dossier_exported(), stated.exported ? line.exported : null, measure),
        aBar(m.dossier_imported(), stated.imported ? line.imported : null, measure)
      ],
      differences: difference ? [difference] : []
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

/** The most pressing one: arrived against left, then left against authorized once nothing more can come. */
function differenceOf(
  line: DossierLine,
  measure: Measure,
  stated: StatedSoFar,
  isClosed: boolean
): QuantityDifference | undefined {
  const isBoth = stated.exported && stated.imported;
  const arrival = isBoth ? arrivalDifference(line.exported, line.imported, measure) : undefined;
  if (arrival) return arrival;
  const used = (stated.exported ? line.exported : line.imported)[measure];
  const less = line.authorized[measure] - used;
  if ((stated.exported || isClosed) && less > 0)
    return { text: m.dossier_not_used({ quantity: figure(less), no: line.no }), tone: 'info' };
  return undefined;
}
