/** Builds the parts of registration once for a gateway. */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { Audit } from '#couch/accounts/audit.ts';
import type { Invitations } from '#couch/accounts/invitations.ts';
import type { Engine } from '#couch/engine/engine.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { CrowdBounds } from '#lib/domain/registration/crowd.ts';
import type { ProvisionStep } from '#lib/domain/registration/registration.ts';
import { Countries } from './countries.ts';
import { CountryPeople } from './country-people.ts';
import { Decisions } from './decisions.ts';
import { Letters } from './letters.ts';
import { Notices } from './notices.ts';
import { Registrations } from './registrations.ts';
import { Requests } from './requests.ts';
import { Senders } from './senders.ts';
import type { Standings } from './standings.ts';

export interface RegistrationOptions {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly audit: Audit;
  readonly standings: Standings;
  readonly clock: () => number;
  readonly crowd: CrowdBounds;
  readonly secret: string;
  readonly warn: (about: string, error: unknown) => void;
  /** Absent if no exchange runs in this process; one elsewhere finds new databases itself. */
  readonly joinExchange?: ((country: CountryCode) => Promise<void>) | undefined;
  readonly onStep?: ((registration: string, step: ProvisionStep) => void) | undefined;
}

export interface Registration {
  readonly registrations: Registrations;
  readonly decisions: Decisions;
  readonly countries: Countries;
}

export function openRegistration(options: RegistrationOptions): Registration {
  const { engine, accounts, invitations, audit, standings, clock, crowd, warn } = options;
  const now = (): Instant => new Date(clock()).toISOString() as Instant;
  const countryPeople = new CountryPeople(engine, accounts, invitations);
  const notices = new Notices(engine);
  const shared = { engine, standings, invitations, countryPeople, notices, audit, now };
  const tools = {
    ...shared,
    requests: new Requests(engine),
    letters: new Letters({ engine, clock }),
    joinExchange: options.joinExchange ?? (() => Promise.resolve()),
    onStep: options.onStep ?? (() => undefined),
    senders: new Senders(options.secret),
    crowd,
    warn
  };
  return {
    registrations: new Registrations(tools),
    decisions: new Decisions(tools),
    countries: new Countries(shared)
  };
}
