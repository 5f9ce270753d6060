/** What tests read out of the gateway's answers: each part is looked at before it is believed. */
import { parseBlock, type Block } from '#lib/domain/authorization/block.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { unwrap } from '#lib/domain/result.ts';

interface ChangesTold {
  readonly results: readonly { readonly id: string; readonly seq: string | number; readonly doc?: unknown }[];
  readonly last_seq: string | number;
}

/** One member of an answer; throws with the whole answer where there is none. */
export function memberOf(body: unknown, name: string): unknown {
  const member = isPlainObject(body) ? body[name] : undefined;
  if (member === undefined) throw new Error(`no ${name} in ${JSON.stringify(body)}`);
  return member;
}

/** The list that `_changes`, `_bulk_get` and the like answer with. */
export function resultsOf(body: unknown): readonly unknown[] {
  const results = memberOf(body, 'results');
  if (!Array.isArray(results)) throw new Error(`no list of results in ${JSON.stringify(body)}`);
  return results;
}

export function parseChanges(body: unknown): ChangesTold {
  const results = resultsOf(body);
  const last = memberOf(body, 'last_seq');
  const wellFormed = results.every(
    (row) => isPlainObject(row) && typeof row['id'] === 'string' && isSequence(row['seq'])
  );
  if (!wellFormed || !isSequence(last)) throw new Error(`no page of changes: ${JSON.stringify(body)}`);
  return { results: results as ChangesTold['results'], last_seq: last };
}

function isSequence(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

export function blockOf(body: unknown): Block {
  return unwrap(parseBlock(body));
}

/** An answer that is a list of objects. */
export function listOf(body: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(body) || !body.every(isPlainObject)) throw new Error(`no list: ${JSON.stringify(body)}`);
  return body;
}

export function reasonOf({ body }: { readonly body: unknown }): string {
  return String(memberOf(body, 'reason'));
}
