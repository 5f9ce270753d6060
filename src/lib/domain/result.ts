/**
 * Outcomes that a person or a partner can cause are values, not exceptions. A problem is a code with
 * values; `i18n/problem-text.ts` turns it into the reader's language.
 */

/** The way a problem weighs: `refused` stops the act, `todo` is missing so far, `notice` only informs. */
export type Weight = 'refused' | 'todo' | 'notice';

/** In place of an article: neither Convention says it, each country does. */
export const NATIONAL_PRACTICE = 'national practice';

/** In place of an article: the Convention does not ask for it, the forms that the Board has Governments fill in do. */
export const BOARD_FORMS = 'INCB forms';

/** In place of an article: nobody's law, but what this system can hold or does to be understood. */
export const OWN_RULE = 'own rule';

/** In place of an article: no text says it and no country, this product asks, by a measure that a country may set otherwise. */
export const PRODUCT_SUGGESTION = 'product suggestion';

export interface Problem {
  /** Dotted code, the same in domain, in the server's refusal and in the messages. */
  readonly code: string;
  /** Where: a path into the document or form, e.g. `lines.0.quantity`. */
  readonly path?: string;
  /** What the sentence needs to be told; texts and integers only. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** The rule's source, e.g. `1961:31.8` or `1971:12.3(b)`. */
  readonly article?: string;
  readonly weight?: Weight;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(...problems: readonly Problem[]): Result<never> {
  return { ok: false, problems };
}

/** For what only a programmer can cause: takes the value or throws with the codes, and with a cause where one is told. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map(nameProblem).join('; '));
}

function nameProblem({ code, path, values }: Problem): string {
  const cause = values?.['cause'];
  return `${code}${path ? ` at ${path}` : ''}${cause === undefined ? '' : ` (${cause})`}`;
}
