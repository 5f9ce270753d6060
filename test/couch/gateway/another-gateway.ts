/** Another gateway over the same databases, which knows nothing but what they hold. */
import { Accounts } from '#couch/accounts/accounts.ts';
import { buildGateway, type Gateway, type GatewayOptions } from '#couch/gateway/gateway.ts';
import { TEST_SECRET } from '../with-engine.ts';
import type { Rig } from './rig.ts';

export async function openAnother(
  { engine, clock, keys }: Rig,
  options: Partial<GatewayOptions> = {},
  port = 0
): Promise<{ readonly gateway: Gateway; readonly address: string }> {
  const now = (): number => clock.now;
  const gateway = await buildGateway({
    engine,
    accounts: new Accounts({ engine, clock: now }),
    secret: TEST_SECRET,
    app: null,
    clock: now,
    roots: [keys.root.publicKey],
    ...options
  });
  return { gateway, address: await gateway.listen({ port, host: '127.0.0.1' }) };
}
