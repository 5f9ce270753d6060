/**
 * Lines of one export authorization as bars on one scale: allowed by the import authorization, granted, shipped,
 * received (1961 art. 31(4)(d), (7)(b)(c)).
 */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier, ExportLine, ExportStrand } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityDifference, QuantityLine } from '#lib/ui/figure/QuantityBars.svelte';
import { aBar, comparisonToDifference, figure, type Measure } from './quantity-figures.ts';

export interface Known {
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
        aBar(m.dossier_export_authorized(), line.authorized, measure),
        aBar(m.dossier_exported(), line.exported, measure),
        aBar(m.dossier_imported(), line.imported, measure)
      ],
      differences: [
        ...comparisons
          .filter((one) => one.on === strand.act && one.line === line.no)
          .flatMap((one) => comparisonToDifference(one, measure)),
        ...returnedUnused(strand, line, measure)
      ]
    };
  });
}

function designationOf({ act, number }: ExportStrand, no: number, actOf: (id: ActId) => Act | null): string {
  const body = actOf(act)?.body;
  const line = body?.kind === 'export-authorization' ? body.lines.find((one) => one.no === no) : undefined;
  return line?.designation ?? m.dossier_line_of({ no, number });
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
