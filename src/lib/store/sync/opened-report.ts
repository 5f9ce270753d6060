/** Tells the server which announcements this country has opened. Opened offline, they wait for the connection. */
import { MAX_OPENINGS } from '#lib/domain/outreach/openings.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { callServer, type ServerLine } from '../server/call-server.ts';

/** Milliseconds. An older server of a country refuses them, so a device does not ask it often. */
const MIN_PAUSE_MS = 60_000;

export class OpenedReport {
  readonly #parts: { readonly book: DeviceBook; readonly server: ServerLine };
  readonly #milliseconds: () => number;
  #isRunning = false;
  #refusedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: { book: DeviceBook; server: ServerLine }, milliseconds: () => number) {
    [this.#parts, this.#milliseconds] = [parts, milliseconds];
  }

  /** Called often, while the connection is up. */
  look(): void {
    const { openedWaiting } = this.#parts.book.device;
    const isEarly = this.#milliseconds() - this.#refusedAt < MIN_PAUSE_MS;
    if (openedWaiting.length === 0 || this.#isRunning || isEarly) return;
    this.#isRunning = true;
    this.#tell()
      .catch(() => false)
      .then((isTold) => {
        this.#isRunning = false;
        if (!isTold) this.#refusedAt = this.#milliseconds();
      });
  }

  async #tell(): Promise<boolean> {
    const { book, server } = this.#parts;
    const opened = book.device.openedWaiting.slice(0, MAX_OPENINGS);
    const path = '/api/letters/opened';
    const told = await callServer(server, { method: 'POST', path, body: { opened } });
    if (!told.ok) return false;
    const acts = new Set(opened.map(({ act }) => act));
    await book.updateDevice((device) => ({
      ...device,
      openedWaiting: device.openedWaiting.filter(({ act }) => !acts.has(act))
    }));
    return true;
  }
}
