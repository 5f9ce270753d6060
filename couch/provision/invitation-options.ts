/** Options of an invitation from the console. */
import { parseArgs } from 'node:util';
import type { Surroundings } from '#couch/base/command.ts';
import { StartError, type Settings } from '#couch/base/env.ts';
import type { SystemSettings } from '#couch/installation/system-settings.ts';

interface InvitationOptions {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  /** Origin at which people reach this server. */
  readonly address?: string;
}

export function readInvitationOptions(words: readonly string[], usage: string): InvitationOptions {
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

export function invitationAddress(
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
