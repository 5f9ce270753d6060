import { statfs } from 'node:fs/promises';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { bad, ok, warn, type CheckContext, type CouchdbServer, type Finding } from './health-check.ts';

const OLDEST = [3, 5] as const;
const CLOCK_WARN_S = 5;
const CLOCK_BAD_S = 60;
const DISK_WARN = 0.8;
const DISK_BAD = 0.9;
/** With sockets near the usual limit of 1,024. */
const MIN_OPEN_FILES = 700;

export async function checkCouchdb({ server, clock }: CheckContext): Promise<Finding[]> {
  if (server === null) return [];
  const before = clock();
  const welcome = await server.ask('');
  const now = (before + clock()) / 2;
  return [
    judgeVersion(String(welcome.body['version'] ?? '')),
    await checkScripts(server),
    judgeClock(welcome.time, now),
    await checkSetUp(server),
    await checkNobody(server),
    ...(await checkNodes(server))
  ];
}

function judgeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return isNew
    ? ok('version', `Apache CouchDB ${version}`)
    : bad(
        'version',
        `Apache CouchDB ${version || 'of no known version'}`,
        'Upgrade to CouchDB 3.5 or later.'
      );
}

async function checkScripts(server: CouchdbServer): Promise<Finding> {
  const { body } = await server.ask('_node/_local/_versions');
  const engine = body['javascript_engine'];
  if (isPlainObject(engine)) return ok('JavaScript', [engine['name'], engine['version']].join(' ').trim());
  return warn('JavaScript', 'The node does not tell its engine.', 'Look into its log: validators need one.');
}

/** To the second, as in the header. */
function judgeClock(time: number | null, now: number): Finding {
  if (time === null) return warn('clock', 'CouchDB tells no time.', 'Look what stands between it and here.');
  const seconds = Math.round(Math.abs(time - now) / 1000);
  const says = `CouchDB’s clock differs by ${seconds} s from this computer’s`;
  if (seconds < CLOCK_WARN_S) return ok('clock', says);
  const remedy = 'Set both by NTP: certificates and sessions are judged by them.';
  return (seconds < CLOCK_BAD_S ? warn : bad)('clock', says, remedy);
}

async function checkSetUp(server: CouchdbServer): Promise<Finding> {
  const { body } = await server.ask('_cluster_setup');
  const state = String(body['state']);
  if (['cluster_finished', 'single_node_enabled'].includes(state)) return ok('set-up', state);
  return bad(
    'set-up',
    `CouchDB’s set-up is not finished: ${state}`,
    'Finish it as couch/deploy/README.md says.'
  );
}

async function checkNobody(server: CouchdbServer): Promise<Finding> {
  const asked = ['', '_all_dbs', '_users/_all_docs', '_session'];
  const answers = await Promise.all(asked.map((path) => server.askAs(null, path)));
  const open = asked.filter((_path, index) => answers[index]?.status === 200);
  if (open.length === 0) return ok('anonymous access', 'closed');
  const paths = open.map((path) => `/${path}`).join(' ');
  const remedy = 'Set [chttpd] require_valid_user_except_for_up = true (couch/deploy/couchdb.ini).';
  return bad('anonymous access', `Nobody in particular is answered at ${paths}`, remedy);
}

async function checkNodes(server: CouchdbServer): Promise<Finding[]> {
  const { body } = await server.ask('_membership');
  const [all, cluster] = [namesIn(body['all_nodes']), namesIn(body['cluster_nodes'])];
  const away = cluster.filter((node) => !all.includes(node));
  const stray = all.filter((node) => !cluster.includes(node));
  const membership =
    away.length + stray.length === 0
      ? ok('nodes', `${cluster.length}, all connected`)
      : bad(
          'nodes',
          [...away.map((node) => `${node} is away`), ...stray.map((node) => `${node} is no member`)].join(
            ', '
          ),
          'Start the node, or look at the network and the cookie of the cluster.'
        );
  const here = cluster.filter((node) => all.includes(node));
  const each = await Promise.all(here.map((node) => checkNode(server, node)));
  return [membership, ...each.flat()];
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

async function checkNode(server: CouchdbServer, node: string): Promise<Finding[]> {
  const { body } = await server.ask(`_node/${encodeURIComponent(node)}/_config`);
  const config = body as NodeConfig;
  const unsafe = listUnsafe(config).map(({ section, key, value, level, otherwise }) => {
    const remedy = `Set [${section}] ${key} = ${value} (couch/deploy/couchdb.ini) and start the node again.`;
    return (level === 'bad' ? bad : warn)(`settings of ${node}`, `[${section}] ${key}: ${otherwise}`, remedy);
  });
  const plain = Object.entries(config['admins'] ?? {}).filter(([, hash]) => !hash.startsWith('-pbkdf2'));
  const findings = [...unsafe, ...plain.map(([name]) => plainPassword(node, name))];
  if (findings.length === 0) findings.push(ok(`settings of ${node}`, 'as couch/deploy/couchdb.ini has them'));
  return [...findings, await checkDisk(server, node, config), await checkFiles(server, node)];
}

function plainPassword(node: string, name: string): Finding {
  const remedy = 'Give it another password over /_node/_local/_config/admins.';
  return bad(`settings of ${node}`, `The password of ${name} stands in the clear in a file.`, remedy);
}

/** A node reports its open files but not the limit, 1,024 on most systems. */
async function checkFiles(server: CouchdbServer, node: string): Promise<Finding> {
  const { body } = await server.ask(`_node/${encodeURIComponent(node)}/_stats/couchdb/open_os_files`);
  const open = body['value'];
  if (typeof open !== 'number') return ok(`files of ${node}`, 'not told');
  const says = `${open} databases’ and indexes’ files open; CouchDB does not tell how many may be`;
  if (open < MIN_OPEN_FILES) return ok(`files of ${node}`, says);
  const remedy =
    'Look at “Max open files” in /proc/PID/limits of its beam.smp; less than 65536 is raised by LimitNOFILE=65536 (systemd) or ulimits: nofile (compose).';
  return warn(`files of ${node}`, says, remedy);
}

/** CouchDB does not report its free disk space. */
async function checkDisk(server: CouchdbServer, node: string, config: NodeConfig): Promise<Finding> {
  const folder = config['couchdb']?.['database_dir'];
  const space = server.isHere && folder ? await statfs(folder).catch(() => null) : null;
  if (space === null)
    return ok(`disk of ${node}`, 'not known from here; CouchDB watches it ([disk_monitor])');
  return judgeDisk(`disk of ${node}`, 1 - space.bavail / space.blocks);
}

export function judgeDisk(about: string, used: number): Finding {
  const says = `${Math.round(used * 100)} % used`;
  if (used < DISK_WARN) return ok(about, says);
  const remedy = 'Make room, or give it a larger disk: documents are refused before it is full.';
  return (used < DISK_BAD ? warn : bad)(about, says, remedy);
}

/** The defaults are open or slow (threats, “Server abuse”). A test compares `deploy/couchdb.ini` with this table. */
type NodeConfig = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

interface SafeSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly level: 'warn' | 'bad';
  isSafe(held: string | undefined): boolean;
  readonly otherwise: string;
}

