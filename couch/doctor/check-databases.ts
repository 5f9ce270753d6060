import { buildDesigns } from '#couch/ddocs/build.ts';
import { DATABASES, databaseToKind, SYSTEM_DATABASES, type DatabaseKind } from '#couch/base/databases.ts';
import {
  EXCHANGE_ROLE,
  exchangeUserOf,
  securityOf,
  serviceRolesOf,
  serviceUserOf,
  type ServiceUser
} from '#couch/engine/service-user.ts';
import { inTurns } from '#couch/base/turns.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import {
  bad,
  checkSafely,
  ok,
  warn,
  type CheckContext,
  type CouchdbServer,
  type Finding
} from './health-check.ts';

const PROVISION = 'Run npm run provision.';
const AT_ONCE = 6;

export async function checkDatabases(context: CheckContext): Promise<readonly Finding[]> {
  const names = await context.engine.list();
  const missing = SYSTEM_DATABASES.filter((name) => !names.includes(name));
  const findings: Finding[] = missing.map((name) => bad(name, 'The database is missing.', PROVISION));
  const ours = names.flatMap((name) => {
    const kind = databaseToKind(name);
    return kind === null ? [] : [{ name, kind }];
  });
  await inTurns(
    ours,
    async ({ name, kind }) =>
      void findings.push(...(await checkSafely(name, () => checkDatabase(context, name, kind)))),
    AT_ONCE
  );
  findings.push(...(await checkExchangeUser(context)));
  findings.sort((a, b) => a.about.localeCompare(b.about));
  const sound = findings.every(({ level }) => level === 'ok');
  return sound ? [ok('databases', `${ours.length}, each as this program holds it`)] : findings;
}

async function checkDatabase(context: CheckContext, name: string, kind: DatabaseKind): Promise<Finding[]> {
  return [
    ...(await checkDesigns(context, name, kind)),
    ...(await checkEpoch(context, name, kind)),
    ...(await checkWall(context, name)),
    ...(await checkServiceUser(context, name))
  ];
}

async function checkDesigns({ engine }: CheckContext, name: string, kind: DatabaseKind): Promise<Finding[]> {
  const built = await buildDesigns(kind);
  const range = { startkey: '_design/', endkey: '_design0', include_docs: true };
  const { rows } = await engine.openAsAdministrator(name).allDocs<{ hash?: string }>(range);
  const held = new Map(rows.map(({ id, doc }) => [id, doc?.hash]));
  const findings: Finding[] = [];
  for (const { _id, hash } of built) {
    if (!held.has(_id)) findings.push(bad(name, `${_id} is missing.`, PROVISION));
    else if (held.get(_id) !== hash)
      findings.push(
        bad(name, `${_id} is not as this program holds it.`, 'Run npm run provision -- designs.')
      );
  }
  const known = new Set<string>(built.map(({ _id }) => _id));
  for (const id of held.keys()) if (!known.has(id)) findings.push(judgeOther(name, id));
  return findings;
}

function judgeOther(name: string, id: string): Finding {
  if (id.startsWith('_design/staged-'))
    return warn(name, `${id} waits for its swap.`, 'Run npm run provision -- designs to end the upgrade.');
  return bad(
    name,
    `${id} is none of this program’s.`,
    'Find out who wrote it, and remove it as administrator.'
  );
}

async function checkEpoch({ engine }: CheckContext, name: string, kind: DatabaseKind): Promise<Finding[]> {
  if (!DATABASES[kind].replicated) return [];
  const epoch = await readEpoch(engine.openAsAdministrator(name));
  return epoch === null
    ? [bad(name, 'It has no epoch: no device would notice that it was replaced.', PROVISION)]
    : [];
}

async function checkWall({ server, settings }: CheckContext, name: string): Promise<Finding[]> {
  if (server === null) return [];
  const prefix = settings.couchdbPrefix;
  const { body } = await server.ask(`${prefix}${name}/_security`);
  const wanted = securityOf(prefix, name).members;
  const [admins, members] = [sideOf(body['admins']), sideOf(body['members'])];
  const strangers = [
    ...members.names.filter((one) => !wanted.names.includes(one)),
    ...members.roles.filter((one) => !wanted.roles.includes(one)),
    ...admins.names
  ];
  const isOpen = members.names.length + members.roles.length === 0;
  const isWhole =
    wanted.names.every((one) => members.names.includes(one)) &&
    wanted.roles.every((one) => members.roles.includes(one));
  const isOther = admins.roles.some((role) => role !== '_admin');
  if (isOpen) return [bad(name, 'Its _security lets everybody in.', PROVISION)];
  if (strangers.length > 0 || isOther)
    return [
      bad(
        name,
        `Its _security lets others in: ${strangers.join(', ') || admins.roles.join(', ')}.`,
        PROVISION
      )
    ];
  return isWhole ? [] : [bad(name, 'Its _security leaves its own users out.', PROVISION)];
}

interface Side {
  readonly names: readonly string[];
  readonly roles: readonly string[];
}

function sideOf(value: unknown): Side {
  const { names, roles } = isPlainObject(value) ? value : { names: [], roles: [] };
  const texts = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : []);
  return { names: texts(names), roles: texts(roles) };
}

async function checkServiceUser(context: CheckContext, name: string): Promise<Finding[]> {
  const { server, settings, secrets } = context;
  if (server === null || secrets === null) return [];
  const prefix = settings.couchdbPrefix;
  const user = serviceUserOf(prefix + name, secrets.service);
  const { status } = await server.askAs(user, prefix + name);
  if (status !== 200) return [bad(name, `Its service user does not come in (${status}).`, PROVISION)];
  const roles = await readRoles(server, user);
  if (roles.join() === serviceRolesOf(prefix, name).join()) return [];
  return [bad(name, `Its service user has other roles: ${roles.join(', ') || 'none'}.`, PROVISION)];
}

async function readRoles(server: CouchdbServer, { username }: ServiceUser): Promise<readonly string[]> {
  const { body } = await server.ask(`_users/${encodeURIComponent(`org.couchdb.user:${username}`)}`);
  return Array.isArray(body['roles']) ? body['roles'].map(String) : [];
}

async function checkExchangeUser({ server, settings, secrets, engine }: CheckContext): Promise<Finding[]> {
  if (server === null || secrets === null || !(await engine.exists('reference'))) return [];
  const user = exchangeUserOf(settings.couchdbPrefix, secrets.service);
  const { status } = await server.askAs(user, `${settings.couchdbPrefix}reference`);
  if (status !== 200) return [bad('exchange', `Its user does not come in (${status}).`, PROVISION)];
  const roles = await readRoles(server, user);
  if (roles.join() === EXCHANGE_ROLE) return [];
  return [bad('exchange', `Its user has other roles: ${roles.join(', ') || 'none'}.`, PROVISION)];
}
