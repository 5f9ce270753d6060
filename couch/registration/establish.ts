/** The place is claimed first, so that of two confirmations one counts. */
import type { Audit, AuditVerb } from '#couch/accounts/audit.ts';
import type { Handed, Invitations } from '#couch/accounts/invitations.ts';
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import { DATABASE_STEPS } from '#couch/installation/provision.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  hasStep,
  isClaimable,
  PROVISION_STEPS,
  type ProvisionStep,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { MAX_EARLIER_SPELLS, standingId, type Standing } from '#lib/domain/registration/standing.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { CountryPeople } from './countries.ts';
import type { Requests } from './requests.ts';
import type { Standings } from './standings.ts';

export interface Established {
  readonly registration: Registration;
  readonly invitation: Handed | null;
}

export interface EstablishTools {
  readonly engine: Engine;
  readonly requests: Requests;
  readonly standings: Standings;
  readonly invitations: Invitations;
  readonly countryPeople: CountryPeople;
  readonly audit: Audit;
  readonly now: () => Instant;
  readonly joinExchange: (country: CountryCode) => Promise<void>;
  /** If it throws, the run ends as if the process were killed. */
  readonly onStep: (registration: string, step: ProvisionStep) => void;
}

export async function noteRegistration(
  what: AuditVerb,
  { _id, country, how, reason }: Registration,
  by: string,
  audit: Audit
): Promise<void> {
  const values = { country, ...(how ? { how } : {}), ...(reason === undefined ? {} : { reason }) };
  const entry = { by: by === 'letter' ? 'anybody' : by, what, about: _id, values };
  await audit.note({ authority: 'INCB', ...entry });
  if (what === 'registration.confirmed') await audit.note({ authority: country, ...entry });
}

export async function establish(
  registration: Registration,
  invite: string | null,
  tools: EstablishTools
): Promise<Result<Established>> {
  const { requests, now, onStep } = tools;
  const { _id } = registration;
  if (!(await claim(registration, tools))) return giveBack(registration, tools);
  for (const step of PROVISION_STEPS) {
    if (step === 'invitation' || hasStep(registration, step)) continue;
    await takeStep(step, registration, tools);
    await requests.noteStep(_id, step, now());
    onStep(_id, step);
  }
  const invited =
    invite === null || hasStep(registration, 'invitation') ? null : await first(registration, invite, tools);
  if (invited && !invited.ok) return invited;
  return accept({
    registration: (await requests.read(_id)) ?? registration,
    invitation: invited?.value ?? null
  });
}

export async function inviteAgain(
  registration: Registration,
  by: string,
  tools: EstablishTools
): Promise<Result<Handed>> {
  const handed = await invite(registration, by, tools);
  if (handed.ok) await revokeOlder(registration.country, handed.value.id, by, tools.invitations);
  return handed;
}

async function first(
  registration: Registration,
  by: string,
  tools: EstablishTools
): Promise<Result<Handed | null>> {
  const { requests, invitations, now, onStep } = tools;
  const handed = await invite(registration, by, tools);
  if (!handed.ok) return handed;
  const { country, _id } = registration;
  if (!(await requests.noteStep(_id, 'invitation', now()))) {
    await invitations.revoke(country, handed.value.id, by);
    return accept(null);
  }
  onStep(_id, 'invitation');
  await revokeOlder(country, handed.value.id, by, invitations);
  return handed;
}

function invite(
  { country, name, email, function: title }: Registration,
  by: string,
  { invitations }: EstablishTools
): Promise<Result<Handed>> {
  const person = { name, function: title, email };
  return invitations.create({ authority: country, role: 'administrator', ...person, by });
}

/** Revokes invitations of a killed run, never one being delivered now. */
async function revokeOlder(
  country: CountryCode,
  kept: string,
  by: string,
  invitations: Invitations
): Promise<void> {
  const open = await invitations.list(country);
  const age = ({ invitedAt, id }: (typeof open)[number]): string => `${invitedAt} ${id}`;
  const mine = open.find(({ id }) => id === kept);
  if (!mine) return;
  for (const one of open) if (age(one) < age(mine)) await invitations.revoke(country, one.id, by);
}

async function claim(registration: Registration, tools: EstablishTools): Promise<boolean> {
  const { country, _id } = registration;
  const { standings, countryPeople, now } = tools;
  const found = await standings.read(country);
  // Only if the closed country's new administrator wants them.
  if (found?.state === 'closed' && isClaimable(registration, found)) await countryPeople.shutOut(country);
  let isMine = false;
  await standings.change(country, (held) => {
    isMine = isClaimable(registration, held);
    return isMine && held?.registration !== _id ? toStanding(registration, held, now()) : null;
  });
  return isMine;
}

function toStanding(
  { country, _id, decidedBy }: Registration,
  held: Standing | null,
  now: Instant
): Standing {
  const { activeSince, ownServer } = held ?? {};
  const earlier = spellsOf(held);
  return {
    _id: standingId(country),
    schema: 1,
    country,
    state: 'registered',
    registeredAt: now,
    since: now,
    by: decidedBy ?? 'server',
    registration: _id,
    ...(activeSince === undefined ? {} : { activeSince }),
    ...(ownServer === undefined ? {} : { ownServer }),
    ...(earlier.length === 0 ? {} : { earlier })
  };
}

function spellsOf(held: Standing | null): NonNullable<Standing['earlier']> {
  if (held === null) return [];
  const { earlier = [], registeredAt: from, since: until, registration } = held;
  const last = { from, until, ...(registration === undefined ? {} : { registration }) };
  return [...earlier, last].slice(-MAX_EARLIER_SPELLS);
}

async function giveBack(
  registration: Registration,
  { requests, standings }: EstablishTools
): Promise<Result<never>> {
  const standing = await standings.read(registration.country);
  if (standing?.registration === registration._id) return refuse({ code: 'country.closed' });
  await requests.change(registration._id, (held) => {
    if (held.status !== 'confirmed' || held.steps.length > 0) return null;
    const { decidedAt: _at, decidedBy: _by, how: _how, reason: _reason, ...open } = held;
    const marks = [...new Set([...held.marks, 'second' as const])];
    return { ...open, marks, status: held.letterAt === undefined ? 'asked' : 'letter' };
  });
  return refuse({ code: 'registration.country.registered' });
}

type SetUpStep = Exclude<ProvisionStep, 'invitation'>;

/** Each step checks first, so a later run can finish. */
async function takeStep(step: SetUpStep, registration: Registration, tools: EstablishTools): Promise<void> {
  const name = authorityToDatabase(registration.country) ?? '';
  if (step === 'exchange') return tools.joinExchange(registration.country);
  if (step === 'directory') return writeParticulars(registration, name, tools.engine);
  return DATABASE_STEPS[step](tools.engine, name);
}

/** Until its administrator changes the name. INCB signs the public entry with a key that no server has. */
async function writeParticulars(
  { authority, address }: Registration,
  name: string,
  engine: Engine
): Promise<void> {
  const setting = { _id: 'setting:country', schema: 1, authority: { name: authority, address } };
  await putUnlessChanged(engine.open(name), setting);
}
