/** CouchDB: version, nodes, clock, access. */
import { statfs } from 'node:fs/promises';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { CouchdbServer } from './couchdb-server.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import type { Look } from './patient.ts';
import { listUnsafe, type NodeConfig } from './safe-settings.ts';

const OLDEST = [3, 5] as const;
const CLOCK_WARN_S = 5;
const CLOCK_BAD_S = 60;
const DISK_WARN = 0.8;
const DISK_BAD = 0.9;
/** Together with sockets, more than this is near the usual limit of 1,024. */
const MIN_OPEN_FILES = 700;

export const lookAtCouchdb: Look = async ({ server, clock }) => {
  if (server === null) return [];
  const before = clock();
  const welcome = await server.ask('');
  const now = (before + clock()) / 2;
  return [
    judgeVersion(String(welcome.body['version'] ?? '')),
    await lookAtScripts(server),
    judgeClock(welcome.time, now),
    await lookAtSetUp(server),
    await lookAtNobody(server),
    ...(await lookAtNodes(server))
  ];
};

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

async function lookAtScripts(server: CouchdbServer): Promise<Finding> {
  const { body } = await server.ask('_node/_local/_versions');
  const engine = body['javascript_engine'];
  // QuickJS reports no version.
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

async function lookAtSetUp(server: CouchdbServer): Promise<Finding> {
  const { body } = await server.ask('_cluster_setup');
  const state = String(body['state']);
  if (['cluster_finished', 'single_node_enabled'].includes(state)) return ok('set-up', state);
  return bad(
    'set-up',
    `CouchDB’s set-up is not finished: ${state}`,
    'Finish it as couch/deploy/README.md says.'
  );
}

async function lookAtNobody(server: CouchdbServer): Promise<Finding> {
  const asked = ['', '_all_dbs', '_users/_all_docs', '_session'];
  const answers = await Promise.all(asked.map((path) => server.askAs(null, path)));
  const open = asked.filter((_path, index) => answers[index]?.status === 200);
  if (open.length === 0) return ok('anonymous access', 'closed');
  const paths = open.map((path) => `/${path}`).join(' ');
  const remedy = 'Set [chttpd] require_valid_user_except_for_up = true (couch/deploy/couchdb.ini).';
  return bad('anonymous access', `Nobody in particular is answered at ${paths}`, remedy);
}

async function lookAtNodes(server: CouchdbServer): Promise<Finding[]> {
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
  const each = await Promise.all(here.map((node) => lookAtNode(server, node)));
  return [membership, ...each.flat()];
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

async function lookAtNode(server: CouchdbServer, node: string): Promise<Finding[]> {
  const { body } = await server.ask(`_node/${encodeURIComponent(node)}/_config`);
  const config = body as NodeConfig;
  const unsafe = listUnsafe(config).map(({ section, key, value, level, otherwise }) => {
    const remedy = `Set [${section}] ${key} = ${value} (couch/deploy/couchdb.ini) and start the node again.`;
    return (level === 'bad' ? bad : warn)(`settings of ${node}`, `[${section}] ${key}: ${otherwise}`, remedy);
  });
  const plain = Object.entries(config['admins'] ?? {}).filter(([, hash]) => !hash.startsWith('-pbkdf2'));
  const findings = [...unsafe, ...plain.map(([name]) => plainPassword(node, name))];
  if (findings.length === 0) findings.push(ok(`settings of ${node}`, 'as couch/deploy/couchdb.ini has them'));
  return [...findings, await lookAtDisk(server, node, config), await lookAtFiles(server, node)];
}

function plainPassword(node: string, name: string): Finding {
  const remedy = 'Give it another password over /_node/_local/_config/admins.';
  return bad(`settings of ${node}`, `The password of ${name} stands in the clear in a file.`, remedy);
}

/**
 * A node reports its open files but not the limit, neither in `_system` nor in `_prometheus`. Most systems have a
 * default limit of 1,024.
 */
async function lookAtFiles(server: CouchdbServer, node: string): Promise<Finding> {
  const { body } = await server.ask(`_node/${encodeURIComponent(node)}/_stats/couchdb/open_os_files`);
  const open = body['value'];
  if (typeof open !== 'number') return ok(`files of ${node}`, 'not told');
  const says = `${open} databases’ and indexes’ files open; CouchDB does not tell how many may be`;
  if (open < MIN_OPEN_FILES) return ok(`files of ${node}`, says);
  const remedy =
    'Look at “Max open files” in /proc/PID/limits of its beam.smp; less than 65536 is raised by LimitNOFILE=65536 (systemd) or ulimits: nofile (compose).';
  return warn(`files of ${node}`, says, remedy);
}

/** CouchDB does not report its free disk space, so only a disk of this computer is checked. */
async function lookAtDisk(server: CouchdbServer, node: string, config: NodeConfig): Promise<Finding> {
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
