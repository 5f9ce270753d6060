/** One bar and one difference, the same for an import authorization and for an export authorization upon it. */
import type { Quantities } from '#lib/domain/dossier/dossier.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityBar, QuantityDifference } from '#lib/ui/QuantityBars.svelte';

/** In which measure lines compare: as stated while all statements are of one form, else in anhydrous base. */
export type Measure = keyof Quantities;

/** Zero is a figure only where somebody stated it: `null` is what nobody has. */
export function aBar(name: string, quantities: Quantities | null, measure: Measure): QuantityBar {
  if (!quantities) return { name, micrograms: undefined, text: m.dossier_not_stated() };
  return { name, micrograms: quantities[measure], text: figure(quantities[measure]) };
}

/** What left against what arrived; undefined where they agree. */
export function arrivalDifference(
  exported: Quantities,
  imported: Quantities,
  measure: Measure
): QuantityDifference | undefined {
  const less = exported[measure] - imported[measure];
  if (less > 0) return { text: m.dossier_less_arrived({ quantity: figure(less) }), tone: 'warn' };
  if (less < 0) return { text: m.dossier_more_arrived({ quantity: figure(-less) }), tone: 'bad' };
  return undefined;
}

export function figure(micrograms: number): string {
  return formatQuantity(String(micrograms));
}
