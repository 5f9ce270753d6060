/** A real server of its own for a story: the command of the README, a free port, a data folder as after the first start. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCouchdbEngine } from '#couch/engine/engine.ts';
import { watchServers } from '../run/watch-servers.ts';
import { freePort } from './free-port.ts';

/** Environment variable that names the folder which `seed.ts` has written. */
export const SEEDED = 'I2ES_SEEDED';

/** What is started: the command of the README, unless the words for Node are others. */
interface Program {
  /** Of the built app, where it is not that of the house. */
  readonly app?: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const COMMAND = ['couch/run.js', 'start'];

watchServers();

export class Server {
  readonly address: string;
  readonly #port: number;
  readonly folder: string;
  /** Of its databases, where several stories share one CouchDB. */
  readonly prefix: string;
  readonly #program: Program;
  #process: ChildProcess | null = null;
  #output = '';
  #asked = 0;

  private constructor(port: number, program: Program) {
    this.#program = program;
    this.#port = port;
    this.folder = mkdtempSync(join(tmpdir(), 'i2es-story-'));
    const seeded = process.env[SEEDED];
    if (seeded) cpSync(seeded, this.folder, { recursive: true });
    this.prefix = `story-${process.pid}-${port}-`;
    // The name, not the number: cookies of the __Host- kind are kept for localhost.
    this.address = `http://localhost:${port}`;
  }

  static async start(program: Program = {}): Promise<Server> {
    const server = new Server(await freePort(), program);
    await server.start();
    return server;
  }

  /** On the same port and the same data as before. */
  async start(): Promise<void> {
    const { app, words = COMMAND, environment = {} } = this.#program;
    const child = spawn(process.execPath, words, {
      env: {
        ...process.env,
        PORT: String(this.#port),
        HOST: 'localhost',
        DATA_DIR: this.folder,
        COUCHDB_PREFIX: this.prefix,
        DEMONSTRATION: 'pair',
        ...(app && { APP_DIR: app }),
        ...environment
      },
      stdio: ['ignore', 'pipe', 'pipe', ...(this.#program.words ? (['ipc'] as const) : [])]
    });
    this.#process = child;
    child.stderr?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    await new Promise<void>((ready, fail) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
        if (this.#output.includes('I2ES is at')) ready();
      });
      child.once('exit', (code) => fail(new Error(`The server ended with ${code}:\n${this.#output}`)));
    });
    this.#output = '';
  }

  /** What it has said since it was there. */
  get output(): string {
    return this.#output;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get isAlive(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  /** Of a program that answers its parent; rejects where it cannot, or is gone. */
  ask(question: object): Promise<unknown> {
    const child = this.#process;
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const forget = (): void => void child?.off('message', hear).off('exit', end);
      const hear = (told: { id: number; told?: unknown; failed?: string }): void => {
        if (told.id !== id) return;
        forget();
        if (told.failed === undefined) resolve(told.told);
        else reject(new Error(told.failed));
      };
      const end = (): void => reject(new Error('The server has ended.'));
      child?.on('message', hear).once('exit', end);
      child?.send({ id, question }, (error) => (error ? reject(error) : undefined));
      if (!this.isAlive) end();
    });
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
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
