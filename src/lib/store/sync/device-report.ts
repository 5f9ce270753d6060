/** After a sync or a changed count, at most once a minute. */
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { StoreDeps } from '../browser/deps.ts';
import type { LineLeader } from './line-leader.ts';
import { countOpen, type Written } from '../index/unsent-count.ts';
import { isSettled } from './line-view.ts';
import type { Report, ServerApi, Standing } from '../server/server-api.ts';

interface DeviceReportOptions {
  /** True if the connection is up and idle; called often. */
  readonly isSettled: () => boolean;
  /** Null while the device has no name and key. */
  readonly standing: () => Standing | null;
  readonly send: (report: Report) => Promise<Result<unknown>>;
  readonly milliseconds: () => number;
  readonly version: string;
  readonly language: () => string | null;
}

const MIN_PAUSE_MS = 60_000;

export class DeviceReport {
  readonly #options: DeviceReportOptions;
  #isDue = true;
  #told = '';
  #lookedAt = Number.NEGATIVE_INFINITY;
  #later: ReturnType<typeof setTimeout> | null = null;

  constructor(options: DeviceReportOptions) {
    this.#options = options;
  }

  look(): void {
    if (!this.#options.isSettled()) {
      this.#isDue = true;
      return;
    }
    const wait = this.#lookedAt + MIN_PAUSE_MS - this.#options.milliseconds();
    if (wait <= 0) this.#tell();
    else this.#later ??= setTimeout(() => ((this.#later = null), this.look()), Math.min(wait, MIN_PAUSE_MS));
  }

  stop(): void {
    if (this.#later !== null) clearTimeout(this.#later);
    this.#later = null;
  }

  #tell(): void {
    const standing = this.#options.standing();
    const text = JSON.stringify(standing);
    if (standing === null || (text === this.#told && !this.#isDue)) return;
    this.stop();
    this.#lookedAt = this.#options.milliseconds();
    this.#told = text;
    this.#isDue = false;
    const language = this.#options.language();
    const spoken = language === null ? {} : { language };
    const at = new Date(this.#lookedAt).toISOString() as Instant;
    this.#options
      .send({ ...standing, version: this.#options.version, ...spoken, at })
      .then((sent) => (this.#isDue ||= !sent.ok))
      .catch(() => (this.#isDue = true));
  }
}

export function reportOn(
  store: Written & { readonly api: ServerApi },
  key: KeyId,
  lead: LineLeader,
  deps: StoreDeps
): DeviceReport {
  return new DeviceReport({
    isSettled: () => lead.leads && isSettled(lead.view),
    standing: () => {
      const { requested, deviceName } = store.book.device;
      if (!requested || deviceName === null) return null;
      const { unsent, refused } = countOpen(store);
      return { keyId: key, device: deviceName, unsent, refused };
    },
    send: (report) => store.api.reportDevice(report),
    milliseconds: deps.now,
    version: deps.version,
    language: deps.language
  });
}
