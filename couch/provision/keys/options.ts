/** Arguments of a verb: files in order and named options; anything else prints the usage. */
import { parseArgs } from 'node:util';
import { StartError } from '#couch/base/env.ts';

const KEY_ID = /^-[A-Za-z0-9_-]{42}$/;

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
    return parseArgs({ args: joinDashed(words), options, allowPositionals: true, strict: true });
  } catch {
    return null;
  }
}

/** One key id in 64 begins with a hyphen and would be read as an option. */
function joinDashed(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const option = joined.at(-1);
    if (KEY_ID.test(word) && option?.startsWith('--') && !option.includes('='))
      joined[joined.length - 1] = `${option}=${word}`;
    else joined.push(word);
  }
  return joined;
}
