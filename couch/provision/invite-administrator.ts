/** Invites the first person of a country's own server; only its operator can, since INCB has no users there. */
import { Invitations } from '#couch/accounts/invitations.ts';
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { invitationAddress, readInvitationOptions } from './invitation-options.ts';
import { openForVerb } from './open-for-verb.ts';

const USAGE =
  'Usage: npm run provision -- invite-administrator --name "A. Person" --function "Head" --email person@cna.example [--address https://cna.example]';

export const inviteAdministrator: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  if (settings.national === null)
    throw new StartError(
      'A country’s own server only: at the central one INCB invites (see couch/README.md).'
    );
  const { address, ...person } = readInvitationOptions(words, USAGE);
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
