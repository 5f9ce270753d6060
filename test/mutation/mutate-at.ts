import type { Plugin } from 'vite';
import type { Mutant } from './mutants-of.ts';

/** One mutant, as JSON, in the program under test; throws if its source has changed. */
export function mutateAt(text: string | undefined): Plugin | null {
  if (text === undefined) return null;
  const mutant = JSON.parse(text) as Mutant;
  return {
    name: 'i2es-mutation',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith(`/${mutant.file}`)) return null;
      const { from, to, before, text: after } = mutant;
      if (code.slice(from, to) !== before) throw new Error(`${mutant.file} is not what it was.`);
      return code.slice(0, from) + after + code.slice(to);
    }
  };
}
