import type { Engine } from '#couch/engine/engine.ts';
import type { Accounts } from './accounts.ts';
import { Audit } from './audit.ts';
import { Clients } from './clients.ts';
import { ClientTraces } from './client-traces.ts';
import { DeviceReports } from './device-reports.ts';
import { FactorSeal } from './factor-secrets.ts';
import { Invitations } from './invitations.ts';
import { Passkeys } from './passkeys.ts';
import { People } from './people.ts';
import { PersonRecords } from './person.ts';
import type { Policies } from './policies.ts';
import { SecondFactors } from './second-factors.ts';
import { SecondStep } from './second-step.ts';
import { SignInBook } from './sign-in-book.ts';
import { SignedIn } from './sessions.ts';

export interface Administration {
  readonly invitations: Invitations;
  readonly people: People;
  readonly policy: Policies;
  readonly audit: Audit;
  readonly devices: DeviceReports;
  readonly signedIn: SignedIn;
  readonly signIns: SignInBook;
  readonly secondFactors: SecondFactors;
  readonly secondStep: SecondStep;
  readonly clients: Clients;
  readonly clientTraces: ClientTraces;
}

interface AdministrationOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  /** The installation's; the encryption of second factors is derived from it. */
  readonly secret: string;
  readonly origin: string;
}

export function openAdministration(
  { engine, clock, secret, origin }: AdministrationOptions,
  accounts: Accounts
): Administration {
  const options = { engine, clock };
  const { policies, sessions } = accounts;
  const passkeys = new Passkeys(origin);
  const seal = new FactorSeal(secret);
  const factors = new SecondFactors({ ...options, seal, passkeys, policies });
  const invitations = new Invitations(options);
  const devices = new DeviceReports(options);
  const signIns = new SignInBook(options);
  const audit = new Audit(options);
  return {
    invitations,
    devices,
    people: new People({ ...options, sessions, invitations, devices, factors }),
    policy: policies,
    audit,
    clients: new Clients({ ...options, secret, origin, audit }),
    clientTraces: new ClientTraces(options),
    signedIn: new SignedIn({ people: new PersonRecords(engine.open('accounts')), audit, sessions }),
    signIns,
    secondFactors: factors,
    secondStep: new SecondStep({ ...options, sessions, factors, passkeys, signIns })
  };
}
