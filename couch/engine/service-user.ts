/**
 * The CouchDB users through whom the gateway reaches each country's database. Their passwords are derived
 * from one secret, so that none is stored, and several gateways that share the secret agree.
 */
import { createHmac } from 'node:crypto';
import type createNano from 'nano';
import { isStatus } from './document.ts';

export interface ServiceUser {
  readonly username: string;
  readonly password: string;
}

/** `database` as CouchDB knows it, an installation's prefix included. */
export function serviceUserOf(database: string, secret: string): ServiceUser {
  return { username: `service-${database}`, password: derive(secret, `password of ${database}`) };
}

function derive(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`i2es ${purpose}`).digest('base64url');
}

interface UserDocument extends createNano.MaybeDocument {
  readonly type: 'user';
  readonly name: string;
  readonly roles: readonly string[];
  readonly password?: string;
  /** Tells whether the password is still that of this secret, without telling either. */
  readonly secretMark: string;
}

/** Makes the user, or gives him the password of a new secret; leaves one that is right alone. */
export async function putServiceUser(
  nano: createNano.ServerScope,
  database: string,
  secret: string
): Promise<void> {
  const { username, password } = serviceUserOf(database, secret);
  const users = nano.use<UserDocument>('_users');
  const _id = `org.couchdb.user:${username}`;
  const secretMark = derive(secret, 'mark');
  const held = await users.get(_id).catch((error: unknown) => {
    if (isStatus({ status: (error as { statusCode?: number }).statusCode }, 404)) return null;
    throw error;
  });
  if (held?.secretMark === secretMark) return;
  const user = { _id, type: 'user', name: username, roles: [], password, secretMark } as const;
  await users.insert({ ...user, ...(held ? { _rev: held._rev } : {}) });
}

export async function putSecurity(
  nano: createNano.ServerScope,
  database: string,
  secret: string
): Promise<void> {
  const members = { names: [serviceUserOf(database, secret).username], roles: [] };
  const body = { admins: { names: [], roles: ['_admin'] }, members };
  await nano.request({ db: database, path: '_security', method: 'put', body });
}

export async function removeServiceUser(nano: createNano.ServerScope, database: string): Promise<void> {
  const users = nano.use<UserDocument>('_users');
  const id = `org.couchdb.user:service-${database}`;
  const held = await users.get(id).catch(() => null);
  if (held) await users.destroy(id, held._rev);
}
