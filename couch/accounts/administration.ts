/** What administrators work with, over the one `accounts` database; opened once for a gateway. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Accounts } from './accounts.ts';
import { Audit } from './audit.ts';
import { DeviceReports } from './device-reports.ts';
import { Invitations } from './invitations.ts';
import { People, type Factors } from './people.ts';
import type { Policies } from './policies.ts';
import { SignedIn } from './signed-in.ts';

export interface Administration {
  readonly invitations: Invitations;
  readonly people: People;
  readonly policy: Policies;
  readonly audit: Audit;
  readonly devices: DeviceReports;
  readonly signedIn: SignedIn;
}

const NO_FACTORS: Factors = { count: async () => 0, removeAll: async () => undefined };

export function openAdministration(
  options: { readonly engine: Engine; readonly clock: () => number },
  accounts: Accounts,
  factors: Factors = NO_FACTORS
): Administration {
  const invitations = new Invitations(options);
  const devices = new DeviceReports(options);
  return {
    invitations,
    devices,
    people: new People({ ...options, accounts, invitations, devices, factors }),
    policy: accounts.policies,
    audit: new Audit(options),
    signedIn: new SignedIn({ ...options, accounts })
  };
}
