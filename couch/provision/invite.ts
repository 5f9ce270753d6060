/** Invitations from the console. The link is printed once and kept as a hash. */
import { parseArgs } from 'node:util';
import { Invitations, type NewInvitation } from '#couch/accounts/invitations.ts';
import { PersonRecords } from '#couch/accounts/person-records.ts';
import type { RunCommand, Surroundings } from '#couch/base/command.ts';
import { readSettings, StartError, type Settings } from '#couch/base/env.ts';
import type { SystemSettings } from '#couch/installation/system-settings.ts';
import { openForVerb } from './open-for-verb.ts';

const USAGE_BOARD =
  'Usage: npm run provision -- invite-board --name "A. Person" --function "Secretary" --email person@incb.example [--address https://i2es.example]';

/** Invites the Board's first person on this server, who invites all others. */
export const inviteBoard: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  const { address, ...person } = readInvitationOptions(words, USAGE_BOARD);
  if (settings.national) throw new StartError('INCB’s people are at the central server.');
  const installation = await openForVerb(settings, say, 'to invite');
  try {
    const { engine, system } = installation;
    const invitations = new Invitations({ engine, clock: Date.now });
    const invitation: NewInvitation = { authority: 'INCB', role: 'incb', ...person, by: 'server' };
    const handed = await invitations.create(invitation);
    if (!handed.ok)
      throw new StartError(
        `Not invited: ${handed.problems.map(({ code, path }) => `${path} (${code})`).join(', ')}.`
      );
    const people = await new PersonRecords(engine.open('accounts')).listOf('INCB');
    say(
      `INCB has ${people.length} accounts here. This link invites one person, once, until ${handed.value.validUntil}:`
    );
    say(`${invitationAddress(address, settings, system, say)}/invitation#${handed.value.token}`);
    say('Hand it over in person or by a channel that INCB trusts; it is not shown again.');
    return 0;
  } finally {
    await installation.engine.close();
  }
};

const USAGE_ADMINISTRATOR =
  'Usage: npm run provision -- invite-administrator --name "A. Person" --function "Head" --email person@cna.example [--address https://cna.example]';

/** Invites the first person of a country's own server; only its operator can, since INCB has no users there. */
export const inviteAdministrator: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  if (settings.national === null)
    throw new StartError(
      'A country’s own server only: at the central one INCB invites (see couch/README.md).'
    );
  const { address, ...person } = readInvitationOptions(words, USAGE_ADMINISTRATOR);
  const { country } = settings.national;
  const { engine, system } = await openForVerb(settings, say, 'to invite');
  try {
    const invitations = new Invitations({ engine, clock: Date.now });
    const invitation = { authority: country, role: 'administrator', ...person, by: 'server' } as const;
    const handed = await invitations.create(invitation);
    if (!handed.ok)
      throw new StartError(
        `Not invited: ${handed.problems.map(({ code, path }) => `${path} (${code})`).join(', ')}.`
      );
    say(`This link invites one administrator of ${country}, once, until ${handed.value.validUntil}:`);
    say(`${invitationAddress(address, settings, system, say)}/invitation#${handed.value.token}`);
    say('It is not shown again. INCB certifies the administrator’s device, as at the central server.');
    return 0;
  } finally {
    await engine.close();
  }
};

interface InvitationOptions {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  /** Origin at which people reach this server. */
  readonly address?: string;
}

function readInvitationOptions(words: readonly string[], usage: string): InvitationOptions {
  const text = { type: 'string' } as const;
  const options = { name: text, function: text, email: text, address: text };
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true, allowPositionals: false });
    const { name, email, address } = values;
    if (name === undefined || values.function === undefined || email === undefined)
      throw new StartError(usage);
    if (address !== undefined && !/^https?:\/\/[^/?#\s]+$/.test(address)) throw new StartError(usage);
    return { name, function: values.function, email, ...(address === undefined ? {} : { address }) };
  } catch {
    throw new StartError(usage);
  }
}

function invitationAddress(
  given: string | undefined,
  { isOriginNamed, origin, port }: Settings,
  stored: Pick<SystemSettings, 'origin'>,
  say: Surroundings['say']
): string {
  const named = given ?? (isOriginNamed ? origin : stored.origin);
  if (named !== undefined) return named;
  say('ORIGIN is not set, so this link opens I2ES only on this computer. For people elsewhere, set ORIGIN.');
  return `http://localhost:${port}`;
}
