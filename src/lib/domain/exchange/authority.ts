/** Architecture, invariants 2, 4 and 5; threats P2. For CouchDB's validators, the gateway's door and the exchange. */
import { isPlainObject } from '../shape/shape.ts';
import { isReservationId } from '../balance/balance-documents.ts';
import { accept, refuse, type Result } from '../result.ts';
import type { Body } from '../act/body.ts';
import type { AuthorityCode } from '../ids.ts';
import {
  carryTargets,
  REFERENCE_DATABASE,
  shareScope,
  TRAINING_DESK,
  type DatabaseName
} from './share-scope.ts';

/**
 * `service`: a database's own user, who writes for `authority`, or for the system if null. `administrator`: CouchDB's,
 * who provisions and restores; changes by it are detected, not prevented.
 */
export type Writer =
  | { readonly kind: 'service'; readonly authority: AuthorityCode | null }
  | { readonly kind: 'exchange' }
  | { readonly kind: 'administrator' };

/** A cluster did not confirm the claim, so it is not carried. */
export function isBlockTakenAway(document: { readonly _id?: unknown; readonly _deleted?: unknown }): boolean {
  const id = String(document._id);
  return document._deleted === true && (id.slice(0, 6) === 'block:' || isReservationId(id));
}

type Scope = Pick<Body, 'issuer' | 'to'> & { readonly kind?: unknown };

/** Null for system databases. */
export function databaseToAuthority(database: DatabaseName): AuthorityCode | null {
  const country = /^country-([a-z]{2})$/.exec(database);
  if (country) return String(country[1]).toUpperCase() as AuthorityCode;
  return database === 'incb' || database === REFERENCE_DATABASE ? 'INCB' : null;
}

/**
 * | writer        | an act                                                | any other document |
 * |---------------|-------------------------------------------------------|--------------------|
 * | service       | of its own authority, where share-scope puts it       | of its own database |
 * | exchange      | of others, receipts too, where share-scope carries it | never               |
 * | administrator | where share-scope puts it                             | any                |
 *
 * A block is taken away by the administrator alone. An enrolment is deleted from the trainers' desk by the server itself,
 * when the names of a session have been kept for as long as was said (`training/desk-view.ts`).
 */
export function mayWriteHere(writer: Writer, document: unknown, database: DatabaseName): Result<true> {
  if (!isPlainObject(document) || typeof document['_id'] !== 'string')
    return refuse({ code: 'document.malformed' });
  if (isNameDeleted(writer, document, database)) return accept(true);
  if (document['_id'].slice(0, 4) === 'act:') return mayWriteAct(writer, document['body'], database);
  if (writer.kind === 'exchange') return refuse({ code: 'door.document.notYours', path: '_id' });
  return isBlockTakenAway(document) && writer.kind !== 'administrator'
    ? refuse({ code: 'block.immutable', path: '_id' })
    : accept(true);
}

function isNameDeleted(writer: Writer, document: Record<string, unknown>, database: DatabaseName): boolean {
  return database === TRAINING_DESK && document['_deleted'] === true && writer.kind !== 'exchange';
}

function mayWriteAct(writer: Writer, body: unknown, database: DatabaseName): Result<true> {
  if (!isScope(body)) return refuse({ code: 'document.malformed', path: 'body' });
  if (writer.kind === 'exchange') {
    const carried = carryTargets(body).indexOf(database) >= 0;
    return carried ? accept(true) : refuse({ code: 'door.exchange.notCarried', path: 'body.to' });
  }
  if (writer.kind === 'service' && body.issuer !== writer.authority)
    return refuse({ code: 'door.issuer.foreign', path: 'body.issuer' });
  const belongs = shareScope(body).indexOf(database) >= 0;
  return belongs ? accept(true) : refuse({ code: 'act.database.wrong', path: 'body.to' });
}

/** Guard before share-scope: a database can hold non-acts (threats P6). */
export function isScope(body: unknown): body is Scope {
  if (!isPlainObject(body) || typeof body['issuer'] !== 'string') return false;
  const to = body['to'];
  return Array.isArray(to) && to.every((one) => typeof one === 'string');
}
