/**
 * The CouchDB users of the backend: one for each database, and the exchange's, which is a member of those
 * that it carries between. The users of authorities read what is published to all as well. Their passwords
 * are derived from one secret, so that none is stored, and several gateways that share the secret agree.
 * What each may write is the `authority` validators' question.
 */
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DATABASES, databaseToKind } from '#couch/base/databases.ts';
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

/** The role by which validators know the exchange. */
export const EXCHANGE_ROLE = 'exchange';

/** Of whoever speaks for an authority; an installation's own, as several may share one CouchDB. */
function authorityRoleOf(prefix: string): string {
  return `${prefix}authority`;
}

/** Of a database's own user: the authority's role where the database is an authority's own. */
export function serviceRolesOf(prefix: string, name: string): readonly string[] {
  const kind = databaseToKind(name);
  return kind === 'country' || kind === 'incb' ? [authorityRoleOf(prefix)] : [];
}

/** One exchange for an installation, that is for one prefix. */
export function exchangeUserOf(prefix: string, secret: string): ServiceUser {
  return { username: `${prefix}exchange`, password: derive(secret, `password of the exchange of ${prefix}`) };
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

/** CouchDB as its administrator asks it, for an installation's prefix. */
export interface AdministratorAccess {
  readonly nano: createNano.ServerScope;
  readonly prefix: string;
  /** Before each write: rejects while a cluster has too few nodes to keep it. */
  refuseWithoutMajority(): Promise<void>;
}

export function putServiceUser(access: AdministratorAccess, name: string, secret: string): Promise<void> {
  const { prefix } = access;
  return putUser(access, serviceUserOf(prefix + name, secret), serviceRolesOf(prefix, name), secret);
}

export function putExchangeUser(access: AdministratorAccess, secret: string): Promise<void> {
  return putUser(access, exchangeUserOf(access.prefix, secret), [EXCHANGE_ROLE], secret);
}

/** Makes the user, or gives it its roles and the password of a new secret; leaves one that is right alone. */
async function putUser(
  { nano, refuseWithoutMajority }: AdministratorAccess,
  { username, password }: ServiceUser,
  roles: readonly string[],
  secret: string
): Promise<void> {
  const users = nano.use<UserDocument>('_users');
  const _id = `org.couchdb.user:${username}`;
  const secretMark = derive(secret, 'mark');
  const held = await users.get(_id).catch((error: unknown) => {
    if (isStatus({ status: (error as { statusCode?: number }).statusCode }, 404)) return null;
    throw error;
  });
  if (held?.secretMark === secretMark && isDeepStrictEqual(held.roles, roles)) return;
  await refuseWithoutMajority();
  const user = { _id, type: 'user', name: username, roles, password, secretMark } as const;
  await users.insert({ ...user, ...(held ? { _rev: held._rev } : {}) });
}

interface Side {
  readonly names: readonly string[];
  readonly roles: readonly string[];
}

/**
 * Nobody but the database's own user, the exchange where it carries, and the authorities where all may read;
 * design documents are the administrator's. Who reads hashes of passwords is the user of `accounts` alone.
 */
export function securityOf(prefix: string, name: string): { readonly admins: Side; readonly members: Side } {
  const kind = databaseToKind(name);
  const { carried, published } = kind === null ? { carried: false, published: false } : DATABASES[kind];
  const names = [serviceUserOf(prefix + name, '').username];
  if (carried) names.push(exchangeUserOf(prefix, '').username);
  const roles = published ? [authorityRoleOf(prefix)] : [];
  return { admins: { names: [], roles: ['_admin'] }, members: { names, roles } };
}

/** Every write of it is a change of the database, so what is right already is left alone. */
export async function putSecurity(access: AdministratorAccess, name: string): Promise<void> {
  const { nano, prefix, refuseWithoutMajority } = access;
  const body = securityOf(prefix, name);
  const request = { db: prefix + name, path: '_security' };
  const held: unknown = await nano.request({ ...request, method: 'get' });
  if (isDeepStrictEqual(held, body)) return;
  await refuseWithoutMajority();
  await nano.request({ ...request, method: 'put', body });
}

export async function removeServiceUser(nano: createNano.ServerScope, database: string): Promise<void> {
  const users = nano.use<UserDocument>('_users');
  const id = `org.couchdb.user:service-${database}`;
  const held = await users.get(id).catch(() => null);
  if (held) await users.destroy(id, held._rev);
}
