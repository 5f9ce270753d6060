/** Lines of goods as three bars on one scale, with the missing quantity. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier, DossierLine } from '#lib/domain/dossier/dossier.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityDifference, QuantityLine } from '#lib/ui/figure/QuantityBars.svelte';
import { exportToQuantityLines } from './export-quantities.ts';
import { measureOf as measuresOf } from './measure.ts';
import { aBar, figure, type Measure } from './quantity-figures.ts';

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
  const measureOf = measuresOf(dossier, actOf);
  return dossier.lines.map((line) => {
    const stated = statedSoFar(dossier, line.no);
    const measure = measureOf(line.no);
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
