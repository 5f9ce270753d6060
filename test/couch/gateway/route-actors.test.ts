import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Route } from '#couch/gateway/calls/call.ts';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { rolesWith } from '#lib/domain/registration/rights.ts';
import { describeEngines } from '../with-engine.ts';
import { ACTORS, openRigOfAll, type Actor } from './actors.ts';
import { Client, type Answer, type Rig } from './rig.ts';

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

const DATABASES = ['country-au', 'country-ch', 'country-zz', 'incb', 'reference', 'training', 'accounts'];

function ownDatabase({ role, authority }: Actor): string | null {
  if (role === null || role === 'trainer' || role === 'customs' || role === 'company') return null;
  return authority === 'INCB' ? 'incb' : `country-${authority.toLowerCase()}`;
}

/** What the table says of this person on this route, as status and reason; null where they may ask. */
function refusalOf(route: Route, actor: Actor, database: string): string | null {
  if (route.who === 'anybody') return null;
  // A person's session is no token.
  if (route.who === 'client') return '401 client.token.none';
  if (actor.role === null) return '401 session.none';
  if (route.who === 'signed-in')
    return route.right && !rolesWith(route.right).includes(actor.role) ? '403 request.role.refused' : null;
  const own = ownDatabase(actor);
  // A national server keeps what is published for training as well.
  const published = actor.role === 'company' ? [] : ['reference'];
  const readable = [own, ...published, ...(actor.role === 'service' ? ['training'] : [])];
  if (!readable.includes(database)) return '404 request.notFound';
  return route.who === 'writers' && database !== own ? '403 database.readOnly' : null;
}

function toldOf({ status, body }: Answer): string {
  return `${status} ${isPlainObject(body) ? String(body['reason']) : ''}`;
}

describeEngines('every person on every route', (open) => {
  let rig: Rig;
  const clients = new Map<string, Client>();

  beforeAll(async () => {
    rig = await openRigOfAll(open);
    for (const { name, role } of ACTORS)
      clients.set(name, role === null ? new Client(rig.address, '') : await rig.signIn(name));
  });
  afterAll(() => rig.drop());

  /** Whoever may end their session has a new one afterwards. */
  async function ask(route: Route, actor: Actor, database: string): Promise<Answer> {
    const client = clients.get(actor.name) as Client;
    const path = route.path.replace(':name', database).replace(/:\w+/g, 'x');
    const answer = await client.ask(route.method, path, bringsBody(route) ? {} : undefined);
    const isOver = nameOf(route) === 'DELETE /api/session' && actor.role !== null;
    if (isOver) clients.set(actor.name, await rig.signIn(actor.name));
    return answer;
  }

  test.each(ACTORS.map((actor) => [actor.name, actor] as const))(
    '%s is let in where the table says so, and nowhere else',
    async (_name, actor) => {
      for (const route of ROUTES) {
        const databases = route.path.startsWith('/db/') ? DATABASES : [''];
        for (const database of databases) {
          const expected = refusalOf(route, actor, database);
          const told = toldOf(await ask(route, actor, database));
          const place = `${actor.name} ${nameOf(route)} ${database}: `;
          if (expected !== null) expect(place + told).toBe(place + expected);
          else expect(place + told).not.toMatch(/: (401 session\.none|403 (request\.role|database\.))/);
        }
      }
    }
  );

  test('a database that is not there and one that is not theirs are told alike', async () => {
    for (const route of ROUTES.filter(({ path }) => path.startsWith('/db/')))
      for (const actor of ACTORS) {
        const told = await Promise.all(
          DATABASES.filter((name) => refusalOf(route, actor, name)?.startsWith('404')).map((name) =>
            ask(route, actor, name)
          )
        );
        const different = new Set(told.map(({ status, body }) => JSON.stringify([status, body])));
        expect(different.size).toBe(actor.role === null ? 0 : 1);
      }
  });
});
