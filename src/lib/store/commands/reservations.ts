/**
 * A device reserves parts of INCB's figures while it is online, so that two officers without a connection cannot
 * authorize the same quantity (rule R12). Reservations come back as documents of the country's database.
 */
import { isReservationId, parseReservation } from '#lib/domain/balance/balance-documents.ts';
import {
  LEAVING_PREFIX,
  readLeaving,
  ReservationBook,
  type Leaving
} from '#lib/domain/balance/reservation.ts';
import type { CalendarDate, CountryCode, KeyId } from '#lib/domain/ids.ts';
import { MAX_MICROGRAMS } from '#lib/domain/quantity.ts';
import { figuresInForce } from '#lib/domain/lists/in-force.ts';
import type { ServerApi } from '../server/server-api.ts';
import { yearsAhead } from './numbers.ts';
import { forgetOwn, saveOwn, type KeptId } from './own-documents.ts';

/** The server takes so many in one request. */
const MAX_WANTED = 200;

type Asking = Parameters<typeof saveOwn>[0] & {
  readonly own: CountryCode;
  readonly device: KeyId;
  readonly today: CalendarDate;
  readonly api: ServerApi;
};

/** False if a list is not verified yet or the server gave no answer: ask again. The server grants no part too small to use. */
export async function claimReservations(asking: Asking): Promise<boolean> {
  const { own, today, records } = asking;
  const { shelf } = records;
  const figures = [...shelf.ofKind('estimate'), ...shelf.ofKind('assessment')];
  const lists = [...figures, ...shelf.ofKind('list-confirmation')];
  // A signature that is still verified can put a figure into effect.
  if (lists.some(({ _id }) => records.verdictOf(_id) === 'pending')) return false;
  const good = lists.filter(({ _id }) => records.verdictOf(_id) === 'good');
  const inForce = figuresInForce(good, today);
  const named = new Set(figures.flatMap(({ body }) => body.entries.map(({ substance }) => substance)));
  for (const year of yearsAhead(today)) {
    const wanted = [...named].filter((substance) => inForce(own, substance, year) !== null);
    for (let from = 0; from < wanted.length; from += MAX_WANTED)
      if (!(await claim(asking, year, wanted.slice(from, from + MAX_WANTED)))) return false;
  }
  return true;
}

/** The key is deleted with the data of this device, so nobody could use what it holds. */
export async function giveBackAll(asking: Asking): Promise<void> {
  const { api, device, records, today } = asking;
  const held = Array.from(records.shelf.others.values()).filter(({ _id }) => isReservationId(_id));
  for (const year of yearsAhead(today)) {
    const substances = held.flatMap((one) => {
      const read = parseReservation(one);
      return read.ok && read.value.device === device && read.value.year === year
        ? [read.value.substance]
        : [];
    });
    const all = [...new Set(substances)].map((substance) => ({ substance, quantity: MAX_MICROGRAMS }));
    const returned = await giveBack(asking, year, all.slice(0, MAX_WANTED));
    if (returned.length > 0) await api.claimReservations({ device, year, wanted: [], returned });
  }
}

async function claim(asking: Asking, year: number, substances: readonly string[]): Promise<boolean> {
  const wanted = substances.map((substance) => ({ substance, quantity: 0 }));
  const ask = (returned: readonly Leaving[]) =>
    asking.api.claimReservations({ device: asking.device, year, wanted, returned });
  const waiting = await leavingOf(asking, year);
  let answer = await ask(waiting);
  if (answer.ok && answer.value.surplus.length > 0) {
    const leaving = await giveBack(asking, year, answer.value.surplus);
    if (leaving.length > 0) answer = await ask(leaving);
  }
  return answer.ok || !answer.problems.some(({ code }) => code.startsWith('line.'));
}

/** Those that the server has stored are forgotten here. */
async function leavingOf(asking: Asking, year: number): Promise<readonly Leaving[]> {
  const waiting: Leaving[] = [];
  const book = bookOf(asking);
  for (const [id, document] of asking.records.shelf.others) {
    if (!id.startsWith(LEAVING_PREFIX)) continue;
    const leaving = readLeaving(document);
    if (!leaving) continue;
    if (leaving.nth <= book.returnsBy(asking.device, leaving)) await forgetOwn(asking, id as KeptId);
    else if (leaving.year === year) waiting.push(leaving);
  }
  return waiting;
}

async function giveBack(
  asking: Asking,
  year: number,
  surplus: readonly { readonly substance: string; readonly quantity: number }[]
): Promise<readonly Leaving[]> {
  const book = bookOf(asking);
  const given: Leaving[] = [];
  for (const { substance, quantity: most } of surplus) {
    const shelf = { substance, year };
    const quantity = Math.min(most, book.unused(asking.device, shelf));
    const _id = `${LEAVING_PREFIX}${year}:${substance}`;
    // The server can have stored an earlier one that is not here yet.
    if (quantity === 0 || asking.records.shelf.others.has(_id)) continue;
    const leaving = { ...shelf, nth: book.returnsBy(asking.device, shelf) + 1, quantity };
    const kept = await saveOwn(asking, { _id, ...leaving });
    if (kept.ok) given.push(leaving);
  }
  return given;
}

function bookOf({ records: { shelf } }: Asking): ReservationBook {
  const book = new ReservationBook();
  for (const [id, document] of shelf.others) if (isReservationId(id)) book.take(document);
  for (const act of shelf.ofKind('import-authorization')) book.note(act);
  return book;
}
