/** Words after a verb: its files in order and its named options; anything else is answered with its usage. */
import { parseArgs } from 'node:util';
import { StartError } from '#couch/env.ts';

export interface Words<Name extends string> {
  readonly files: readonly string[];
  readonly options: Readonly<Partial<Record<Name, string>>>;
}

export function readWords<Name extends string>(
  words: readonly string[],
  usage: string,
  { files, names, needed = [] }: { files: number; names: readonly Name[]; needed?: readonly Name[] }
): Words<Name> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const parsed = tryToParse(words, options);
  const values = (parsed?.values ?? {}) as Partial<Record<Name, string>>;
  const isWhole = parsed?.positionals.length === files && needed.every((name) => values[name]);
  if (!parsed || !isWhole) throw new StartError(`Usage: npm run keys -- ${usage}`);
  return { files: parsed.positionals, options: values };
}

function tryToParse(words: readonly string[], options: Record<string, { type: 'string' }>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch {
    return null;
  }
}
