/** Quantities are micrograms of the entered form. */
import type { Line } from '../act/body.ts';
import type { ExportLine } from '../dossier/dossier.ts';
import type { CalendarDate, CountryCode, Instant } from '../ids.ts';

export type Difference =
  | { readonly what: 'substance' | 'number'; readonly stated: string; readonly asked: string }
  | { readonly what: 'quantity' | 'lines' | 'consignments'; readonly stated: number; readonly asked: number }
  | { readonly what: 'not-less'; readonly stated: number }
  | { readonly what: 'date'; readonly stated: CalendarDate; readonly asked: CalendarDate }
  /** `asked` is null if any country outside the practice will do. */
  | { readonly what: 'partner'; readonly stated: CountryCode; readonly asked: CountryCode | null };

export interface Attempt {
  readonly at: Instant;
  readonly differences: readonly Difference[];
}

export interface TaskGoods {
  readonly micrograms: number;
  /** Absent if any substance will do. */
  readonly named?: {
    readonly substance: string;
    readonly salt: string;
    readonly name: string;
  };
}

export const HUNDRED_GRAMS: TaskGoods = { micrograms: 100_000_000 };
export const MORPHINE_SULFATE: TaskGoods = {
  ...HUNDRED_GRAMS,
  named: { substance: 'morphine', salt: 'sulfate', name: 'morphine sulfate' }
};

/** Salt and base are different goods: the same grams are another quantity. */
export function differencesOfGoods(
  lines: readonly Line[],
  { micrograms, named }: TaskGoods
): readonly Difference[] {
  const isNamed = (one: Line): boolean =>
    !named || (one.substance === named.substance && one.form.indexOf(named.salt) === 0);
  const line = lines.find(isNamed) ?? lines[0];
  if (!line) return [];
  const differences: Difference[] = [];
  if (named && !isNamed(line))
    differences.push({ what: 'substance', stated: line.designation, asked: named.name });
  const stated = Number(line.stated);
  if (stated !== micrograms) differences.push({ what: 'quantity', stated, asked: micrograms });
  return [...differences, ...differencesOfCount(lines, 1)];
}

/** An export authorization covers the full import authorization, or one of several equal parts. */
export function differencesUpon(
  lines: readonly Line[],
  upon: readonly Line[],
  parts = 1
): readonly Difference[] {
  const differences = upon.flatMap((asked, index): Difference[] => {
    const line = lineUpon(lines, asked) ?? lines[index];
    if (!line) return [];
    const isSame = line.substance === asked.substance && line.form === asked.form;
    const [stated, part] = [Number(line.stated), Number(asked.stated) / parts];
    const isPart = Math.abs(stated - part) < 1;
    return [
      ...(isSame ? [] : [{ what: 'substance' as const, stated: line.designation, asked: asked.designation }]),
      ...(isPart ? [] : [{ what: 'quantity' as const, stated, asked: Math.round(part) }])
    ];
  });
  return [...differences, ...differencesOfCount(lines, upon.length)];
}

function lineUpon(lines: readonly Line[], { no, substance, form }: Line): Line | undefined {
  return (
    lines.find((one) => one.substance === substance && one.importLine === no) ??
    lines.find((one) => one.substance === substance && one.form === form) ??
    lines.find((one) => one.substance === substance)
  );
}

function differencesOfCount(lines: readonly Line[], asked: number): readonly Difference[] {
  return lines.length === asked ? [] : [{ what: 'lines', stated: lines.length, asked }];
}

export function differencesOfActuals(
  lines: readonly ExportLine[],
  of: 'exported' | 'imported',
  by: 'authorized' | 'exported'
): readonly Difference[] {
  return lines.flatMap((line): Difference[] => {
    const [stated, asked] = [line[of]?.stated ?? 0, line[by]?.stated ?? 0];
    return stated === asked ? [] : [{ what: 'quantity', stated, asked }];
  });
}
