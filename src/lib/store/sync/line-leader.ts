/** One tab per person connects, so that no browser holds more than two long polls (architecture §7). */
import type { Channel, StoreDeps } from '../browser/deps.ts';
import type { Line } from './line.ts';
import type { LineView } from './line-view.ts';

type Message = LineView | 'ask' | 'reconnect';

export class LineLeader {
  readonly #apply: () => () => void;
  readonly #channel: Channel;
  readonly #line: Line;
  #view: LineView;
  #leads = false;
  #giveUp: (() => void) | null = null;
  changed: () => void = () => undefined;

  constructor(deps: StoreDeps, person: string, line: Line) {
    const name = `${deps.prefix}i2es-line-${person}`;
    this.#line = line;
    this.#view = line.view;
    this.#apply = () => deps.lead(name, () => this.#take());
    this.#channel = deps.channel(name, (message) => this.#hear(message as Message));
  }

  get view(): LineView {
    return this.#view;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /** A leading tab reports only changes. */
  listen(): void {
    this.#line.changed = (view) => {
      this.#channel.send(view);
      this.#hear(view);
    };
    this.#channel.send('ask');
  }

  apply(): void {
    this.#giveUp ??= this.#apply();
  }

  reconnect(): void {
    if (this.#leads) this.#line.start();
    else this.#channel.send('reconnect');
  }

  /** Another tab can lead; `apply` queues again. */
  suspend(): void {
    this.#leads = false;
    this.#giveUp?.();
    this.#giveUp = null;
    this.#line.stop();
  }

  giveUp(): void {
    this.#line.changed = () => undefined;
    this.#giveUp?.();
    this.#line.stop();
  }

  close(): void {
    this.#channel.close();
  }

  #take(): void {
    this.#leads = true;
    this.#line.start();
  }

  #hear(message: Message): void {
    if (message === 'ask') {
      if (this.#leads) this.#channel.send(this.#line.view);
    } else if (message === 'reconnect') {
      if (this.#leads) this.#line.start();
    } else {
      this.#view = message;
      this.changed();
    }
  }
}
