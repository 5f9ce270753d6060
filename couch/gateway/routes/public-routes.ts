/** Public routes, cacheable for as long as the answer is valid here. */
import { BELIEVED_SECONDS } from '#couch/registration/who-is-on.ts';
import type { Call, Route } from '../calls/call.ts';

export const PUBLIC_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/who', who: 'anybody', limit: 'publicFiguresPerAddress', answer: tellWho }
];

async function tellWho({ desk, reply }: Call): Promise<object> {
  const told = await desk.whoIsOn.tell();
  reply.header('cache-control', `public, max-age=${BELIEVED_SECONDS}`);
  return told;
}
