/**
 * Invites the Board's first person on this server, who invites all others. The link is printed once and kept as a hash.
 */
import { Invitations, type NewInvitation } from '#couch/accounts/invitations.ts';
import { PersonRecords } from '#couch/accounts/person-records.ts';
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { invitationAddress, readInvitationOptions } from './invitation-options.ts';
import { openForVerb } from './open-for-verb.ts';

const USAGE =
  'Usage: npm run provision -- invite-board --name "A. Person" --function "Secretary" --email person@incb.example [--address https://i2es.example]';

export const inviteBoard: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  const { address, ...person } = readInvitationOptions(words, USAGE);
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
