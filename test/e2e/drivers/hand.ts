/** The hand of an officer in a window of any browser: looks until what they want is there, then points or types. */
import { expect } from '@playwright/test';
import { KEPT_WITHIN_MS } from '../pages/line.page.ts';
import type { DrivenWindow } from './driven-window.ts';
import {
  asksForPassphrase,
  chooseInSelect,
  findSpot,
  isKept,
  readText,
  type Spot,
  type Wanted
} from './in-page.ts';

const CONTROL = '\uE009';
const RETURN = '\uE006';

export class Hand {
  constructor(readonly window: DrivenWindow) {}

  async press(name: string): Promise<void> {
    await this.point({ kind: 'action', name });
  }

  async point(wanted: Wanted): Promise<void> {
    const { x, y } = await this.#find(wanted);
    await this.window.act([
      {
        type: 'pointer',
        id: 'hand',
        actions: [
          { type: 'pointerMove', duration: 0, x, y },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 }
        ]
      }
    ]);
  }

  /** In place of what stands there. */
  async type(box: string | { readonly selector: string }, text: string): Promise<void> {
    await this.point(typeof box === 'string' ? { kind: 'box', label: box } : { kind: 'place', ...box });
    const strokes = [...text].map((each) => (each === '\n' ? RETURN : each));
    await this.#strike([
      { type: 'keyDown', value: CONTROL },
      ...strike('a'),
      { type: 'keyUp', value: CONTROL },
      ...strokes.flatMap(strike)
    ]);
  }

  /** In a box that finds as one types. */
  async find(box: string, typed: string, option: string): Promise<void> {
    await this.type(box, typed);
    await this.press(option);
  }

  /** After an address or a reload the desk is open still, or asks for the passphrase. */
  async seeDesk(passphrase: string): Promise<void> {
    let asks: boolean | null = null;
    const look = async (): Promise<boolean> => {
      asks = await this.#look(asksForPassphrase);
      return asks !== null;
    };
    await expect.poll(look, { message: 'a desk, or the way to unlock it' }).toBe(true);
    if (!asks) return;
    await this.type('Passphrase', passphrase);
    await this.press('Unlock');
  }

  async choose(list: string, option: string): Promise<void> {
    await expect.poll(() => this.#look(chooseInSelect, list, option), { message: list }).toBe('');
  }

  /** What is seen there holds these words; elsewhere than in what `where` selects nothing is looked for. */
  async see(words: string | RegExp, where = 'body', timeout?: number): Promise<void> {
    const options = { message: `${String(words)} in ${where}`, ...(timeout && { timeout }) };
    const seen = expect.poll(() => this.#look(readText, where), options);
    await (typeof words === 'string' ? seen.toContain(words) : seen.toMatch(words));
  }

  /** The program is kept in the browser, so that the line may go. */
  async seeKept(): Promise<void> {
    const options = { message: 'the program is kept', timeout: KEPT_WITHIN_MS };
    await expect.poll(() => this.#look(isKept), options).toBe(true);
  }

  async #find(wanted: Wanted): Promise<{ x: number; y: number }> {
    let last: Spot = { missing: 'nothing was asked' };
    let before = '';
    const look = async (): Promise<string> => {
      last = (await this.#look(findSpot, wanted)) ?? last;
      const now = JSON.stringify(last);
      const isStill = now === before;
      before = now;
      if ('missing' in last) return last.missing;
      return isStill ? 'there' : 'moves';
    };
    await expect.poll(look, { intervals: [20, 50, 100] }).toBe('there');
    if ('missing' in last) throw new Error(last.missing);
    return last;
  }

  /** Null while one page gives way to the next. */
  async #look<A extends readonly unknown[], R>(
    inPage: (...given: A) => R | Promise<R>,
    ...given: A
  ): Promise<R | null> {
    return this.window.run(inPage, ...given).catch(() => null);
  }

  async #strike(actions: readonly object[]): Promise<void> {
    await this.window.act([{ type: 'key', id: 'keys', actions }]);
  }
}

function strike(value: string): object[] {
  return [
    { type: 'keyDown', value },
    { type: 'keyUp', value }
  ];
}
