/** The shape of a command of `couch/cli.ts`. */
export interface Surroundings {
  /** Source folder, with `package.json`. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (sentence: string) => void;
}

/** Resolves with the exit code. Problems that a person can fix are thrown as `StartError`, exit code 1. */
export type RunCommand = (words: readonly string[], surroundings: Surroundings) => Promise<number>;
