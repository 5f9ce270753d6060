import type { Overview } from '#lib/domain/usage/overview.ts';
import type { FunnelStep } from '#lib/domain/usage/ways-onto.ts';
import type { DayCounts, UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { formatDate, formatInteger, languageName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Bar } from '#lib/ui/BarTable.svelte';
import { latestNames } from './group-figures.ts';
import { HISTORY, HISTORY_DAY, STATES_2019 } from './history-2019.ts';
import { daysWord, stepWord, useWords } from './use-words.ts';

export function funnelBars(funnel: readonly FunnelStep[]): readonly Bar[] {
  return funnel.map(({ step, taken, medianDays }) => ({
    key: step,
    name: stepWord(step),
    size: taken ?? 0,
    text: taken === null ? m.overview_not_counted() : formatInteger(taken),
    note: daysWord(medianDays)
  }));
}

export function funnelHeads(): readonly [string, string, string] {
  return [m.overview_step(), m.overview_countries(), m.overview_step_days()];
}

export function historyBars({ counts }: Pick<Overview, 'counts'>): readonly Bar[] {
  const toBar = (state: string, day: string, count: number | null): Bar => {
    const text = count === null ? m.overview_not_counted() : formatInteger(count);
    return { key: `${state} ${day}`, name: `${state} · ${day}`, size: count ?? 0, text };
  };
  return STATES_2019.flatMap((state) => {
    const { word } = useWords(state);
    return [
      toBar(word, formatDate(HISTORY_DAY), HISTORY[state].length),
      toBar(word, m.overview_history_now(), counts[state])
    ];
  });
}

const DEVICE_NAMES = {
  language: { of: (record: UsageRecord): DayCounts => record.languages, nameOf: languageName },
  version: { of: (record: UsageRecord): DayCounts => record.versions, nameOf: (name: string) => name }
} as const;

export function deviceBars(usage: readonly UsageRecord[], kind: keyof typeof DEVICE_NAMES): readonly Bar[] {
  const { of, nameOf } = DEVICE_NAMES[kind];
  return latestNames(usage, of).map(({ name, devices }) => ({
    key: name,
    name: nameOf(name),
    size: devices,
    text: formatInteger(devices)
  }));
}
