/**
 * Automatic certification, so that a visitor can work immediately. It accepts only demonstration keys and accounts. In
 * a real installation a person compares fingerprints.
 */
import type { Person } from '#couch/accounts/accounts.ts';
import { isStatus, type Engine } from '#couch/engine/engine.ts';
import { readDeviceRequest } from '#couch/database/device-request.ts';
import { LiveChanges } from '#couch/database/live-changes.ts';
import type { Act, KeyRole } from '#lib/domain/act/body.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import {
  DEVICE_REQUEST_PREFIX,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { TRADERS } from './authorities.ts';
import { boardOffice, certify, clerkOffice } from './certificates.ts';

import { OTHER_PEOPLE } from './registered.ts';
import { ActSigner, hasKeysOf, type DemonstrationKeys } from './signing.ts';
import { storeActs } from './store-acts.ts';

export interface Clerk {
  stop(): void;
}

type Holder = Pick<Person, 'id' | 'name' | 'role'>;

interface CertifyingOffice {
  readonly authority: AuthorityCode;
  readonly people: readonly Holder[];
  readonly board: ActSigner;
  readonly clerk: ActSigner | null;
}

export function startClerk(engine: Engine, keys: DemonstrationKeys): Clerk {
  const board = new ActSigner(boardOffice(keys));
  const here = TRADERS.filter(({ country }) => hasKeysOf(keys, country));
  const traders = here.map(({ country, people }): CertifyingOffice => ({
    authority: country,
    people,
    board,
    clerk: new ActSigner(clerkOffice(country, keys))
  }));
  const others = [...new Set(OTHER_PEOPLE.map(({ authority }) => authority))].map(
    (authority): CertifyingOffice => ({
      authority,
      people: OTHER_PEOPLE.filter((person) => person.authority === authority),
      board,
      clerk: null
    })
  );
  const feeds = [...traders, ...others].map((office) => followRequests(engine, office));
  return { stop: () => feeds.forEach((feed) => feed.stop()) };
}

/** From the beginning, to answer requests from a stopped time. */
function followRequests(engine: Engine, office: CertifyingOffice): LiveChanges {
  return new LiveChanges({
    database: engine.open(authorityToDatabase(office.authority) ?? ''),
    from: 'beginning',
    take: async (id) => {
      if (id.startsWith(DEVICE_REQUEST_PREFIX)) await certifyOne(engine, id, office).catch(leaveRefused);
    }
  });
}

/** A refused request stays for a person. Other failures are tried again. */
function leaveRefused(error: unknown): void {
  if (![400, 403, 409].some((status) => isStatus(error, status))) throw error;
}

async function certifyOne(engine: Engine, id: string, office: CertifyingOffice): Promise<void> {
  const { authority, people, board, clerk } = office;
  const home = authorityToDatabase(authority) ?? '';
  const request = await readDeviceRequest(engine.open(home), id, authority);
  // The Board's database also holds administrators' requests, answered under their own authority.
  if (request?.authority !== authority) return;
  const person = people.find((one) => one.id === request.person);
  if (!person || (await isCertified(engine, request))) return;
  const certifier = person.role === 'officer' ? clerk : board;
  if (!certifier) return;
  const now = new Date().toISOString() as Instant;
  const act: Act = await certify(certifier, now, now, {
    key: { publicKey: request.key, keyId: request.keyId },
    authority,
    person: person.id,
    name: request.name,
    ...(request.function === undefined ? {} : { function: request.function }),
    role: toKeyRole(person),
    device: request.device
  });
  // The exchange carries a country's certificate onward. The Board writes for everyone.
  await storeActs(engine, certifier === board ? REFERENCE_DATABASE : home, [act]);
}

/** INCB staff certify administrators, as administrators certify officers. */
function toKeyRole({ role }: Holder): KeyRole {
  return role === 'officer' ? 'officer' : 'administrator';
}

/** Every start reads all requests again. A certified device needs a second certificate only under a new name. */
async function isCertified(engine: Engine, request: DeviceRequestDocument): Promise<boolean> {
  const { rows } = await engine.open(REFERENCE_DATABASE).allDocs({
    startkey: 'act:',
    endkey: 'act:\ufff0',
    include_docs: true
  });
  return rows.some((row) => {
    const body = (row.doc as Partial<Act> | undefined)?.body;
    if (body?.kind !== 'certificate' || body.keyId !== request.keyId) return false;
    return body.holder.name === request.name && body.holder.function === request.function;
  });
}
