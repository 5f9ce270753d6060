/**
 * The table of design documents: functions of the domain, without CouchDB's conventions. The embedded engine runs them,
 * CouchDB the text bundled from the same files.
 */
import type { DatabaseKind } from '#couch/base/databases.ts';
import { mayWriteHere, type Writer } from '#lib/domain/exchange/authority.ts';
import {
  checkFileDocument,
  checkReferenceDocument,
  checkStoredAct,
  checkUnsignedDocument
} from '#lib/domain/exchange/document-structure.ts';
import {
  checkBoardDocument,
  checkSystemDocument,
  checkWaitingDocument
} from '#lib/domain/exchange/system-structure.ts';
import { classRows, importReferenceRows, partnerRows, type ViewRow } from '#lib/domain/exchange/view-rows.ts';
import type { Result } from '#lib/domain/result.ts';
import { checkListDocument } from '#lib/domain/public-list/list-structure.ts';
import { checkTrainingDeskDocument, checkTrainingDocument } from '#lib/domain/training/training-structure.ts';
import { usageRows } from '#lib/domain/usage/usage-rows.ts';

export type RowMap = (document: unknown) => readonly ViewRow[];

export type DocumentCheck = (document: unknown, previous: unknown, database?: string) => Result<true>;

type ActCheck = (document: Record<string, unknown>, previous: unknown, database?: string) => Result<true>;

export type AuthorityCheck = (writer: Writer, document: unknown, database: string) => Result<true>;

export interface DomainFunction<F = unknown> {
  readonly module: string;
  readonly name: string;
  readonly run: F;
}

interface DesignView {
  readonly map: DomainFunction<RowMap>;
  readonly reduce?: '_count';
}

export interface Design {
  readonly name: string;
  readonly validate?: DomainFunction<DocumentCheck | AuthorityCheck>;
  /** Judges acts in place of `validate`. */
  readonly validateActs?: DomainFunction<ActCheck>;
  readonly views: Readonly<Record<string, DesignView>>;
}

/** `named` has one function under the name that its module exports. */
function fromDomain<F>(module: string, named: Readonly<Record<string, F>>): DomainFunction<F> {
  const [[name, run]] = Object.entries(named) as [[string, F]];
  return { module, name, run };
}

const AUTHORITY = fromDomain<AuthorityCheck>('exchange/authority.ts', { mayWriteHere });

/** Every database has both validators: the document is well formed, and this writer can write it here. */
function walls(
  module: string,
  named: Readonly<Record<string, DocumentCheck>>,
  acts: Readonly<Record<string, ActCheck>> = {}
): readonly Design[] {
  const validateActs = Object.keys(acts).length > 0 ? { validateActs: fromDomain(module, acts) } : {};
  return [
    { name: 'structure', validate: fromDomain(module, named), ...validateActs, views: {} },
    { name: 'authority', validate: AUTHORITY, views: {} }
  ];
}

function index(
  [design, view]: readonly [string, string],
  module: string,
  named: Readonly<Record<string, RowMap>>,
  reduce?: '_count'
): Design {
  const map = fromDomain(module, named);
  return { name: design, views: { [view]: { map, ...(reduce ? { reduce } : {}) } } };
}

export const DESIGNS: Readonly<Record<DatabaseKind, readonly Design[]>> = {
  country: [
    ...walls('exchange/document-structure.ts', { checkUnsignedDocument }, { checkStoredAct }),
    index(['matching', 'by-import-reference'], 'exchange/view-rows.ts', { importReferenceRows }),
    index(['classes', 'by-partner-month'], 'exchange/view-rows.ts', { classRows }, '_count'),
    index(['partners', 'by-count'], 'exchange/view-rows.ts', { partnerRows }, '_count'),
    index(['usage', 'by-month'], 'usage/usage-rows.ts', { usageRows }, '_count')
  ],
  files: walls('exchange/document-structure.ts', { checkFileDocument }),
  reference: walls('exchange/document-structure.ts', { checkReferenceDocument }),
  incb: walls('exchange/system-structure.ts', { checkBoardDocument }),
  training: walls('training/training-structure.ts', { checkTrainingDocument }),
  'training-desk': walls('training/training-structure.ts', { checkTrainingDeskDocument }),
  lists: walls('public-list/list-structure.ts', { checkListDocument }),
  applications: walls('exchange/system-structure.ts', { checkWaitingDocument }),
  accounts: walls('exchange/system-structure.ts', { checkSystemDocument })
};
