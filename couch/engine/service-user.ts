/**
 * One user per database, and the exchange's. Passwords are derived from one secret, so that none is stored and gateways
 * agree. The `authority` validators decide on writes.
 */
import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DATABASES, databaseToKind, ownerOf } from '#couch/base/databases.ts';
import type createNano from 'nano';
import { isStatus } from './document.ts';

export interface ServiceUser {
  readonly username: string;
  readonly password: string;
}

/** Passwords travel in headers only, so that no URL, log or error holds them. */
export function authorizationOf({ username, password }: ServiceUser): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}` };
}

export function serviceUserOf(database: string, secret: string): ServiceUser {
  return { username: `service-${database}`, password: derive(secret, `password of ${database}`) };
}

/** Validators recognize the exchange by this role. */
export const EXCHANGE_ROLE = 'exchange';

function authorityRoleOf(prefix: string): string {
  return `${prefix}authority`;
}

/** In an authority's database the authority's role too. */
export function serviceRolesOf(prefix: string, name: string): readonly string[] {
  const kind = databaseToKind(name);
  return kind === 'country' || kind === 'incb' ? [authorityRoleOf(prefix)] : [];
}

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
  readonly secretMark: string;
}

export interface AdministratorAccess {
  readonly nano: createNano.ServerScope;
  readonly prefix: string;
  /** Call before each write: rejects while a cluster has too few nodes. */
  refuseWithoutMajority(): Promise<void>;
}

export function putServiceUser(access: AdministratorAccess, name: string, secret: string): Promise<void> {
  const { prefix } = access;
  return putUser(access, serviceUserOf(prefix + name, secret), serviceRolesOf(prefix, name), secret);
}

export function putExchangeUser(access: AdministratorAccess, secret: string): Promise<void> {
  return putUser(access, exchangeUserOf(access.prefix, secret), [EXCHANGE_ROLE], secret);
}

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

/** Design documents are the administrator's. Password hashes are readable only by the user of `accounts`. */
export function securityOf(prefix: string, name: string): { readonly admins: Side; readonly members: Side } {
  const kind = databaseToKind(name);
  const { carried, published } = kind === null ? { carried: false, published: false } : DATABASES[kind];
  const users = [...new Set([name, ownerOf(name)])];
  const names = users.map((user) => serviceUserOf(prefix + user, '').username);
  if (carried) names.push(exchangeUserOf(prefix, '').username);
  const roles = published ? [authorityRoleOf(prefix)] : [];
  return { admins: { names: [], roles: ['_admin'] }, members: { names, roles } };
}

/** Every write counts as a change of the database, so a correct one is not written again. */
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
