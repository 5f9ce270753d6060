/**
 * Outcomes caused by a person or partner are values, not exceptions. `i18n/problem-text.ts` puts a code into the
 * reader's language.
 */

/** `refused` stops the act, `todo` is missing so far, `notice` only informs. */
export type Weight = 'refused' | 'todo' | 'notice';

/** In place of an article: national practice, not in a Convention. */
export const NATIONAL_PRACTICE = 'national practice';

/** In place of an article: required by INCB's forms, not by a Convention. */
export const BOARD_FORMS = 'INCB forms';

/** In place of an article: a technical rule of I2ES. */
export const OWN_RULE = 'own rule';

/** WHO model guidelines for the international provision of controlled medicines for emergency medical care (1996). */
export const EMERGENCY_GUIDELINES = 'WHO/PSA/96.17';

/** In place of an article: I2ES's own question, by a measure that a country can change. */
export const PRODUCT_SUGGESTION = 'product suggestion';

export interface Problem {
  /** Equal in domain, server refusals and messages. */
  readonly code: string;
  /** e.g. `lines.0.quantity`. */
  readonly path?: string;
  /** Texts and integers only. */
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

/** For programming errors only: returns the value, or throws with the codes and any cause. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map(nameProblem).join('; '));
}

function nameProblem({ code, path, values }: Problem): string {
  const cause = values?.['cause'];
  return `${code}${path ? ` at ${path}` : ''}${cause === undefined ? '' : ` (${cause})`}`;
}
