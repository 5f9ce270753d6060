/** Firefox by WebDriver BiDi: it listens itself, no program stands between. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';
import type { ActionSource, DrivenWindow } from './driven-window.ts';
import { findProgram, FIREFOX } from './programs.ts';

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
}

interface Evaluated {
  readonly type: string;
  readonly result?: { readonly value?: string };
  readonly exceptionDetails?: { readonly text: string };
}

/** Nothing is asked of anybody but the server of the story. */
const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'app.update.disabledForTesting': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'intl.accept_languages': 'en-GB',
  'intl.locale.requested': 'en-GB'
};

export class FirefoxWindow implements DrivenWindow {
  readonly #browser: ChildProcess;
  readonly #folder: string;
  readonly #line: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;
  #context = '';

  private constructor(browser: ChildProcess, folder: string, line: WebSocket) {
    this.#browser = browser;
    this.#folder = folder;
    this.#line = line;
    line.on('message', (text: Buffer) => this.#hear(JSON.parse(text.toString()) as Answer));
  }

  static async start(): Promise<FirefoxWindow> {
    const folder = mkdtempSync(join(tmpdir(), 'i2es-firefox-'));
    const settings = Object.entries(QUIET).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
    );
    writeFileSync(join(folder, 'user.js'), settings.join('\n'));
    const words = ['--headless', '--no-remote', '--profile', folder, '--remote-debugging-port', '0'];
    const browser = spawn(
      findProgram(FIREFOX) ?? FIREFOX[0],
      [...words, '--width', '1440', '--height', '900'],
      {
        env: { ...process.env, HOME: folder },
        stdio: ['ignore', 'ignore', 'pipe']
      }
    );
    const line = new WebSocket(`${await addressOf(browser)}/session`);
    await once(line, 'open');
    const window = new FirefoxWindow(browser, folder, line);
    await window.#begin();
    return window;
  }

  async #begin(): Promise<void> {
    await this.#ask('session.new', { capabilities: {} });
    const { contexts } = (await this.#ask('browsingContext.getTree', {})) as {
      contexts: readonly { context: string }[];
    };
    this.#context = contexts[0]?.context ?? '';
    const viewport = { width: 1440, height: 900 };
    await this.#ask('browsingContext.setViewport', { context: this.#context, viewport });
  }

  async open(url: string): Promise<void> {
    await this.#ask('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async run<A extends readonly unknown[], R>(
    inPage: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R> {
    const call = `(${String(inPage)})(...${JSON.stringify(given)})`;
    const answer = (await this.#ask('script.evaluate', {
      expression: `Promise.resolve(${call}).then((value) => JSON.stringify(value ?? null))`,
      target: { context: this.#context },
      awaitPromise: true
    })) as Evaluated;
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return JSON.parse(answer.result?.value ?? 'null') as R;
  }

  async act(actions: readonly ActionSource[]): Promise<void> {
    await this.#ask('input.performActions', { context: this.#context, actions });
  }

  async picture(): Promise<Buffer> {
    const { data } = (await this.#ask('browsingContext.captureScreenshot', { context: this.#context })) as {
      data: string;
    };
    return Buffer.from(data, 'base64');
  }

  async end(): Promise<void> {
    this.#line.close();
    const ended = once(this.#browser, 'exit');
    this.#browser.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error, message }) =>
        error === undefined ? resolve(result) : reject(new Error(`${method}: ${error}, ${message}`))
      );
      this.#line.send(JSON.stringify({ id, method, params }));
    });
  }

  #hear(answer: Answer): void {
    const take = this.#waiting.get(answer.id ?? 0);
    this.#waiting.delete(answer.id ?? 0);
    take?.(answer);
  }
}

/** It says where it listens, on any free port. */
function addressOf(browser: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((tell, fail) => {
    browser.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (address) tell(address);
    });
    browser.once('error', fail);
    browser.once('exit', (code) => fail(new Error(`Firefox ended with ${code}:\n${said}`)));
  });
}
