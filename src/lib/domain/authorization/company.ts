/** A company that a country's officers choose from, as its administrators keep it. */
import { anyText, oneOf, pattern, readStored, stored, type Check, type Checked } from '../act/shape.ts';
import type { Result } from '../result.ts';

const flag: Check<boolean> = oneOf([true, false]);

const company = stored({
  required: {
    _id: pattern(/^company:/, 'document.malformed'),
    schema: oneOf([1]),
    name: anyText,
    address: anyText
  },
  optional: {
    licence: anyText,
    /** Where its address is; a company kept without it is offered for every country. */
    country: anyText,
    /** Not offered any more; kept, because the server lets nobody delete a company. */
    retired: flag
  }
});
export type Company = Checked<typeof company>;

export function parseCompany(value: unknown): Result<Company> {
  return readStored(company, value);
}
