/** Trade in drugs is under licence (1961 art. 30(1)(a) and 31(3)(a), 1971 art. 8(1)): what a licence covers on a date. */
import { foldText } from '../act/typed-text.ts';
import type { Substance } from '../goods/substance.ts';
import type { CalendarDate } from '../ids.ts';
import { statusOn, type Company, type Licence, type Operation } from './company.ts';

interface Trade {
  readonly substance: Pick<Substance, 'key' | 'convention' | 'schedules'>;
  readonly operation: Operation;
  readonly date: CalendarDate;
  /** Of the party; a licence for premises covers trade from their address only. */
  readonly address: string;
}

type Coverage =
  /** `none`: no licence has this substance and operation. */
  | { readonly state: 'inactive' | 'none' }
  | { readonly state: 'covered' | 'elsewhere' | 'expired' | 'notYet'; readonly licence: Licence };

export function covers(company: Company, trade: Trade): Coverage {
  if (statusOn(company, trade.date) !== 'active') return { state: 'inactive' };
  const anywhere = (company.licences ?? []).filter((one) => isWithin(one, trade));
  const fitting = anywhere.filter((one) => isAt(company, one, trade));
  const valid = fitting.find((one) => one.validFrom <= trade.date && trade.date <= one.validUntil);
  if (valid) return { state: 'covered', licence: valid };
  const later = fitting.find((one) => one.validFrom > trade.date);
  if (later) return { state: 'notYet', licence: later };
  const [first, ...more] = fitting;
  if (!first) return anywhere[0] ? { state: 'elsewhere', licence: anywhere[0] } : { state: 'none' };
  const licence = more.reduce((last, one) => (one.validUntil > last.validUntil ? one : last), first);
  return { state: 'expired', licence };
}

function isWithin({ operations, substances, schedules }: Licence, { substance, operation }: Trade): boolean {
  if (operations.indexOf(operation) < 0) return false;
  if (substances.indexOf(substance.key) >= 0) return true;
  return substance.schedules.some((one) => schedules.indexOf(`${substance.convention}-${one}`) >= 0);
}

function isAt({ premises = [] }: Company, licence: Licence, { address }: Trade): boolean {
  const place = premises.find(({ name }) => name === licence.premises);
  return place === undefined || foldText(place.address) === foldText(address);
}
