/** The demonstration's chain of trust: Board → administrators and exchange → officers, as acts like any other. */
import type { Person } from '#couch/accounts/accounts.ts';
import { readDeviceRequest } from '#couch/database/device-request.ts';
import { LiveChanges } from '#couch/database/live-changes.ts';
import { isStatus, type Engine } from '#couch/engine/engine.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Act, CertificateBody, Signatory, KeyRole } from '#lib/domain/act/body.ts';
import { addDays, addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import { authorityToDatabase, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode, CalendarDate, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import {
  DEVICE_REQUEST_PREFIX,
  type DeviceRequestDocument
} from '#lib/domain/registration/device-request.ts';
import { authorityOf, TRADERS, type DemonstrationPerson } from './authorities.ts';
import { DEPUTY, OTHER_PEOPLE, SECRETARY } from './registered.ts';
import { ActSigner, hasKeysOf, type DemonstrationKeys, type Office } from './signing.ts';
import { storeActs } from './store-acts.ts';

const BOARD: Signatory = {
  person: 'incb.demonstration',
  name: 'Demonstration secretariat',
  function: 'INCB (invented)'
};
const AUTOMATIC: Signatory = {
  person: AUTOMATIC_CERTIFIER,
  name: 'Automatic certification',
  function: 'Demonstration'
};

export function boardOffice(keys: DemonstrationKeys): Office {
  return { authority: 'INCB', key: keys.INCB, by: BOARD };
}

export function officeOf(
  country: CountryCode,
  role: DemonstrationPerson['role'],
  keys: DemonstrationKeys
): Office {
  const key = role === 'administrator' ? keys[`${country}.admin`] : keys[`${country}.officer`];
  const person = authorityOf(country).people.find((one) => one.role === role);
  if (!key || !person) throw new Error(`no ${role} of ${country}`);
  return { authority: country, key, by: { person: person.id, name: person.name, function: person.function } };
}

/**
 * Certifies devices automatically. A data folder of version 0.1.0 has no key for it, so the administrator's key signs.
 */
function clerkOffice(country: CountryCode, keys: DemonstrationKeys): Office {
  const key = keys[`${country}.clerk`];
  return key ? { authority: country, key, by: AUTOMATIC } : officeOf(country, 'administrator', keys);
}

type Holder = CertificateBody['holder'] & { readonly key: Pick<SigningKey, 'publicKey' | 'keyId'> };

export function certify(
  signer: ActSigner,
  at: Instant,
  from: Instant,
  { key, authority, person, name, function: title, role, device }: Holder
): Promise<Act<CertificateBody>> {
  return signer.write<CertificateBody>(['*'], at, {
    kind: 'certificate',
    key: key.publicKey,
    keyId: key.keyId as KeyId,
    holder: { authority, person, name, ...(title === undefined ? {} : { function: title }), role, device },
    validFrom: from,
    validUntil: `${addMonths(instantToDate(from), 24)}T00:00:00.000Z`
  });
}

export async function certifyAll(
  keys: DemonstrationKeys,
  exchange: Pick<SigningKey, 'publicKey' | 'keyId'>,
  countries: readonly CountryCode[],
  today: Instant
): Promise<{ readonly board: readonly Act[]; readonly byCountry: ReadonlyMap<CountryCode, readonly Act[]> }> {
  const from = `${addDays(instantToDate(today), -420)}T08:00:00.000Z` as Instant;
  const board = new ActSigner(boardOffice(keys));
  const byCountry = new Map<CountryCode, readonly Act[]>();
  const onServer = { device: 'Demonstration server' };
  const server = { authority: 'EXCHANGE', person: 'exchange', name: 'Exchange', role: 'exchange' } as const;
  await certify(board, from, from, { key: exchange, ...server, ...onServer });
  for (const country of countries) {
    const administrator = { authority: country, role: 'administrator' } as const;
    const [admin, officer] = [officeOf(country, 'administrator', keys), officeOf(country, 'officer', keys)];
    const device = 'Demonstration records, administrator';
    await certify(board, from, from, { key: admin.key, ...administrator, ...admin.by, device });
    const { key } = clerkOffice(country, keys);
    await certify(board, from, from, { key, ...administrator, ...AUTOMATIC, ...onServer });
    const { name, address, legalBasis } = authorityOf(country);
    await board.write(['*'], from, { kind: 'authority', authority: country, name, address, legalBasis });
    const records = { authority: country, role: 'officer', device: 'Demonstration records' } as const;
    const signer = new ActSigner(admin);
    await certify(signer, from, from, { key: officer.key, ...officer.by, ...records });
    byCountry.set(country, signer.written);
  }
  return { board: board.written, byCountry };
}

interface Secretariat {
  readonly board: readonly Act[];
  readonly secretary: Office;
  readonly deputy: Office;
  /** The first day on which both sign. */
  readonly from: CalendarDate;
}

/** The two people of INCB who publish lists; null without their keys. */
export async function certifySecretariat(
  keys: DemonstrationKeys,
  today: CalendarDate
): Promise<Secretariat | null> {
  const from = addDays(today, -419);
  const at = `${from}T08:00:00.000Z` as Instant;
  const board = new ActSigner(boardOffice(keys));
  const officeOfBoard = async (id: string): Promise<Office | null> => {
    const key = keys[id];
    const one = OTHER_PEOPLE.find((person) => person.id === id);
    if (!key || !one) return null;
    const by = { person: one.id, name: one.name, function: one.function ?? '' };
    const office = { authority: 'INCB', role: 'administrator', device: 'Demonstration lists' } as const;
    await certify(board, at, at, { key, ...by, ...office });
    return { authority: 'INCB', key, by };
  };
  const [secretary, deputy] = [await officeOfBoard(SECRETARY), await officeOfBoard(DEPUTY)];
  return secretary && deputy && { board: board.written, secretary, deputy, from };
}

export interface Clerk {
  stop(): void;
}

type Applicant = Pick<Person, 'id' | 'name' | 'role'>;

interface CertifyingOffice {
  readonly authority: AuthorityCode;
  readonly people: readonly Applicant[];
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

function toKeyRole({ role }: Applicant): KeyRole {
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
