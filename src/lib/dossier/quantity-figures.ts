import type { Quantities } from '#lib/domain/dossier/dossier.ts';
import type { Comparison } from '#lib/domain/matching/comparisons.ts';
import type { Pair } from '#lib/domain/dossier/differences.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { QuantityBar, QuantityDifference } from '#lib/ui/figure/QuantityBars.svelte';

/** Measure of comparison: entered quantity if all use one form, else anhydrous base. */
export type Measure = keyof Quantities;

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

export function comparisonToDifference(one: Comparison, measure: Measure): readonly QuantityDifference[] {
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

export function figure(micrograms: number): string {
  return formatQuantity(String(micrograms));
}
