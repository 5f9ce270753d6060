import type { CalendarDate } from '#lib/domain/ids.ts';
import { USE_STATES } from '#lib/domain/usage/use-state.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { Bar } from '#lib/ui/BarTable.svelte';
import type { Frame } from './framed-drawing.ts';
import { useWords } from './use-words.ts';

export function aboutOf(asOf: CalendarDate): string {
  const day = `${m.overview_as_at()} ${formatDate(asOf)}`;
  return store.demonstration ? `${day} · ${m.person_demonstration()}` : day;
}

/** Colours of the states, read from these shape classes; `absent`: countries outside I2ES. */
export function stateKey(...shapes: readonly string[]): Frame['key'] {
  return [...USE_STATES, null].map((state) => ({
    selector: shapes.map((shape) => [shape, state ?? 'absent'].join('.')).join(', '),
    word: useWords(state).word
  }));
}

export function issuedKey(): Frame['key'] {
  return [
    { selector: '.issued', word: m.overview_issued() },
    { selector: '.exchanged', word: m.overview_exchanged() }
  ];
}

export async function ofBars(
  bars: readonly Bar[],
  heads?: readonly [string, string, string]
): Promise<SVGSVGElement> {
  const { barsDrawing } = await import('./bars-drawing.ts');
  return barsDrawing(bars, heads);
}
