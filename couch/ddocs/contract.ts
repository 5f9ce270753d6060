/** What an entry of a design document exports: pure functions, to which the build adds CouchDB's manners. */
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

/** As CouchDB stores it; the content hash says what is deployed, and changes exactly when a function or a reducer does. */
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

/** A design document by its folder: `couch/ddocs/<kind>/<name>`; its validator asks one question or the other. */
export interface Design {
  readonly name: string;
  readonly validate?: DocumentCheck | AuthorityCheck;
  readonly views: Readonly<Record<string, DesignView>>;
}