type IsSafe = SafeSetting['isSafe'];

const isTrue: IsSafe = (held) => held === 'true';
const isNotTrue: IsSafe = (held) => held !== 'true';
const atMost =
  (most: number, otherwise: number): IsSafe =>
  (held) =>
    Number(held ?? otherwise) <= most;

function aSetting(
  level: SafeSetting['level'],
  name: string,
  value: string,
  isSafe: IsSafe,
  otherwise: string
): SafeSetting {
  const [section = '', key = ''] = name.split(' ');
  return { section, key, value, level, isSafe, otherwise };
}

export const SAFE_SETTINGS: readonly SafeSetting[] = [
  aSetting(
    'bad',
    'chttpd require_valid_user_except_for_up',
    'true',
    isTrue,
    'Whoever reaches the port may ask without a name.'
  ),
  aSetting(
    'bad',
    'chttpd admin_only_all_dbs',
    'true',
    (held) => held !== 'false',
    'Any user may list the databases.'
  ),
  aSetting(
    'bad',
    'chttpd authentication_handlers',
    '{chttpd_auth, cookie_authentication_handler}, {chttpd_auth, default_authentication_handler}',
    (held) => !/proxy_authentication|jwt_authentication/.test(held ?? ''),
    'A header from outside may claim to be anybody, an administrator included.'
  ),
  aSetting(
    'bad',
    'chttpd enable_cors',
    'false',
    isNotTrue,
    'Pages of other sites may ask in the name of whoever shows them.'
  ),
  aSetting(
    'bad',
    'chttpd allow_jsonp',
    'false',
    isNotTrue,
    'Pages of other sites may read what is answered.'
  ),
  aSetting(
    'warn',
    'chttpd max_http_request_size',
    '16777216',
    atMost(64 * 1024 * 1024, 4 * 1024 ** 3),
    'One request may fill the memory of a node.'
  ),
  aSetting(
    'warn',
    'couchdb max_document_size',
    '1048576',
    atMost(8_000_000, 8_000_000),
    'One document may be larger than all that validators were measured with.'
  ),
  aSetting(
    'warn',
    'couchdb max_attachment_size',
    '1048576',
    atMost(8_000_000, 1024 ** 3),
    'An attachment may fill the disk; no record has one.'
  ),
  aSetting(
    'bad',
    'couchdb users_db_security_editable',
    'false',
    isNotTrue,
    'The database of users may be opened to others.'
  ),
  aSetting(
    'warn',
    'couchdb js_engine',
    'quickjs',
    (held) => held === 'quickjs',
    'A database that was not written for a while takes its next act a quarter of a second later.'
  ),
  aSetting('bad', 'chttpd_auth users_db_public', 'false', isNotTrue, 'Users may read about users.'),
  aSetting(
    'warn',
    'chttpd_auth_lockout mode',
    'enforce',
    (held) => held === undefined || held === 'enforce',
    'Passwords may be guessed without end.'
  ),
  aSetting(
    'bad',
    'native_query_servers enable_erlang_query_server',
    'false',
    isNotTrue,
    'A design document in Erlang runs without any wall.'
  ),
  aSetting(
    'warn',
    'replicator valid_endpoint_protocols',
    'none',
    (held) => held === 'none',
    'Any user may have the server call an address inside (`_replicate`).'
  ),
  aSetting('warn', 'disk_monitor enable', 'true', isTrue, 'The disk may be filled to its last byte.'),
  aSetting('warn', 'log level', 'warning', (held) => held !== 'debug', 'Bodies of requests stand in the log.')
];

export function listUnsafe(config: NodeConfig): readonly SafeSetting[] {
  return SAFE_SETTINGS.filter(({ section, key, isSafe }) => !isSafe(config[section]?.[key]));
}
