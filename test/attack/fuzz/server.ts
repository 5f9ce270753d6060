/** The server of a fuzz, as its own process: it is asked for what no door tells, and nobody restarts it. */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '../../e2e/server.ts';
import type { FuzzOptions } from './fuzz.ts';
import type { Question } from './serve.ts';

export class FuzzedServer {
  readonly #server: Server;
  readonly #app: string;

  private constructor(server: Server, app: string) {
    this.#server = server;
    this.#app = app;
  }

  static async start({
    hasRealLimits,
    isEmbedded = false
  }: Pick<FuzzOptions, 'hasRealLimits' | 'isEmbedded'>): Promise<FuzzedServer> {
    const app = mkdtempSync(join(tmpdir(), 'i2es-fuzz-app-'));
    mkdirSync(app, { recursive: true });
    for (const page of ['index.html', '200.html']) writeFileSync(join(app, page), '<!doctype html>');
    const words = ['--expose-gc', '--import', 'tsx', join(import.meta.dirname, 'serve.ts')];
    const environment = {
      APP_DIR: app,
      LOG_LEVEL: 'error',
      ...(isEmbedded ? { COUCHDB_URL: '' } : {}),
      ...(hasRealLimits ? { REAL_LIMITS: 'yes' } : {})
    };
    return new FuzzedServer(await Server.start({ words, environment }), app);
  }

  get address(): string {
    return this.#server.address;
  }

  get folder(): string {
    return this.#server.folder;
  }

  /** As long as the process that was started lives, as far as it is known. */
  get isAlive(): boolean {
    return this.#server.isAlive;
  }

  /** Of a process that ends its connections are cut first: it has a moment to be seen to end. */
  async isGone(): Promise<boolean> {
    for (let look = 0; look < 10 && this.#server.isAlive && !(await this.#answers()); look++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return !this.#server.isAlive;
  }

  #answers(): Promise<boolean> {
    const { port } = new URL(this.address);
    return new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  }

  /** What it has logged, which is errors alone. */
  get log(): string {
    return this.#server.output;
  }

  openSession(person: string, isOver: boolean): Promise<string> {
    return this.#ask({ session: person, isOver }) as Promise<string>;
  }

  memory(): Promise<number> {
    return this.#ask({ memory: true }) as Promise<number>;
  }

  /**
   * Milliseconds of a processor that the server's own thread has had: what it did, however long the machine let it wait.
   * Only Linux says it.
   */
  work(): number {
    try {
      const [ran] = readFileSync(`/proc/${this.#server.pid}/schedstat`, 'utf8').split(' ');
      return Number(ran) / 1e6;
    } catch {
      return 0;
    }
  }

  #ask(question: Question): Promise<unknown> {
    return this.#server.ask(question);
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#app, { recursive: true, force: true });
  }
}
