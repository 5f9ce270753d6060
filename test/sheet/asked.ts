/** Which part of the sheet is asked for on the command line; all of it where nothing is named. */
import { parseArgs } from 'node:util';
import { WHO, type Who } from './people.ts';
import { STATES, type State } from './sights.ts';
import { SIZES, type Size } from './visitor.ts';

const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const LOCALES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;

export interface Asked {
  readonly only: readonly string[];
  readonly who: readonly Who[];
  readonly states: readonly State[];
  readonly locales: readonly string[];
  readonly sizes: readonly Size[];
  readonly themes: readonly Theme[];
}

/** A word that is none of them is a slip, and is said so instead of being passed over. */
function among<One extends string>(
  all: readonly One[],
  given: readonly string[] | undefined
): readonly One[] {
  const words = given?.flatMap((one) => one.split(','));
  const strange = words?.find((word) => !all.some((one) => one === word));
  if (strange !== undefined) throw new Error(`${strange}: none of ${all.join(', ')}`);
  return words ? all.filter((one) => words.includes(one)) : all;
}

export function readAsked(args: readonly string[]): Asked {
  const many = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { only: many, who: many, state: many, locale: many, size: many, theme: many }
  });
  return {
    only: values.only?.flatMap((one) => one.split(',')) ?? [],
    who: among(WHO, values.who),
    states: among(STATES, values.state),
    locales: values.locale ? among(LOCALES, values.locale) : ['en', 'ar'],
    sizes: among(Object.keys(SIZES) as Size[], values.size),
    themes: among(THEMES, values.theme)
  };
}
