/** A real server of its own for a story: the command of the README, a free port, a data folder as after the first start. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCouchdbEngine } from '#couch/engine/engine.ts';

/** Environment variable that names the folder which `seed.ts` has written. */
export const SEEDED = 'I2ES_SEEDED';

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Server {
  readonly address: string;
  readonly #port: number;
  readonly folder: string;
  /** Of its databases, where several stories share one CouchDB. */
  readonly prefix: string;
  /** Of the built app, where it is not that of the house. */
  readonly #app: string | null;
  #process: ChildProcess | null = null;
  #output = '';

  private constructor(port: number, app: string | null) {
    this.#app = app;
    this.#port = port;
    this.folder = mkdtempSync(join(tmpdir(), 'i2es-story-'));
    const seeded = process.env[SEEDED];
    if (seeded) cpSync(seeded, this.folder, { recursive: true });
    this.prefix = `story-${process.pid}-${port}-`;
    // The name, not the number: cookies of the __Host- kind are kept for localhost.
    this.address = `http://localhost:${port}`;
  }

  static async start(app: string | null = null): Promise<Server> {
    const server = new Server(await freePort(), app);
    await server.start();
    return server;
  }

  /** On the same port and the same data as before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'couch/cli.ts', 'start'], {
      env: {
        ...process.env,
        PORT: String(this.#port),
        HOST: 'localhost',
        DATA_DIR: this.folder,
        COUCHDB_PREFIX: this.prefix,
        DEMONSTRATION: 'yes',
        ...(this.#app && { APP_DIR: this.#app })
      },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this.#process = child;
    child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    await new Promise<void>((ready, fail) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
        if (this.#output.includes('I2ES is at')) ready();
      });
      child.on('exit', (code) => fail(new Error(`The server ended with ${code}:\n${this.#output}`)));
    });
    child.removeAllListeners('exit');
    this.#output = '';
  }

  /** As a power cut does it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops and keeps the data. */
  async halt(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async stop(): Promise<void> {
    await this.halt();
    await this.#removeDatabases();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What a story left in a CouchDB that several share. */
  async #removeDatabases(): Promise<void> {
    const url = process.env['COUCHDB_URL'];
    if (!url) return;
    const engine = await openCouchdbEngine({ url, prefix: this.prefix, secret: 'unused' });
    for (const name of await engine.list()) await engine.destroy(name);
    await engine.close();
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
