import { isCountry } from '#lib/domain/country.ts';
import { parseRegion } from '#lib/domain/region-codes.ts';
import type { EffectBy, TrainingEffect } from '#lib/domain/training/effect.ts';
import { countryName, formatInteger } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import type { Bar } from '#lib/ui/figure/BarTable.svelte';
import type { FileTable } from '#lib/ui/file/file-table.ts';

export const EFFECT_HEADS: Readonly<Record<EffectBy, () => string>> = {
  region: m.calendar_region,
  country: m.session_country
};

export function effectName({ key }: Pick<TrainingEffect, 'key'>): string {
  const region = parseRegion(key);
  return isCountry(key) ? countryName(key) : region === null ? key : regionName(region);
}

export const EFFECT_COLUMNS: readonly {
  readonly head: () => string;
  readonly of: (effect: TrainingEffect) => number | null;
}[] = [
  { head: m.session_figures_sessions, of: ({ sessions }) => sessions },
  { head: m.overview_effect_people, of: ({ people }) => people },
  { head: m.overview_effect_certificates, of: ({ certificates }) => certificates },
  { head: m.overview_effect_compared, of: ({ compared }) => compared },
  { head: m.overview_effect_before, of: ({ before }) => before },
  { head: m.overview_effect_after, of: ({ after }) => after }
];

/** The last row repeats that the figures prove no cause: a file is read without the screen. */
export function effectTable(effects: readonly TrainingEffect[], by: EffectBy): FileTable {
  return {
    name: m.overview_effect(),
    head: [EFFECT_HEADS[by](), ...EFFECT_COLUMNS.map(({ head }) => head())],
    rows: [
      ...effects.map((effect) => [effectName(effect), ...EFFECT_COLUMNS.map(({ of }) => of(effect))]),
      [m.overview_effect_cause()]
    ]
  };
}

/** Two bars of each country or region with both figures. */
export function effectBars(effects: readonly TrainingEffect[]): readonly Bar[] {
  return effects.flatMap((effect) => {
    const { before, after, key } = effect;
    if (before === null || after === null) return [];
    const bar = (word: string, size: number): Bar => {
      const name = `${effectName(effect)} · ${word}`;
      return { key: `${key} ${word}`, name, size, text: formatInteger(size) };
    };
    return [bar(m.overview_effect_before(), before), bar(m.overview_effect_after(), after)];
  });
}
