/** Events of a scenario without the learner: acts in place at its beginning, and later ones. */
import type { Planted, Prelude as PreludeName } from '#lib/domain/rehearsal/scenario.ts';
import { OFFICES } from '../server/offices.ts';
import type { PracticeServer } from '../server/practice-server.ts';
import { Colleague } from './colleague.ts';
import { HUNDRED_GRAMS, lineOf, saltTakenForBase } from './goods.ts';

const OTHER_COMPUTER = 'Second computer (exercise)';
const LAPTOP = 'Laptop (exercise)';

export class Prelude {
  readonly #server: PracticeServer;
  readonly #name: PreludeName;
  #planted: Planted = {};
  #thief: Colleague | null = null;

  constructor(server: PracticeServer, name: PreludeName) {
    this.#server = server;
    this.#name = name;
  }

  get planted(): Planted {
    return this.#planted;
  }

  async play(): Promise<void> {
    if (this.#name === 'salt') await this.#playSalt();
    if (this.#name === 'forged') await this.#playForged();
    if (this.#name === 'stolen') await this.#playStolen();
  }

  /** The thief signs after the key's withdrawal and is refused: the learner sees the effect of a withdrawal. */
  async follow(): Promise<void> {
    const { key } = this.#planted;
    if (this.#name !== 'stolen' || key === undefined || this.#thief === null) return;
    const acts = await this.#server.goodActsOf(OFFICES.importing);
    if (!acts.some(({ body }) => body.kind === 'withdrawal' && body.keyId === key)) return;
    const thief = this.#thief;
    this.#thief = null;
    await thief.push(await thief.ask([lineOf(HUNDRED_GRAMS)]));
  }

  async #playSalt(): Promise<void> {
    const asking = await Colleague.certified(this.#server, OFFICES.importing, OTHER_COMPUTER);
    const asked = await asking.push(await asking.ask([lineOf(HUNDRED_GRAMS)]));
    const granting = await Colleague.certified(this.#server, OFFICES.exporting, OTHER_COMPUTER);
    const mistaken = saltTakenForBase(lineOf(HUNDRED_GRAMS));
    const granted = await granting.push(await granting.grant(asked, [mistaken]));
    this.#planted = { act: granted._id };
  }

  async #playForged(): Promise<void> {
    const asking = await Colleague.certified(this.#server, OFFICES.importing, OTHER_COMPUTER);
    await asking.push(await asking.ask([lineOf(HUNDRED_GRAMS)]));
    const forged = await asking.forge([lineOf(10 * HUNDRED_GRAMS)]);
    this.#planted = { act: forged._id };
    await this.#server.plant(OFFICES.exporting, forged);
  }

  async #playStolen(): Promise<void> {
    this.#thief = await Colleague.certified(this.#server, OFFICES.importing, LAPTOP);
    this.#planted = { key: this.#thief.keyId };
  }
}
