/**
 * The first person of the Board on this server: INCB invites everybody else, so somebody has to be invited
 * from outside, by whoever keeps the machine. The link is printed once and kept as a hash.
 */
import { parseArgs } from 'node:util';
import { Invitations, type NewInvitation } from '#couch/accounts/invitations.ts';
import { PersonRecords } from '#couch/accounts/person-records.ts';
import type { RunCommand, Surroundings } from '#couch/command.ts';
import { EngineError } from '#couch/engine/engine.ts';
import { readSettings, StartError, type Settings } from '#couch/env.ts';
import { openInstallation, type Installation } from '#couch/start/open-installation.ts';

const USAGE =
  'Usage: npm run provision -- invite-board --name "A. Person" --function "Secretary" --email person@incb.example [--address https://i2es.example]';

export const inviteBoard: RunCommand = async (words, { env, say }) => {
  const settings = readSettings(env);
  const { address = `http://localhost:${settings.port}`, ...person } = readOptions(words);
  const installation = await open(settings, say);
  try {
    const { engine } = installation;
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
    say(`${address}/invitation#${handed.value.token}`);
    say('Hand it over in person or by a channel that INCB trusts; it is not shown again.');
    return 0;
  } finally {
    await installation.engine.close();
  }
};

interface Options {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly address?: string;
}

function readOptions(words: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = { name: text, function: text, email: text, address: text };
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true, allowPositionals: false });
    const { name, email, address } = values;
    if (name === undefined || values.function === undefined || email === undefined)
      throw new StartError(USAGE);
    if (address !== undefined && !/^https?:\/\/[^/?#\s]+$/.test(address)) throw new StartError(USAGE);
    return { name, function: values.function, email, ...(address === undefined ? {} : { address }) };
  } catch {
    throw new StartError(USAGE);
  }
}

/** As the server itself opens it, so that a first start need not come first. */
async function open(settings: Settings, say: Surroundings['say']): Promise<Installation> {
  try {
    return await openInstallation(settings, say);
  } catch (error) {
    if (!(error instanceof EngineError) || error.trouble !== 'folder-in-use') throw error;
    throw new StartError(`The server is running on ${settings.dataFolder}: stop it first to invite.`);
  }
}
