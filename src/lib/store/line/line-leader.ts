/**
 * One of all tabs of a person speaks with the server, so that no browser holds more than two long polls
 * (architecture §7). The others hear from it how the line stands, and tell it when to wake.
 */
import type { Channel, StoreDeps } from '../browser/deps.ts';
import type { Line } from './line.ts';
import type { LineView } from './line-view.ts';

/** What the leader knows, or what the others want of it. */
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

  /** How the line stands, in whatever tab it runs. */
  get view(): LineView {
    return this.#view;
  }

  /** Whether it runs in this tab. */
  get leads(): boolean {
    return this.#leads;
  }

  /** Another tab may lead already, and says nothing by itself until something changes. */
  listen(): void {
    this.#line.changed = (view) => {
      this.#channel.send(view);
      this.#hear(view);
    };
    this.#channel.send('ask');
  }

  /** Leads from now on, or as soon as the tab that does has gone. */
  apply(): void {
    this.#giveUp ??= this.#apply();
  }

  reconnect(): void {
    if (this.#leads) this.#line.start();
    else this.#channel.send('reconnect');
  }

  /** The page is put aside: another tab may lead meanwhile; `apply` stands in the queue again. */
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
