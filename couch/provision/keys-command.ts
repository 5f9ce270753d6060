/** `npm run keys`: the Board's root keys, made and used away from the server, and what they state. */
import type { Surroundings } from '#couch/command.ts';
import { StartError } from '#couch/env.ts';

type Verb = (words: readonly string[], surroundings: Surroundings) => Promise<number>;

const VERBS: Readonly<Record<string, { readonly usage: string; readonly run: Verb }>> = {};

export function runKeys(
  [name = '', ...words]: readonly string[],
  surroundings: Surroundings
): Promise<number> {
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new StartError('Usage: npm run keys -- <verb>');
  return verb.run(words, surroundings);
}
