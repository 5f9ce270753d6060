/**
 * Prohibitions of 1971 art. 13, edition zero: extracted from the Green List, to be confirmed by INCB. Doors import the table; a form
 * loads it when it opens (`lib/authorization/read-context.ts`).
 */
import type { Prohibition } from './prohibition.ts';
import bundled from './prohibitions.json' with { type: 'json' };

const byCountry: Readonly<Record<string, Readonly<Record<string, string>>>> = bundled.countries;

export const PROHIBITIONS: readonly Prohibition[] = Object.entries(byCountry).flatMap(([country, dates]) =>
  Object.entries(dates).flatMap(([since, substances]) =>
    substances.split(' ').map((substance) => ({ country, substance, since }) as Prohibition)
  )
);
