import type { CalendarDate } from '#lib/domain/ids.ts';
import type { Overview } from '#lib/domain/usage/overview.ts';
import { HISTORY_DAY, REGISTRATION_2019, STATES_2019 } from '#lib/domain/usage/registration-2019.ts';
import type { UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { USE_STATES } from '#lib/domain/usage/use-state.ts';
import type { FunnelStep } from '#lib/domain/usage/ways-onto.ts';
import { formatDate, formatInteger, languageName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { store } from '#lib/store/store.svelte.ts';
import type { Bar } from '#lib/ui/figure/BarTable.svelte';
import type { Frame } from './export-drawing.ts';
import { daysWord, stepWord, useWords } from './use-words.ts';

export function aboutOf(asOf: CalendarDate): string {
  const day = `${m.overview_as_at()} ${formatDate(asOf)}`;
  return store.demonstration ? `${day} · ${m.person_demonstration()}` : day;
}

/** `absent`: countries outside I2ES. */
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

export function funnelBars(funnel: readonly FunnelStep[]): readonly Bar[] {
  return funnel.map(({ step, taken, medianDays }) => ({
    key: step,
    name: stepWord(step),
    note: daysWord(medianDays),
    ...barOf(taken)
  }));
}

export function funnelHeads(): readonly [string, string, string] {
  return [m.overview_step(), m.overview_countries(), m.overview_step_days()];
}

export function historyBars({ counts }: Pick<Overview, 'counts'>): readonly Bar[] {
  return STATES_2019.flatMap((state) => {
    const toBar = (day: string, count: number | null): Bar => {
      const name = `${useWords(state).word} · ${day}`;
      return { key: name, name, ...barOf(count) };
    };
    return [
      toBar(formatDate(HISTORY_DAY), REGISTRATION_2019[state].length),
      toBar(m.overview_history_now(), counts[state])
    ];
  });
}

function barOf(count: number | null): Pick<Bar, 'size' | 'text'> {
  return { size: count ?? 0, text: count === null ? m.overview_not_counted() : formatInteger(count) };
}

export function deviceBars(usage: readonly UsageRecord[], kind: 'language' | 'version'): readonly Bar[] {
  const of = (record: UsageRecord) => Object.entries(record[`${kind}s`]);
  const latest = usage
    .filter((record) => of(record).length > 0)
    .reduce((last, { month }) => (month > last ? month : last), '');
  const sums = new Map<string, number>();
  for (const record of usage)
    if (record.month === latest)
      for (const [name, devices] of of(record)) sums.set(name, (sums.get(name) ?? 0) + devices);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([key, devices]) => ({
      key,
      name: kind === 'language' ? languageName(key) : key,
      ...barOf(devices)
    }));
}
