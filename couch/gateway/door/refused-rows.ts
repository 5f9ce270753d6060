/** Rows for refused documents, in CouchDB's form. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Problem } from '#lib/domain/result.ts';
import { isDiskFull } from '#couch/engine/engine.ts';
import { engineFailed, refusal } from '../bounds/refusal.ts';

/** Replication continues with the rest and emits `denied` for these. */
export interface RefusedRow {
  readonly id: string;
  readonly rev?: string;
  readonly error: 'forbidden';
  readonly status: 403;
  /** JSON of the problems. */
  readonly reason: string;
}

const MAX_PROBLEMS_SHOWN = 10;

export function toRefusedRow(document: unknown, problems: readonly Problem[]): RefusedRow {
  const { _id, _rev } = isPlainObject(document) ? document : { _id: '', _rev: null };
  const reason = JSON.stringify(problems.slice(0, MAX_PROBLEMS_SHOWN));
  const rev = typeof _rev === 'string' ? { rev: _rev.slice(0, 60) } : {};
  return { id: String(_id).slice(0, 300), ...rev, error: 'forbidden', status: 403, reason };
}

/** The first problem, for counting. */
export function codeOfRow({ reason }: RefusedRow): string {
  const [first] = JSON.parse(reason) as readonly Problem[];
  return first?.code ?? '';
}

export interface ErrorRow {
  readonly id?: string;
  readonly error?: unknown;
  readonly reason?: string;
}

export function isErrorRow(row: object): boolean {
  return 'error' in row && Boolean((row as ErrorRow).error);
}

/**
 * CouchDB's validator uses the same codes. Any other failure fails the whole request, so that replication repeats it: a
 * denied document is never sent again.
 */
export function toEngineRow(row: ErrorRow): RefusedRow {
  const forbidden = row.error === 'forbidden' || (row as { name?: string }).name === 'forbidden';
  if (isDiskFull(row)) throw refusal(507, 'request.diskFull');
  if (!forbidden) throw engineFailed();
  const isList = /^\[.*\]$/s.test(row.reason ?? '');
  const reason = isList && row.reason ? row.reason : JSON.stringify([{ code: 'door.engine.refused' }]);
  return { id: row.id ?? '', error: 'forbidden', status: 403, reason };
}
