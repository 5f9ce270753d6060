/** Messages between two authorities, oldest first, in the same order on both sides. */
import type { ActOf } from '../act/body.ts';
import type { AuthorityCode } from '../ids.ts';

export type MessageAct = ActOf<'message'>;

export function threadOf(
  messages: Iterable<MessageAct>,
  own: AuthorityCode,
  partner: AuthorityCode
): readonly MessageAct[] {
  const thread: MessageAct[] = [];
  for (const message of messages) if (isBetween(message, own, partner)) thread.push(message);
  return thread.sort(compareMessages);
}

function isBetween({ body }: MessageAct, own: AuthorityCode, partner: AuthorityCode): boolean {
  const { issuer, to } = body;
  return (issuer === own && to.indexOf(partner) >= 0) || (issuer === partner && to.indexOf(own) >= 0);
}

function compareMessages(a: MessageAct, b: MessageAct): number {
  if (a.body.at !== b.body.at) return a.body.at < b.body.at ? -1 : 1;
  return a._id < b._id ? -1 : 1;
}
