/** One command of `couch/cli.ts`: a file of its room with a function of this shape, named in the table there. */
export interface Surroundings {
  /** Folder of the sources: where `package.json` is. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One sentence to whoever started it. */
  readonly say: (sentence: string) => void;
}

/**
 * Resolves with the exit code. `words` are what stands after the command's name. What a person can put
 * right is thrown as a `StartError`: one sentence, exit code 1.
 */
export type RunCommand = (words: readonly string[], surroundings: Surroundings) => Promise<number>;
