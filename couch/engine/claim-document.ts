/**
 * Claims an id on CouchDB by writing its first document. One node refuses the second. A cluster can accept two
 * concurrent writes: one with 201 from most copies, one with 202 from too few. Either might then be shown, so an
 * unconfirmed claim is removed before anyone learns of it.
 */
import { randomBytes } from 'node:crypto';
import type { Claimed } from './contract.ts';
import { EngineError } from './problem.ts';
import type { ServiceUser } from './service-user.ts';

/** Claims of a country's numbers wait one after the other. */
const MAX_WAIT_MS = 20_000;

interface ClaimPlace {
  /** The database's address, without credentials. */
  readonly url: string;
  readonly owner: ServiceUser;
  /** Only the administrator can remove a claim. */
  readonly administrator: ServiceUser;
}

/** `taken` if no copy took it, `unconfirmed` if too few did. */
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

/** Grafted onto the one revision written here, on every copy. Other claims stay. */
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
  // A proxy before CouchDB can answer with a page of its own.
  if (![201, 202, 409].includes(response.status)) throw failureOf(response.status);
  return { status: response.status, body: await response.json() };
}

function failureOf(status: number): Error {
  const sentence = `CouchDB answered a claim with ${status}.`;
  const error = status >= 500 ? new EngineError('couchdb-unreachable', sentence) : new Error(sentence);
  return Object.assign(error, { status });
}
