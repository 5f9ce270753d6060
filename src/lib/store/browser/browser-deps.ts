/** The browser's services for the store: Web Locks for one writer and one leader among tabs, BroadcastChannel. */
import type { Channel, StoreDeps } from './deps.ts';
import { BrowserKeyCarrier } from './key-carrier.ts';

let given: Partial<StoreDeps> = {};

/** A frame of the rehearsal replaces them before anything starts. */
export function surround(others: Partial<StoreDeps>): void {
  given = others;
}

export function browserDeps(): StoreDeps {
  return {
    adapter: 'idb',
    prefix: '',
    base: globalThis.location.origin,
    fetch: (input, init) => globalThis.fetch(input, init),
    version: String(import.meta.env['PROGRAM_VERSION']),
    language: () => document.documentElement.lang.slice(0, 2) || null,
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => globalThis.crypto.randomUUID(),
    exclusively: (name, work) => navigator.locks.request(name, work) as ReturnType<typeof work>,
    lead,
    channel: openChannel,
    carrier: !given.carrier && canCarry() ? new BrowserKeyCarrier() : null,
    signatures: async () => (await import('./signature-workers.ts')).signatureWorkers(),
    ...given
  };
}

function canCarry(): boolean {
  return 'locks' in navigator && 'BroadcastChannel' in globalThis;
}

/** A frozen or closed tab loses the lock, and the next in line leads. */
function lead(name: string, take: () => void): () => void {
  const abort = new AbortController();
  let giveUp: () => void = () => abort.abort();
  const held = (): Promise<void> => {
    take();
    return new Promise((resolve) => (giveUp = resolve));
  };
  navigator.locks.request(name, { signal: abort.signal }, held).catch(() => undefined);
  return () => giveUp();
}

function openChannel(name: string, hear: (message: unknown) => void): Channel {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<unknown>) => hear(event.data);
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}
