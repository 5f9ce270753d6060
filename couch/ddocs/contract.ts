/** Exports of a design document's entry: pure functions without CouchDB's conventions. */
import type { Writer } from '#lib/domain/exchange/authority.ts';
import type { ViewRow } from '#lib/domain/exchange/view-rows.ts';
import type { Result } from '#lib/domain/result.ts';

export type RowMap = (document: unknown) => readonly ViewRow[];

/** Checks the form. `database` is the name, if known. */
export type DocumentCheck = (document: unknown, previous: unknown, database?: string) => Result<true>;

/** Checks the writer's right to write it here. */
export type AuthorityCheck = (writer: Writer, document: unknown, database: string) => Result<true>;

export interface DesignView {
  readonly map: RowMap;
  readonly reduce?: '_count';
}

export interface BuiltDesign {
  readonly _id: string;
  readonly language: 'javascript';
  readonly hash: string;
  readonly views?: Readonly<Record<string, BuiltView>>;
  readonly validate_doc_update?: string;
}

export interface BuiltView {
  readonly map: string;
  readonly reduce?: '_count';
}

/** Folder `couch/ddocs/<kind>/<name>`. */
export interface Design {
  readonly name: string;
  readonly validate?: DocumentCheck | AuthorityCheck;
  readonly views: Readonly<Record<string, DesignView>>;
}
