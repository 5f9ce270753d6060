/**
 * Claims an id on CouchDB by writing the first document of that id. One node takes the first and refuses the
 * second. A cluster may take two that are written at the same moment: most of its copies take one, which is
 * answered 201, and another is answered 202, written somewhere and confirmed by too few. Of two such the
 * database might show either, so that what was not confirmed is taken away again before anybody is told of it.
 */
import { randomBytes } from 'node:crypto';
import type { Claimed } from './contract.ts';
import { EngineError } from './problem.ts';
import type { ServiceUser } from './service-user.ts';

/** A country's numbers wait for the answer, one claim after the other. */
const MAX_WAIT_MS = 20_000;

interface ClaimPlace {
  /** Of the database, without credentials. */
  readonly url: string;
  /** The database's own user. */
  readonly owner: ServiceUser;
  /** Who alone may take a claim away. */
  readonly administrator: ServiceUser;
}

/** `taken` where no copy took it, `unconfirmed` where too few did. */
export async function claimDocument(place: ClaimPlace, document: { readonly _id: string }): Promise<Claimed> {
  const path = encodeURIComponent(document._id);
  const { status, body } = await ask(place, place.owner, { method: 'PUT', path, body: document });
  if (status === 201) return 'claimed';
  if (status === 409) return 'taken';
  const { rev } = body as { readonly rev?: unknown };
  if (status !== 202 || typeof rev !== 'string') throw failureOf(status);
  await takeAway(place, document._id, rev);
  return 'unconfirmed';
}

/** Grafted onto the one revision that was written here, at whichever copies it is: another's stays untouched. */
async function takeAway(place: ClaimPlace, _id: string, rev: string): Promise<void> {
  const [generation = '', hash = ''] = rev.split('-');
  const [start, end] = [Number(generation) + 1, randomBytes(16).toString('hex')];
  const tombstone = { _id, _rev: `${start}-${end}`, _deleted: true, _revisions: { start, ids: [end, hash] } };
  const request = { method: 'POST', path: '_bulk_docs', body: { docs: [tombstone], new_edits: false } };
  const { status, body } = await ask(place, place.administrator, request);
  const isRefused = Array.isArray(body) && body.some((row) => 'error' in (row as object));
  if ((status !== 201 && status !== 202) || isRefused) throw failureOf(status);
}

async function ask(
  { url }: ClaimPlace,
  { username, password }: ServiceUser,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: object }
): Promise<{ readonly status: number; readonly body: unknown }> {
  const pair = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  const headers = { authorization: `Basic ${pair}`, 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(MAX_WAIT_MS);
  const response = await fetch(`${url}/${path}`, { method, headers, body: JSON.stringify(body), signal });
  // What stands before CouchDB may answer with a page of its own.
  if (![201, 202, 409].includes(response.status)) throw failureOf(response.status);
  return { status: response.status, body: await response.json() };
}

function failureOf(status: number): Error {
  const sentence = `CouchDB answered a claim with ${status}.`;
  const error = status >= 500 ? new EngineError('couchdb-unreachable', sentence) : new Error(sentence);
  return Object.assign(error, { status });
}
