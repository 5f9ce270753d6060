/** What an entry of a design document exports: pure functions, to which the build adds CouchDB's manners. */
import type { DatabaseKind } from '#couch/base/databases.ts';
import type { Writer } from '#lib/domain/exchange/authority.ts';
import type { ViewRow } from '#lib/domain/exchange/view-rows.ts';
import type { Result } from '#lib/domain/result.ts';

export type RowMap = (document: unknown) => readonly ViewRow[];

/** Is it well formed? `database` is the name of the database, where it is known. */
export type DocumentCheck = (document: unknown, previous: unknown, database?: string) => Result<true>;

/** May this hand write it here? */
export type AuthorityCheck = (writer: Writer, document: unknown, database: string) => Result<true>;

export interface DesignView {
  readonly map: RowMap;
  readonly reduce?: '_count';
}

/** A design document by its folder: `couch/ddocs/<kind>/<name>`; its validator asks one question or the other. */
export interface Design {
  readonly name: string;
  readonly validate?: DocumentCheck | AuthorityCheck;
  readonly views: Readonly<Record<string, DesignView>>;
}

export const DESIGNED_KINDS = [
  'country',
  'reference',
  'incb',
  'training',
  'training-desk',
  'accounts'
] as const satisfies readonly DatabaseKind[];
/** Kinds of database that have design documents. */
export type DesignedKind = (typeof DESIGNED_KINDS)[number];
