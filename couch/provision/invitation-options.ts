/** What an invitation from the console is given with. */
import { parseArgs } from 'node:util';
import { StartError } from '#couch/base/env.ts';

export interface InvitationOptions {
  readonly name: string;
  readonly function: string;
  readonly email: string;
  /** Origin under which people reach this server. */
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
