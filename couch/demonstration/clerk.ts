/**
 * Plays the people who certify devices, so that a visitor can work at once: an officer's device is certified
 * by her administrator's key, an administrator's by the invented Board's. Runs only over demonstration keys
 * and only for the demonstration's own accounts; in a real installation a person compares fingerprints.
 */
import type { Engine } from '#couch/engine/engine.ts';
import { readDeviceRequest } from '#couch/gateway/devices.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { DEVICE_REQUEST_PREFIX } from '#lib/domain/registration/device-request.ts';
import { authorityOf } from './authorities.ts';
import { boardOffice, certify, officeOf } from './certificates.ts';
import type { DemonstrationKeys } from './keys.ts';
import { Scribe } from './scribe.ts';
import { storeActs } from './store-acts.ts';

export interface Clerk {
  stop(): void;
}

export function startClerk(
  engine: Engine,
  keys: DemonstrationKeys,
  countries: readonly CountryCode[]
): Clerk {
  const board = new Scribe(boardOffice(keys));
  const feeds = countries.map((country) => followRequests(engine, country, board, keys));
  return { stop: () => feeds.forEach((feed) => feed.cancel()) };
}

function followRequests(
  engine: Engine,
  country: CountryCode,
  board: Scribe,
  keys: DemonstrationKeys
): { cancel(): void } {
  const database = engine.open(authorityToDatabase(country) ?? '');
  const admin = new Scribe(officeOf(country, 'administrator', keys));
  // A failed certification is tried again at the next start: the request stays where it is.
  const certifyRequest = (id: string): Promise<void> => certifyOne(engine, country, id, { board, admin });
  return database
    .changes({ live: true, since: 0 })
    .on('change', ({ id }) => {
      if (id.startsWith(DEVICE_REQUEST_PREFIX)) certifyRequest(id).catch(() => undefined);
    })
    .on('error', () => undefined);
}

async function certifyOne(
  engine: Engine,
  country: CountryCode,
  id: string,
  scribes: { readonly board: Scribe; readonly admin: Scribe }
): Promise<void> {
  const home = authorityToDatabase(country) ?? '';
  const request = await readDeviceRequest(engine.open(home), id, country);
  const person = request && authorityOf(country).people.find((one) => one.id === request.person);
  if (!request || !person || (await isCertified(engine, request.keyId))) return;
  const isOfficer = person.role === 'officer';
  const now = new Date().toISOString() as Instant;
  const act: Act = await certify(isOfficer ? scribes.admin : scribes.board, now, now, {
    key: { publicKey: request.key, keyId: request.keyId },
    authority: country,
    person: person.id,
    name: person.name,
    role: person.role,
    device: request.device
  });
  // The administrator states it at home, from where the exchange carries it; the Board writes to everybody.
  await storeActs(engine, isOfficer ? home : REFERENCE_DATABASE, [act]);
}

/** Requests are read again at every start; a device that has its certificate needs no second one. */
async function isCertified(engine: Engine, keyId: string): Promise<boolean> {
  const { rows } = await engine.open(REFERENCE_DATABASE).allDocs({
    startkey: 'act:',
    endkey: 'act:\ufff0',
    include_docs: true
  });
  return rows.some((row) => {
    const body = (row.doc as Partial<Act> | undefined)?.body;
    return body?.kind === 'certificate' && body.keyId === keyId;
  });
}
