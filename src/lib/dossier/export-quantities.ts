/**
 * Each line of one export authorization as bars on one scale: what the import authorization allows, what this one
 * grants of it, what left and what arrived (1961 art. 31(4)(d), (7)(b)(c)).
 */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier, DossierLine, ExportLine, ExportStrand } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityDifference, QuantityLine } from '#lib/ui/QuantityBars.svelte';
import { aBar, arrivalDifference, figure, type Measure } from './quantity-figures.ts';

export function exportToQuantityLines(
  dossier: Dossier,
  strand: ExportStrand,
  actOf: (id: ActId) => Act | null
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
      differences: strand.status === 'cancelled' ? [] : differencesOf(line, target, measure)
    };
  });
}

function designationOf({ act, number }: ExportStrand, no: number, actOf: (id: ActId) => Act | null): string {
  const body = actOf(act)?.body;
  const line = body?.kind === 'export-authorization' ? body.lines.find((one) => one.no === no) : undefined;
  return line?.designation ?? m.dossier_line_of({ no, number });
}

/** Granted against allowed, left against granted, arrived against left: each is a statement of its own. */
function differencesOf(
  line: ExportLine,
  target: DossierLine | null,
  measure: Measure
): readonly QuantityDifference[] {
  const arrival = line.exported && line.imported && arrivalDifference(line.exported, line.imported, measure);
  return [...lessGranted(line, target, measure), ...lessUsed(line, measure), ...(arrival ? [arrival] : [])];
}

function lessGranted(line: ExportLine, target: DossierLine | null, measure: Measure): QuantityDifference[] {
  const less = target ? target.authorized[measure] - line.authorized[measure] : 0;
  if (!target || less <= 0) return [];
  return [{ text: m.dossier_less_granted({ quantity: figure(less), no: target.no }), tone: 'info' }];
}

function lessUsed(
  { no, authorized, exported, imported }: ExportLine,
  measure: Measure
): QuantityDifference[] {
  const used = exported ?? imported;
  const less = used ? authorized[measure] - used[measure] : 0;
  if (less <= 0) return [];
  const quantity = figure(less);
  return [
    {
      text: exported ? m.dossier_less_exported({ quantity }) : m.dossier_not_used({ quantity, no }),
      tone: 'info'
    }
  ];
}
