/**
 * A cluster of three nodes of CouchDB on this computer, from the release in COUCHDB_HOME (the folder with `bin/couchdb`),
 * joined as couch/deploy/README.md says. Each node can be killed and started again, and one address leads to one of them.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** CouchDB joins no node that is bound to 127.0.0.1. */
const HOST = '127.0.0.2';
const SETTINGS = join(import.meta.dirname, '../../../couch/deploy');

export const couchdbHome = process.env['COUCHDB_HOME'];

interface Node {
  readonly port: number;
  readonly folder: string;
  child: ChildProcess;
}

export class CouchdbCluster {
  readonly #folder = mkdtempSync(join(tmpdir(), 'i2es-cluster-'));
  readonly #nodes: Node[] = [];
  readonly #sockets = new Set<Socket>();
  #led = 0;
  #front: Server | null = null;

  static async open(): Promise<CouchdbCluster> {
    const cluster = new CouchdbCluster();
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    for (const port of ports) {
      const folder = join(cluster.#folder, String(port));
      writeSettings(folder, port);
      cluster.#nodes.push({ port, folder, child: run(folder) });
    }
    for (const port of ports) await untilItIsUp(port);
    await join3(ports);
    await cluster.#openFront();
    return cluster;
  }

  /** Of the node that is led to. */
  get url(): string {
    return `http://admin:admin@127.0.0.1:${(this.#front?.address() as AddressInfo).port}`;
  }

  /** From now on the address leads to this node. */
  leadTo(node: number): void {
    this.#led = node;
    for (const socket of this.#sockets) socket.destroy();
  }

  async kill(node: number): Promise<void> {
    const { child } = this.#nodes[node] as Node;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async startAgain(node: number): Promise<void> {
    const one = this.#nodes[node] as Node;
    one.child = run(one.folder);
    await untilItIsUp(one.port);
  }

  /** Until the node that is led to sees so many. */
  async untilConnected(count: number): Promise<void> {
    const port = this.#nodes[this.#led]?.port ?? 0;
    await until(async () => {
      const { all_nodes } = (await ask(port, 'GET', '_membership')) as { all_nodes: readonly string[] };
      return all_nodes.length === count;
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#front?.close();
    for (const [index, { child }] of this.#nodes.entries())
      if (child.exitCode === null && child.signalCode === null) await this.kill(index);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openFront(): Promise<void> {
    const front = createServer((socket) => {
      const far = connect(this.#nodes[this.#led]?.port ?? 0, HOST);
      for (const one of [socket, far]) {
        this.#sockets.add(one);
        one.on('error', () => undefined);
        one.on('close', () => (this.#sockets.delete(one), socket.destroy(), far.destroy()));
      }
      socket.pipe(far).pipe(socket);
    });
    this.#front = front;
    return new Promise((resolve) => front.listen(0, '127.0.0.1', () => resolve()));
  }
}

function writeSettings(folder: string, port: number): void {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const data = join(folder, 'data');
  const lines = [
    ...['[couchdb]', `database_dir = ${data}`, `view_index_dir = ${data}`],
    ...['[chttpd]', `port = ${port}`, `bind_address = ${HOST}`],
    ...['[chttpd_auth]', 'secret = a secret of the tests', '[admins]', 'admin = admin'],
    ...['[log]', 'writer = file', `file = ${join(folder, 'couch.log')}`]
  ];
  writeFileSync(join(folder, 'local.ini'), `${lines.join('\n')}\n`);
  const usual = readFileSync(join(couchdbHome ?? '', 'etc/vm.args'), 'utf8');
  const named = usual.replace(/^-name .*$/m, `-name n${port}@${HOST}`).replace('{127,0,0,1}', '{127,0,0,2}');
  writeFileSync(join(folder, 'vm.args'), `${named}\n-setcookie i2es-tests\n`);
}

function run(folder: string): ChildProcess {
  const home = couchdbHome ?? '';
  const files = [
    join(home, 'etc/default.ini'),
    ...['couchdb.ini', 'cluster.ini'].map((file) => join(SETTINGS, file))
  ];
  const env = {
    ...process.env,
    COUCHDB_ARGS_FILE: join(folder, 'vm.args'),
    COUCHDB_INI_FILES: [...files, join(folder, 'local.ini')].join(' ')
  };
  return spawn(join(home, 'bin/couchdb'), { env, stdio: 'ignore' });
}

async function join3([first = 0, ...others]: readonly number[]): Promise<void> {
  const administrator = { username: 'admin', password: 'admin' };
  for (const port of others)
    await ask(first, 'POST', '_cluster_setup', {
      action: 'add_node',
      host: HOST,
      port,
      name: `n${port}`,
      ...administrator
    });
  await ask(first, 'POST', '_cluster_setup', { action: 'finish_cluster' });
}

async function ask(port: number, method: string, path: string, body?: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
  const response = await fetch(`http://${HOST}:${port}/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {})
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

function untilItIsUp(port: number): Promise<void> {
  return until(async () => (await fetch(`http://${HOST}:${port}/_up`)).status > 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
