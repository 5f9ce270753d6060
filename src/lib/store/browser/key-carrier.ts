/**
 * Carries an open key across a reload (the service worker keeps it for seconds) or into a new tab. A non-exportable
 * CryptoKey, never on disk; a lock removes it from all pages.
 */
import type { Vault } from '#lib/crypto/vault.ts';

export interface CarriedKey {
  readonly person: string;
  readonly vault: Vault;
}

export interface KeyCarrier {
  hold(carried: CarriedKey): void;
  release(everywhere: boolean): void;
  take(): Promise<CarriedKey | null>;
  locked: (person: string) => void;
}

const NAME = 'i2es-open-key';
/**
 * Milliseconds. A starting worker on a slow device or a background tab answers slowly, and a late key is lost. Without
 * worker and tab nothing waits.
 */
const ANSWER_WITHIN = 5000;

type Message =
  | { readonly type: 'ask'; readonly id: string }
  | { readonly type: 'tell'; readonly id: string; readonly carried: CarriedKey }
  | { readonly type: 'lock'; readonly person: string };

export class BrowserKeyCarrier implements KeyCarrier {
  readonly #channel = new BroadcastChannel(NAME);
  #held: CarriedKey | null = null;
  #letGo: () => void = () => undefined;
  locked: (person: string) => void = () => undefined;

  constructor() {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data));
    // The page might be reloading: the worker outlives it by seconds.
    addEventListener('pagehide', () => {
      if (this.#held) tellWorker({ type: 'CARRY_KEY', carried: this.#held });
    });
  }

  hold(carried: CarriedKey): void {
    this.#letGo();
    this.#held = carried;
    const holding = new Promise<void>((done) => (this.#letGo = done));
    navigator.locks.request(NAME, { mode: 'shared' }, () => holding).catch(() => undefined);
  }

  release(everywhere: boolean): void {
    const held = this.#held;
    this.#held = null;
    this.#letGo();
    tellWorker({ type: 'DROP_KEY' });
    if (everywhere && held) this.#send({ type: 'lock', person: held.person });
  }

  async take(): Promise<CarriedKey | null> {
    return (await askWorker()) ?? ((await isHeldSomewhere()) ? this.#askTabs() : null);
  }

  #askTabs(): Promise<CarriedKey | null> {
    const id = globalThis.crypto.randomUUID();
    return new Promise((answer) => {
      const end = (carried: CarriedKey | null): void => {
        this.#channel.removeEventListener('message', listen);
        clearTimeout(timer);
        answer(carried);
      };
      const listen = ({ data }: MessageEvent<unknown>): void => {
        const message = parseMessage(data);
        if (message?.type === 'tell' && message.id === id) end(message.carried);
      };
      const timer = setTimeout(() => end(null), ANSWER_WITHIN);
      this.#channel.addEventListener('message', listen);
      this.#send({ type: 'ask', id });
    });
  }

  #hear(data: unknown): void {
    const message = parseMessage(data);
    const held = this.#held;
    if (!message || !held) return;
    if (message.type === 'ask') this.#send({ type: 'tell', id: message.id, carried: held });
    if (message.type === 'lock' && message.person === held.person) {
      this.release(false);
      this.locked(held.person);
    }
  }

  #send(message: Message): void {
    this.#channel.postMessage(message);
  }
}

async function isHeldSomewhere(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === NAME);
}

function tellWorker(message: object): void {
  navigator.serviceWorker?.controller?.postMessage(message);
}

/** Works once: the new page holds the key, and the worker forgets it. */
async function askWorker(): Promise<CarriedKey | null> {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<unknown>((tell) => {
    port1.onmessage = ({ data }: MessageEvent<unknown>) => tell(data);
    setTimeout(() => tell(null), ANSWER_WITHIN);
  });
  worker.postMessage({ type: 'TAKE_KEY' }, [port2]);
  const carried = await answer;
  port1.close();
  return isCarried(carried) ? carried : null;
}

function parseMessage(data: unknown): Message | null {
  const { type, id, person, carried } = (data ?? {}) as Record<string, unknown>;
  if (type === 'ask' && typeof id === 'string') return { type, id };
  if (type === 'lock' && typeof person === 'string') return { type, person };
  if (type === 'tell' && typeof id === 'string' && isCarried(carried)) return { type, id, carried };
  return null;
}

function isCarried(value: unknown): value is CarriedKey {
  const { person, vault } = (value ?? {}) as Record<string, unknown>;
  const { key } = (vault ?? {}) as Record<string, unknown>;
  return typeof person === 'string' && key instanceof CryptoKey;
}
