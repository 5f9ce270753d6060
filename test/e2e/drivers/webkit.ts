/** WebKitGTK by its WebDriver, on a display in memory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { freePort } from '../free-port.ts';
import type { ActionSource, DrivenWindow } from './driven-window.ts';
import { DISPLAY_SERVER, findProgram, WEBKIT_DRIVER } from './programs.ts';

export class WebkitWindow implements DrivenWindow {
  readonly #programs: readonly ChildProcess[];
  readonly #folder: string;
  readonly #address: string;
  #session = '';

  private constructor(programs: readonly ChildProcess[], folder: string, address: string) {
    this.#programs = programs;
    this.#folder = folder;
    this.#address = address;
  }

  static async start(): Promise<WebkitWindow> {
    const folder = mkdtempSync(join(tmpdir(), 'i2es-webkit-'));
    const words = ['-displayfd', '3', '-screen', '0', '1500x1100x24', '-nolisten', 'tcp'];
    const display = spawn(findProgram(DISPLAY_SERVER) ?? DISPLAY_SERVER[0], words, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe']
    });
    const [number] = (await once(display.stdio[3] as Readable, 'data')) as [Buffer];
    const port = await freePort();
    const driver = spawn(findProgram(WEBKIT_DRIVER) ?? WEBKIT_DRIVER[0], [`--port=${port}`], {
      env: { ...process.env, ...environment(folder), DISPLAY: `:${number.toString().trim()}` },
      stdio: 'ignore'
    });
    const window = new WebkitWindow([driver, display], folder, `http://127.0.0.1:${port}`);
    await window.#begin();
    return window;
  }

  async #begin(): Promise<void> {
    const capabilities = { alwaysMatch: { timeouts: { script: 60_000 } } };
    const { sessionId } = (await this.#askOnceThere({ capabilities })) as { sessionId: string };
    this.#session = `/session/${sessionId}`;
    await this.#ask('POST', '/window/rect', { x: 0, y: 0, width: 1440, height: 960 });
  }

  async open(url: string): Promise<void> {
    await this.#ask('POST', '/url', { url });
  }

  async run<A extends readonly unknown[], R>(
    inPage: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${String(inPage)})(...${JSON.stringify(given)})).then(
        (value) => done(JSON.stringify({ value: value ?? null })),
        (error) => done(JSON.stringify({ error: String(error) }))
      );`;
    const told = (await this.#ask('POST', '/execute/async', { script, args: [] })) as string;
    const { value, error } = JSON.parse(told) as { value: R; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async act(actions: readonly ActionSource[]): Promise<void> {
    await this.#ask('POST', '/actions', { actions });
  }

  async picture(): Promise<Buffer> {
    return Buffer.from((await this.#ask('GET', '/screenshot')) as string, 'base64');
  }

  async end(): Promise<void> {
    await this.#ask('DELETE', '').catch(() => undefined);
    for (const program of this.#programs) {
      const ended = once(program, 'exit');
      program.kill();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The driver answers some moments after it was started. */
  async #askOnceThere(body: object): Promise<unknown> {
    for (;;) {
      const refused = await this.#ask('GET', '/status').then(
        () => null,
        (error: Error) => error
      );
      if (refused === null) return this.#ask('POST', '/session', body);
    }
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(this.#address + this.#session + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  }
}

/** Its settings and its data lie in a folder of the story; no message bus of a desk is there. */
function environment(folder: string): Record<string, string> {
  return {
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    GTK_A11Y: 'none',
    NO_AT_BRIDGE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1'
  };
}
