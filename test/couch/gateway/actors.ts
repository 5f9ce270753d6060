/** One person of every kind that may stand before the gateway, and a rig that knows them all. */
import type { PersonRole } from '#couch/accounts/accounts.ts';
import type { Limits } from '#couch/base/limits.ts';
import { OPEN_SETTING } from '../../samples/applications.ts';
import { aCompany } from '../../samples/companies.ts';
import type { OpenTestEngine } from '../with-engine.ts';
import { openCompanySession } from '../company-account.ts';
import { aPerson, openRig, type Client, type Rig } from './rig.ts';

/** Thousands of requests in a minute, all from here. */
export const WIDE: Partial<Limits> = {
  requestsPerAddress: 1e6,
  requestsPerPerson: 1e6,
  requestsPerCountry: 1e6,
  signInsPerAddress: 1e6,
  invitationsPerAddress: 1e6,
  registrationsPerAddress: 1e6,
  confirmationsPerAddress: 1e6,
  applicationsPerAddress: 1e6,
  attachmentsPerAddress: 1e6,
  receiptCodesPerAddress: 1e6
};

export interface Actor {
  readonly name: string;
  /** Null: not signed in. */
  readonly role: PersonRole | null;
  readonly authority: string;
}

export const A_BODY = '0b0d1e5e-0c0d-4f0e-8a86-1f2d3c4b5a69';

export const ACTORS: readonly Actor[] = [
  { name: 'nobody', role: null, authority: '' },
  { name: 'au.reader', role: 'reader', authority: 'AU' },
  { name: 'au.officer', role: 'officer', authority: 'AU' },
  { name: 'au.administrator', role: 'administrator', authority: 'AU' },
  { name: 'ch.officer', role: 'officer', authority: 'CH' },
  { name: 'incb.secretary', role: 'incb', authority: 'INCB' },
  { name: 'incb.observer', role: 'observer', authority: 'INCB' },
  { name: 'incb.body', role: 'regional', authority: 'INCB' },
  { name: 'au.trainer', role: 'trainer', authority: 'AU' },
  { name: 'au.customs', role: 'customs', authority: 'AU' },
  { name: 'au.company', role: 'company', authority: 'AU' },
  { name: 'au.service', role: 'service', authority: 'AU' }
];

export async function openRigOfAll(open: OpenTestEngine): Promise<Rig> {
  const rig = await openRig(open, { limits: WIDE });
  const own = aCompany(1);
  for (const document of [own, { ...OPEN_SETTING, hasCompanyAccounts: true }])
    await rig.engine.open('country-au').put(document as object);
  for (const { name, role, authority } of ACTORS) {
    const forOffice =
      role === 'company'
        ? { company: own._id, mayApply: 'submit' as const }
        : role === 'regional'
          ? { body: A_BODY }
          : {};
    if (role !== null) await rig.accounts.createPerson({ ...aPerson(name, role, authority), ...forOffice });
  }
  const signIn = (name: string): Promise<Client> =>
    name === 'au.company' ? openCompanySession(rig, name) : rig.signIn(name);
  return { ...rig, signIn };
}
