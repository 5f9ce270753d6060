/** INCB's office over a real engine, as one gateway has it; a second one over the same engine is a second gateway. */
import { Accounts } from '#couch/accounts/accounts.ts';
import { Audit } from '#couch/accounts/audit.ts';
import { Invitations } from '#couch/accounts/invitations.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { provisionSystem } from '#couch/installation/provision.ts';
import {
  openRegistration,
  type RegistrationOptions,
  type RegistrationParts
} from '#couch/registration/open-registration.ts';
import { Requests } from '#couch/registration/requests.ts';
import { Standings } from '#couch/registration/standings.ts';
import type { AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import type { Registration as Request } from '#lib/domain/registration/registration.ts';
import { parseRegistrationRequest, type RegistrationRequest } from '#lib/domain/registration/request.ts';
import { unwrap, type Result } from '#lib/domain/result.ts';
import { TEST_SECRET } from '../with-engine.ts';
import { parseConfirmationCode, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';

const START = Date.UTC(2026, 10, 24, 9);
export const DZ = 'DZ' as CountryCode;
export const SECRETARY = 'incb.secretary';
export const PASSWORD = 'a good long password';

/** As in the gateway's limits, but for a crowd that a test can make. */
const CROWD = { perSender: 2, inQueue: 20, folded: 5 };

export interface Office extends RegistrationParts {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly audit: Audit;
  readonly standings: Standings;
  readonly requests: Requests;
  readonly clock: { now: number };
  readonly warnings: string[];
  close(): void;
}

export async function openOffice(
  engine: Engine,
  options: Partial<Pick<RegistrationOptions, 'joinExchange' | 'onStep' | 'crowd'>> = {}
): Promise<Office> {
  await provisionSystem(engine);
  const clock = { now: START };
  const timed = { engine, clock: () => clock.now };
  const [accounts, invitations, audit] = [new Accounts(timed), new Invitations(timed), new Audit(timed)];
  const standings = new Standings(engine);
  const warnings: string[] = [];
  const warn = (about: string, error: unknown): void => void warnings.push(`${about}: ${String(error)}`);
  const parts = {
    ...timed,
    accounts,
    invitations,
    audit,
    standings,
    crowd: CROWD,
    secret: TEST_SECRET,
    warn
  };
  const registration = openRegistration({ ...parts, ...options });
  await accounts.createPerson(aPerson(SECRETARY, 'incb', 'INCB'));
  const requests = new Requests(engine);
  const close = (): void => standings.close();
  return {
    ...registration,
    engine,
    accounts,
    invitations,
    audit,
    standings,
    requests,
    clock,
    warnings,
    close
  };
}

export function aPerson(id: string, role: 'incb' | 'administrator' | 'officer', authority: string) {
  const particulars = { name: 'A. Person', function: 'Delegate', password: PASSWORD };
  return { id, role, authority: authority as AuthorityCode, ...particulars };
}

export function aRequest(over: object = {}): RegistrationRequest {
  return unwrap(
    parseRegistrationRequest({
      country: 'DZ',
      authority: 'Direction de la pharmacie',
      name: 'Amina Example',
      function: 'Head of the competent national authority',
      email: 'amina.example@authority.example',
      address: '1 Example Street\nAlgiers',
      language: 'fr',
      ...over
    })
  );
}

let addresses = 0;

/** Of somebody who has not asked before, in a network where nobody has. */
export function anAddress(): string {
  const n = ++addresses;
  return `10.${n % 250}.${Math.floor(n / 250)}.1`;
}

/** The newest request of the country, once what goes on behind the answer is done. */
export async function anAsked(office: Office, over: object = {}): Promise<Request> {
  const request = aRequest(over);
  unwrap(await office.registrations.ask(request, anAddress()));
  await office.registrations.settled();
  const all = await office.requests.list(request.country);
  return all[all.length - 1] as Request;
}

export async function aLetterFor(office: Office, id: string): Promise<ConfirmationCode> {
  const { code } = unwrap(await office.decisions.sendLetter(id, SECRETARY));
  return unwrap(parseConfirmationCode(code));
}

export async function aConfirmed(office: Office, over: object = {}): Promise<Request> {
  const { _id } = await anAsked(office, over);
  const word = { word: 'By note verbale.' };
  return unwrap(await office.decisions.confirm(_id, word, SECRETARY)).registration;
}

export function codesOf(result: Result<unknown>): string[] {
  return result.ok ? [] : result.problems.map(({ code }) => code);
}

export function readFrom<T extends object>(engine: Engine, database: string, id: string): Promise<T | null> {
  return readDocument<T>(engine.open(database), id);
}
