/** An administrator makes and revokes the credentials of the country's own systems. */
import { AUDIT_BEFORE } from '#couch/accounts/audit.ts';
import { refusal } from '#couch/gateway/bounds/refusal.ts';
import type { Asking } from '#couch/gateway/calls/access.ts';
import { signedIn, type Route, type SessionCall } from '#couch/gateway/calls/call.ts';
import { bodyOf, paramOf, queryOf, valueOf } from '#couch/gateway/calls/value-of.ts';

export type AskForDevice = (asking: Asking, body: unknown) => Promise<object>;

const MANAGE = { right: 'manage' } as const;
const MAX_CALLS_SHOWN = 200;

export function clientRoutes(askForDevice: AskForDevice): readonly Route[] {
  return [
    signedIn('GET /api/clients', listClients, MANAGE),
    signedIn('POST /api/clients', createClient, { ...MANAGE, status: 201 }),
    signedIn('POST /api/clients/:id/revoke', revokeClient, MANAGE),
    signedIn('POST /api/clients/:id/keys', (call) => requestKey(call, askForDevice), {
      ...MANAGE,
      status: 202
    }),
    signedIn('GET /api/clients/:id/audit', listCalls, MANAGE)
  ];
}

async function listClients({ desk, session }: SessionCall): Promise<object> {
  const clients = await desk.clients.list(session.person.authority);
  return { clients, audience: desk.clients.audience };
}

async function createClient({ desk, request, session }: SessionCall): Promise<object> {
  const client = valueOf(await desk.clients.create(session.person, bodyOf(request)));
  return { client, audience: desk.clients.audience };
}

async function revokeClient({ desk, request, session }: SessionCall): Promise<object> {
  return { client: valueOf(await desk.clients.revoke(session.person, paramOf(request, 'id'))) };
}

/** The system's public key waits where the administrator approves devices. */
async function requestKey(
  { desk, request, session }: SessionCall,
  askForDevice: AskForDevice
): Promise<object> {
  const account = await desk.clients.accountOf(session.person.authority, paramOf(request, 'id'));
  const person = valueOf(account);
  refuseRealKey(desk, person);
  return askForDevice({ desk, session: { person } }, request.body);
}

/** A certificate would make a sandbox's documents count as the authority's own. */
export function refuseRealKey(
  { demonstration }: { readonly demonstration: boolean },
  { sandbox }: { readonly sandbox: boolean }
): void {
  if (sandbox && !demonstration) throw refusal(403, 'client.sandbox.installation');
}

async function listCalls({ desk, request, session }: SessionCall): Promise<object> {
  const id = paramOf(request, 'id');
  const { before, limit = '50' } = queryOf(request, 'before', 'limit');
  if (typeof limit !== 'string' || !/^[1-9][0-9]{0,5}$/.test(limit))
    throw refusal(400, 'request.query.malformed', 'limit');
  if (before !== undefined && !(typeof before === 'string' && AUDIT_BEFORE.test(before)))
    throw refusal(400, 'request.query.malformed', 'before');
  if ((await desk.clients.read(session.person.authority, id)) === null)
    throw refusal(404, 'client.unknown', 'id');
  return { calls: await desk.clientTraces.list(id, before, Math.min(Number(limit), MAX_CALLS_SHOWN)) };
}
