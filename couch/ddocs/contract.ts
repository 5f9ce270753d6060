/** What an entry of a design document exports: pure functions, to which the build adds CouchDB's manners. */
import type { ViewRow } from '#lib/domain/exchange/view-rows.ts';
import type { Result } from '#lib/domain/result.ts';

export type RowMap = (document: unknown) => readonly ViewRow[];

/** `database` is the name of the database, where it is known. */
export type DocumentCheck = (document: unknown, previous: unknown, database?: string) => Result<true>;

export interface DesignView {
  readonly map: RowMap;
  readonly reduce?: '_count';
}

/** A design document by its folder: `couch/ddocs/<kind>/<name>`. */
export interface Design {
  readonly name: string;
  readonly validate?: DocumentCheck;
  readonly views: Readonly<Record<string, DesignView>>;
}

export const DESIGNED_KINDS = ['country', 'reference'] as const;
/** Kinds of database that have design documents. */
export type DesignedKind = (typeof DESIGNED_KINDS)[number];
