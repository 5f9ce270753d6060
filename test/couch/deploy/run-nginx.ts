/**
 * The proxy as `couch/deploy/nginx.conf` has it, in front of gateways of a test: other addresses, ports and
 * paths, and nothing else is another. Its certificate is signed by itself.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'node:https';

const DEPLOY = join(import.meta.dirname, '../../../couch/deploy');

type Changes = readonly (readonly [RegExp, string])[];

interface Ports {
  readonly tlsPort: number;
  readonly plainPort: number;
  /** Where the health check of the proxy asks. */
  readonly checkPort: number;
}

export interface Nginx extends Ports {
  /** As `runNginx` takes them, for the next `reload`. */
  name(gateways: string): void;
  /** SIGHUP, as an operator sends it. */
  reload(): void;
  stop(): Promise<void>;
  /** All that it has written to its error log. */
  said(): string;
}

/** Null, or why none can be run here. */
export function whyNoNginx(): string | null {
  for (const [program, word] of [
    ['nginx', '-v'],
    ['openssl', 'version']
  ] as const)
    try {
      execFileSync(program, [word], { stdio: 'ignore' });
    } catch {
      return `${program} is not installed`;
    }
  return null;
}

/** couch/deploy/gateways.conf with these lines as its gateways. */
export function oneGateway(lines: string): string {
  return change(join(DEPLOY, 'gateways.conf'), [[/server gateway:4600;/, lines]]);
}

/** couch/deploy/gateways.cluster.conf with these addresses. */
export function twoGateways(first: string, second: string): string {
  const changes = [[/gateway-1:4600/g, first] as const, [/gateway-2:4600/g, second] as const];
  return change(join(DEPLOY, 'gateways.cluster.conf'), changes);
}

/** `gateways`: the text of couch/deploy/gateways.conf, or of its other version. */
export async function runNginx(gateways: string, changes: Changes = []): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-nginx-'));
  // Its workers are another user than its master, where that is root.
  chmodSync(folder, 0o755);
  const ports = await freePorts();
  const { tlsPort } = ports;
  makeCertificate(folder);
  const name = (lines: string): void => writeFileSync(join(folder, 'gateways.conf'), lines);
  name(gateways);
  writeFileSync(join(folder, 'nginx.conf'), adapt(folder, ports, changes));
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilItAnswers(
    child,
    () => answers(tlsPort),
    () => said
  );
  const stop = (): Promise<void> => end(child, folder);
  return { ...ports, name, reload: () => void child.kill('SIGHUP'), stop, said: () => said };
}

export type RunningNginx = Pick<Nginx, 'stop' | 'said'>;

/** Any file of `couch/deploy`, with what the test changes in it; each of these stands there. */
export async function runConfigured(file: string, port: number, changes: Changes): Promise<RunningNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-nginx-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'scratch'));
  chmodSync(join(folder, 'scratch'), 0o777);
  const scratch = [/(pid|_path) \/tmp\//g, `$1 ${folder}/scratch/`] as const;
  writeFileSync(join(folder, 'nginx.conf'), change(join(DEPLOY, file), [...changes, scratch]));
  const child = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await untilItAnswers(
    child,
    () => accepts(port),
    () => said
  );
  return { stop: () => end(child, folder), said: () => said };
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

function makeCertificate(folder: string): void {
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  execFileSync('openssl', [...words.split(' '), ...files], { stdio: 'ignore' });
}

function adapt(folder: string, { tlsPort, plainPort, checkPort }: Ports, more: Changes): string {
  mkdirSync(join(folder, 'scratch'), { mode: 0o777 });
  chmodSync(join(folder, 'scratch'), 0o777);
  const changes: Changes = [
    ...more,
    [/listen 8080;/, `listen 127.0.0.1:${plainPort};`],
    [/listen 8443 ssl;/, `listen 127.0.0.1:${tlsPort} ssl;`],
    [/listen 127.0.0.1:8081;/, `listen 127.0.0.1:${checkPort};`],
    [/listen \[::\]:\d+(?: ssl)?;/g, ''],
    [/\/run\/secrets\/tls_certificate/, join(folder, 'certificate.pem')],
    [/\/run\/secrets\/tls_key/, join(folder, 'key.pem')],
    [/\/etc\/nginx\/gateways\.conf/, join(folder, 'gateways.conf')],
    [/(pid|_path) \/tmp\//g, `$1 ${folder}/scratch/`],
    [/access_log \/dev\/stdout plain;/, 'access_log off;'],
    [/worker_connections 16384;/, 'worker_connections 1024;']
  ];
  return change(join(DEPLOY, 'nginx.conf'), changes);
}

/** Each of these stands in the file, or the test would be of another one. */
function change(file: string, changes: Changes): string {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${file} has nothing like ${from}`);
    text = changed;
  }
  return text;
}

/** Taken together: one that was let go can be given again. */
async function freePorts(): Promise<Ports> {
  const servers = [0, 1, 2].map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [tlsPort = 0, plainPort = 0, checkPort = 0] = servers.map(
    (server) => (server.address() as AddressInfo).port
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return { tlsPort, plainPort, checkPort };
}

/** Its port is open as soon as its configuration is read; until then a connection is refused. */
async function untilItAnswers(
  child: ChildProcess,
  answers: () => Promise<boolean>,
  said: () => string
): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx did not start: ${said()}`);
    if (await answers()) return;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.on('error', () => setTimeout(() => resolve(false), 20));
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { port, host: '127.0.0.1', path: '/api/health', rejectUnauthorized: false, agent: false };
    request(options, (response) => (response.resume(), response.on('end', () => resolve(true))))
      .on('error', () => setTimeout(() => resolve(false), 20))
      .end();
  });
}
