/** The smallest act that travels: a message, to as many authorities as one likes. */
import type { Act, MessageBody } from '#lib/domain/act/body.ts';
import { anAct } from '../../samples/acts.ts';

export function aMessage(issuer: string, to: readonly string[], text: string): Act<MessageBody> {
  const seq = Object.fromEntries([issuer, ...to].map((authority) => [authority, 1]));
  return anAct({
    schema: 1,
    kind: 'message',
    issuer,
    to,
    seq,
    at: '2026-11-24T10:00:00.000Z',
    by: { person: `${issuer.toLowerCase()}.officer`, name: `Officer of ${issuer}`, function: 'Delegate' },
    text
  } as unknown as MessageBody);
}
