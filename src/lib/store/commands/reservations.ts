/**
 * A device reserves parts of INCB's figures while it is online, so that two officers without a connection cannot
 * authorize the same quantity (rule R12). Reservations come back as documents of the country's database.
 */
import type { CalendarDate, CountryCode, KeyId } from '#lib/domain/ids.ts';
import { figuresInForce } from '#lib/domain/lists/in-force.ts';
import type { Records } from '../index/records.ts';
import type { ServerApi } from '../server/server-api.ts';
import { yearsAhead } from './numbers.ts';

/** The server takes so many in one request. */
const MAX_WANTED = 200;

interface Asking {
  readonly country: CountryCode;
  readonly device: KeyId;
  readonly today: CalendarDate;
  readonly records: Records;
  readonly api: ServerApi;
}

/** False if a list is not verified yet or the server gave no answer: ask again. The server grants no part too small to use. */
export async function claimReservations(asking: Asking): Promise<boolean> {
  const { country, device, today, records, api } = asking;
  const { shelf } = records;
  const figures = [...shelf.ofKind('estimate'), ...shelf.ofKind('assessment')];
  const confirmations = shelf.ofKind('list-confirmation');
  const lists = [...figures, ...confirmations];
  // A signature that is still verified can put a figure into effect.
  if (lists.some(({ _id }) => records.verdictOf(_id) === 'pending')) return false;
  const good = lists.filter(({ _id }) => records.verdictOf(_id) === 'good');
  const inForce = figuresInForce(good, today);
  const named = new Set(figures.flatMap(({ body }) => body.entries.map(({ substance }) => substance)));
  for (const year of yearsAhead(today)) {
    const wanted = [...named].filter((substance) => inForce(country, substance, year) !== null);
    for (let from = 0; from < wanted.length; from += MAX_WANTED) {
      const part = wanted.slice(from, from + MAX_WANTED).map((substance) => ({ substance, quantity: 0 }));
      const claimed = await api.claimReservations(device, year, part);
      if (!claimed.ok && claimed.problems.some(({ code }) => code.startsWith('line.'))) return false;
    }
  }
  return true;
}
