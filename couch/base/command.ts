import { parseArgs } from 'node:util';

export interface Surroundings {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (sentence: string) => void;
}

/** Resolves with the exit code. `StartError` gives exit code 1. */
export type RunCommand = (words: readonly string[], surroundings: Surroundings) => Promise<number>;

/** The person who starts I2ES can fix it: one sentence, no stack. */
export class StartError extends Error {}

export type Commands = Readonly<Record<string, readonly [does: string, load: () => Promise<RunCommand>]>>;

export function listCommands(commands: Commands): readonly string[] {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return Object.entries(commands).map(([name, [does]]) => `  ${name.padEnd(width)}  ${does}`);
}

export async function runCommand(
  commands: Commands,
  usage: string,
  [name = '', ...words]: readonly string[],
  surroundings: Surroundings
): Promise<number> {
  const [, load] = (Object.hasOwn(commands, name) ? commands[name] : undefined) ?? [];
  if (load === undefined) throw new StartError(usage);
  return (await load())(words, surroundings);
}

interface Shape<Name extends string> {
  readonly files?: readonly [number, number];
  readonly needed?: readonly Name[];
  readonly names?: readonly Name[];
  readonly flags?: readonly string[];
}

interface Arguments<Name extends string> {
  readonly files: readonly string[];
  readonly options: Readonly<Partial<Record<Name, string>>>;
  readonly all: Readonly<Partial<Record<Name, readonly string[]>>>;
  readonly flags: ReadonlySet<string>;
}

/** Anything else than the shape throws the usage. */
export function readArguments<Name extends string = never>(
  words: readonly string[],
  usage: string,
  { files: [least, most] = [0, 0], names = [], needed = [], flags = [] }: Shape<Name>
): Arguments<Name> {
  const parsed = tryToParse(words, [...needed, ...names], flags);
  const { positionals: files = [], values = {} } = parsed ?? {};
  const all: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(values)) if (Array.isArray(value)) all[name] = value.map(String);
  const last = Object.entries(all).map(([name, given]) => [name, given.at(-1)]);
  const options = Object.fromEntries(last) as Arguments<Name>['options'];
  const isWhole = files.length >= least && files.length <= most && needed.every((name) => options[name]);
  if (parsed === null || !isWhole) throw new StartError(`Usage: npm run ${usage}`);
  return {
    files,
    options,
    all: all as Arguments<Name>['all'],
    flags: new Set(flags.filter((flag) => values[flag] === true))
  };
}

function tryToParse(
  words: readonly string[],
  names: readonly string[],
  flags: readonly string[]
): { readonly positionals: string[]; readonly values: Readonly<Record<string, unknown>> } | null {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string', multiple: true }] as const),
    ...flags.map((flag) => [flag, { type: 'boolean' }] as const)
  ]);
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch {
    return null;
  }
}
